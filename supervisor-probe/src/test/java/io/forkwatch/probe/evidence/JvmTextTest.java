package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.JvmFailure.Kind;
import io.forkwatch.probe.process.death.OutputLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what real JVMs printed, and what looks like it. */
class JvmTextTest {
    private static final String HEAP = "java.lang.OutOfMemoryError: Java heap space";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdk17-heap             | OUT_OF_MEMORY    | main            | java.lang.OutOfMemoryError: Java heap space",
                "jdk25-heap             | OUT_OF_MEMORY    | main            | java.lang.OutOfMemoryError: Java heap space",
                "jdk17-wrapped          | OUT_OF_MEMORY    | main            | java.lang.IllegalStateException: cannot load index",
                "jdk25-wrapped          | OUT_OF_MEMORY    | main            | java.lang.IllegalStateException: cannot load index",
                "jdk17-worker           | OUT_OF_MEMORY    | loader-1        | java.lang.OutOfMemoryError: Java heap space",
                "jdk25-worker           | OUT_OF_MEMORY    | loader-1        | java.lang.OutOfMemoryError: Java heap space",
                "jdk17-metaspace        | OUT_OF_MEMORY    | main            | java.lang.OutOfMemoryError: Metaspace",
                "jdk25-metaspace        | OUT_OF_MEMORY    | main            | java.lang.OutOfMemoryError: Metaspace",
                "jdk17-exception        | UNCAUGHT         | main            | java.lang.IllegalStateException: no route to 10.0.0.1",
                "jdk25-exception        | UNCAUGHT         | main            | java.lang.IllegalStateException: no route to 10.0.0.1",
                "jdk17-nomessage        | UNCAUGHT         | main            | java.lang.NullPointerException",
                "jdk17-stack            | UNCAUGHT         | main            | java.lang.StackOverflowError",
                "jdk25-stack            | UNCAUGHT         | main            | java.lang.StackOverflowError",
                "jdk17-exitonoom-stderr | OUT_OF_MEMORY    | ''              | java.lang.OutOfMemoryError: Java heap space",
                "jdk25-exitonoom-stderr | OUT_OF_MEMORY    | ''              | java.lang.OutOfMemoryError: Java heap space",
                "jdk17-reserve-stderr   | NOT_STARTED      | ''              | Could not reserve enough space for 209715200000KB object heap",
                "jdk25-reserve-stderr   | NOT_STARTED      | ''              | Could not reserve enough space for 209715200000 KB object heap",
                "jdk17-nomain           | NOT_STARTED      | ''              | Error: Could not find or load main class Nope",
                "jdk17-nojar            | NOT_STARTED      | ''              | Error: Unable to access jarfile nope.jar",
                "jdk17-badoption        | NOT_STARTED      | ''              | Unrecognized option: -Xnonsense",
                "jdk17-badxx            | NOT_STARTED      | ''              | Unrecognized VM option 'Nonsense=3'",
                "jdk17-cdsdump          | NOT_STARTED      | ''              | Must enable AllowArchivingWithJavaAgent in order to run Java agent during CDS dumping",
                "jdk25-cdsdump          | NOT_STARTED      | ''              | Must enable AllowArchivingWithJavaAgent in order to run Java agent during CDS dumping",
                "jdk25-aotcache         | NOT_STARTED      | ''              | Unable to use AOT cache.",
                "jdk17-module           | NOT_STARTED      | ''              | java.lang.module.FindException: Module no.such.module not found",
                "jdk17-nomem-stdout     | NO_NATIVE_MEMORY | ''              | There is insufficient memory for the Java Runtime Environment to continue.",
            })
    void aRealJvmIsUnderstood(String file, Kind kind, String thread, String what) throws IOException {
        JvmFailure failure = real(file);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.thread()).isEqualTo(thread);
        assertThat(failure.what()).isEqualTo(what);
        assertThat(failure.last()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk17", "jdk25"})
    void longerMessagesAreUnderstoodToo(String jdk) throws IOException {
        assertThat(real(jdk + "-threads").what())
                .startsWith("java.lang.OutOfMemoryError: unable to create native thread");
        assertThat(real(jdk + "-direct").what())
                .isEqualTo("java.lang.OutOfMemoryError: Cannot reserve 1048576 bytes of direct buffer memory"
                        + " (allocated: 8388608, limit: 8388608)");
        assertThat(real(jdk + "-nomem").what())
                .startsWith("os::commit_memory(0x")
                .endsWith("(errno=12)");
        assertThat(real("jdk17-nomainmethod").what()).startsWith("Error: Main method not found in class Empty");
        assertThat(real("jdk17-nomainmethod").last()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk17", "jdk25"})
    void anErrorBelowAnotherExceptionIsItsCause(String jdk) throws IOException {
        assertThat(real(jdk + "-wrapped").cause()).isEqualTo(HEAP);
        assertThat(real(jdk + "-wrapped").outOfMemory()).isEqualTo(HEAP);
        assertThat(real(jdk + "-exception").cause()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk17", "jdk25"})
    void whatComesLaterMakesItNotTheLastEvent(String jdk) throws IOException {
        JvmFailure failure = real(jdk + "-workerexit");

        assertThat(failure.thread()).isEqualTo("pool-1-thread-3");
        assertThat(failure.last()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OpenJDK 64-Bit Server VM warning: Options -Xverify:none and -noverify were deprecated in JDK 13",
                "Picked up JAVA_TOOL_OPTIONS: -Xmx1g",
                "WARNING: A Java agent has been loaded dynamically (/x/y.jar)",
                "NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx1g",
                "   "
            })
    void noticesAreNoEvents(String notice) {
        assertThat(JvmText.lastFailure(List.of(notice))).isEmpty();
        assertThat(failure("Exception in thread \"main\" a.B: c", notice).last())
                .isTrue();
    }

    @Test
    void theLastFailureCounts() {
        JvmFailure failure = failure(
                "Exception in thread \"one\" a.First: x",
                "    at a.B.c(B.java:1)",
                "Exception in thread \"two\" a.Second",
                "    at a.B.c(B.java:2)");

        assertThat(failure.thread()).isEqualTo("two");
        assertThat(failure.what()).isEqualTo("a.Second");
    }

    @Test
    void aHandlerThatFailsOfNothingIsNone() {
        List<String> text = List.of("Exception:  thrown from the UncaughtExceptionHandler in thread \"main\"");
        assertThat(JvmText.lastFailure(text)).isEmpty();
    }

    @Test
    void aHandlerThatFailsNamesErrorAndThread() {
        JvmFailure failure = failure(
                "Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread \"main\"");

        assertThat(failure.kind()).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(failure.thread()).isEqualTo("main");
        assertThat(failure.what()).isEqualTo("java.lang.OutOfMemoryError");
    }

    @Test
    void aThreadMayHaveAnyName() {
        assertThat(failure("Exception in thread \"a \"b c\" x.Y: z").thread()).isEqualTo("a \"b c");
        assertThat(failure("Exception in thread \"\" x.Y").what()).isEqualTo("x.Y");
    }

    @Test
    void anErrorThatWasCaughtAndPrintedBelongsToNoThread() {
        JvmFailure failure = failure("12:00 ERROR Loader - " + HEAP, "    at a.B.c(B.java:1)");

        assertThat(failure.kind()).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(failure.thread()).isEmpty();
        assertThat(failure.what()).isEqualTo(HEAP);
        assertThat(failure.last()).isTrue();
    }

    @Test
    void longTextIsCut() {
        JvmFailure failure = failure("Exception in thread \"" + "t".repeat(999) + "\" a.B: " + "m".repeat(999));

        assertThat(failure.thread()).hasSize(300);
        assertThat(failure.what()).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "all is well",
                "Exception in thread main a.B: c",
                "Exception in thread \"main\" this is no class",
                "Exception in thread \"main\" ",
                "Exception in thread \"main",
                "    at a.B.c(B.java:1)",
                "Error: out of paper",
                "Caused by: java.io.IOException: refused",
            })
    void otherTextSaysNothing(String line) {
        assertThat(JvmText.lastFailure(List.of(line))).isEmpty();
    }

    private static JvmFailure failure(String... lines) {
        return JvmText.lastFailure(List.of(lines)).orElseThrow();
    }

    private static JvmFailure real(String file) throws IOException {
        try (InputStream text = JvmTextTest.class.getResourceAsStream("stderr/" + file + ".txt")) {
            List<String> lines =
                    OutputLines.of(Objects.requireNonNull(text, file).readAllBytes());
            return JvmText.lastFailure(lines).orElseThrow();
        }
    }
}
