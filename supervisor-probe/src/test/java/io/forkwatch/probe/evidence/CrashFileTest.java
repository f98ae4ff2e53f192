package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashFileTest {
    private static final Path PATH = Path.of("/ci/hs_err_pid7.log");
    private static final String FATAL = "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n";

    /** Files of real JVMs; absent is the empty text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        jdk17-segv.log  | 28239 | SIGSEGV (0xb) | C  [libc.so.6+0x85f14] | -               | SIGSEGV (0xb) at pc=0x00007f4158a10f14 (sent by kill)
        jdk25-segv.log  | 30953 | SIGSEGV (0xb) | C  [libc.so.6+0x85f14] | -               | SIGSEGV (0xb) at pc=0x00007fdee1deef14 (sent by kill)
        jdk17-oom.log   | 28406 | -             | -                      | Java heap space | fatal error: OutOfMemory encountered: Java heap space
        jdk25-oom.log   | 601   | -             | -                      | Java heap space | fatal error: OutOfMemory encountered: Java heap space
        jdk17-nomem.log | 2760  | -             | -                      | -               | There is insufficient memory for the Java Runtime Environment to continue. Native memory allocation (mmap) failed to map 16777216 bytes. Error detail: committing reserved memory.
        jdk25-nomem.log | 2767  | -             | -                      | -               | There is insufficient memory for the Java Runtime Environment to continue. Native memory allocation (mmap) failed to map 16777216 bytes. Error detail: committing reserved memory.
        """)
    void theHeaderOfARealFileIsRead(
            String file, long pid, String signal, String frame, String outOfMemory, String summary) throws IOException {
        assertThat(CrashFile.parse(PATH, fixture(file)))
                .hasValue(new CrashFile(
                        PATH,
                        pid,
                        Optional.ofNullable(signal),
                        Optional.ofNullable(frame),
                        Optional.ofNullable(outOfMemory),
                        summary,
                        sender(file)));
    }

    /** What siginfo says in the files of a signal that was sent. */
    private static Optional<CrashFile.Sender> sender(String file) {
        return switch (file) {
            case "jdk17-segv.log" -> Optional.of(new CrashFile.Sender(28210, 0));
            case "jdk25-segv.log" -> Optional.of(new CrashFile.Sender(28210, 0));
            default -> Optional.empty();
        };
    }

    @Test
    void aThreadIdOfJdk8IsHexadecimal() {
        CrashFile file = parse("""
                #  SIGBUS (0x7) at pc=0x00007f7d, pid=12, tid=0x00007f7d5b7fe700
                #
                # Problematic frame:
                # V  [libjvm.so+0x6b2f9a]
                #
                """);

        assertThat(file.pid()).isEqualTo(12);
        assertThat(file.signal()).hasValue("SIGBUS (0x7)");
        assertThat(file.frame()).hasValue("V  [libjvm.so+0x6b2f9a]");
        assertThat(file.sentByKill()).isFalse();
    }

    @Test
    void aSignalOfKillIsToldFromAFault() throws IOException {
        assertThat(CrashFile.parse(PATH, fixture("jdk17-segv.log")))
                .hasValueSatisfying(file -> assertThat(file.sentByKill()).isTrue());
    }

    @Test
    void anInternalErrorSaysWhatTheJvmComplainedOf() {
        CrashFile file = parse("""
                #  Internal Error (heap.cpp:12), pid=12, tid=13
                #  guarantee(a > b) failed: order
                """);

        assertThat(file.summary()).isEqualTo("guarantee(a > b) failed: order");
        assertThat(file.signal()).isEmpty();
        assertThat(file.outOfMemory()).isEmpty();
    }

    @Test
    void anInternalErrorWithoutAComplaintSaysWhereItWas() {
        CrashFile file = parse("""
                #  Internal Error (heap.cpp:12), pid=12, tid=13
                #
                # JRE version: 17
                """);

        assertThat(file.summary()).isEqualTo("Internal Error (heap.cpp:12)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#  SIGSEGV (0xb) at pc=0x1",
                "#  SIGSEGV (0xb) at pc=0x1, pid=",
                "#  SIGSEGV (0xb) at pc=0x1, pid=12",
                "#  SIGSEGV (0xb) at pc=0x1, pid=0, tid=1",
                "#  SIGSEGV (0xb) at pc=0x1, pid=-1, tid=1",
                "#  SIGSEGV (0xb) at pc=0x1, pid=99999999999, tid=1",
                "\n#  SIGSEGV (0xb) at pc=0x1, pid=1, tid=1",
            })
    void aHeaderThatDoesNotNameItsProcessIsNone(String event) {
        assertThat(CrashFile.parse(PATH, FATAL + event)).isEmpty();
    }

    @Test
    void anotherFileIsNone() {
        assertThat(CrashFile.parse(PATH, "# notes\n#  SIGSEGV (0xb) at pc=0x1, pid=1, tid=1\n"))
                .isEmpty();
        assertThat(CrashFile.parse(PATH, "")).isEmpty();
    }

    @Test
    void aFrameWithoutEndIsCut() {
        assertThat(parse("#  SIGSEGV (0xb) at pc=0x1, pid=1, tid=1\n# Problematic frame:\n# J " + "x".repeat(9000))
                        .frame()
                        .orElseThrow())
                .hasSize(300);
    }

    private static CrashFile parse(String header) {
        return CrashFile.parse(PATH, FATAL + header).orElseThrow();
    }

    private static String fixture(String name) throws IOException {
        try (InputStream text = CrashFileTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
