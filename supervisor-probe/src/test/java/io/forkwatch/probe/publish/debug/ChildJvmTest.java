package io.forkwatch.probe.publish.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forkwatch.probe.attach.AttachFailure;
import io.forkwatch.probe.attach.CommandedJvm;
import io.forkwatch.probe.attach.KnockCheck;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.publish.web.LongAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child's JVM is asked, and when it is left alone. */
class ChildJvmTest {
    private static final Pattern FILE = Pattern.compile("filename=\"(.*)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path mount;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private final List<String> asked = new ArrayList<>();
    private String startSays = "Started recording 1.\n";
    private byte[] recorded = "FLR".getBytes(UTF_8);
    private ModuleLayer modules = ModuleLayer.boot();
    private boolean knocked;
    private Runnable meanwhile = () -> {};

    @SuppressWarnings("NullAway.Init")
    private TestProc proc;

    @BeforeEach
    void aJvmOfThisUser() throws IOException {
        proc = new TestProc(mount);
        proc.stat(42, 1_000).stat(1, 1);
        proc.write("42/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t42\n")
                .write("42/cgroup", "0::/\n")
                .write("1/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t1\n")
                .write("self/mountinfo", "");
        Files.createSymbolicLink(mount.resolve("self/stat"), mount.resolve("1/stat"));
    }

    /** Says what it was asked, and does it. */
    private final class Jvm implements CommandedJvm {
        @Override
        public InputStream threads() {
            asked.add("threads");
            return said("Full thread dump\n");
        }

        @Override
        public InputStream command(String command) {
            asked.add(command);
            if (command.startsWith("JFR.stop")) {
                Matcher file = FILE.matcher(command);
                assertThat(file.find()).isTrue();
                record(Path.of(file.group(1)));
                return said("Stopped recording \"x\", 3 bytes written to:\n");
            }
            return said(command.startsWith("JFR.start") ? startSays : "histogram\n");
        }

        @Override
        public void close() {
            asked.add("closed");
        }
    }

    private void record(Path file) {
        try {
            Files.write(file, recorded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream said(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private ChildJvm jvm(Path directory) {
        return new ChildJvm(
                new ProcessKey(42, 1_000),
                new KnockCheck(proc.files(), modules),
                pid -> {
                    knocked = true;
                    assertThat(pid).isEqualTo(42);
                    return new Jvm();
                },
                new Scratch(directory, 1, () -> 77),
                seconds -> {
                    asked.add("pause " + seconds);
                    meanwhile.run();
                });
    }

    private static String text(LongAnswer answer) throws IOException {
        try (answer) {
            return new String(answer.body().readAllBytes(), UTF_8);
        }
    }

    private DebugRefusal refused() {
        return catchThrowableOfType(DebugRefusal.class, () -> jvm(temporary).threads());
    }

    private void nothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void itsThreads() throws Exception {
        assertThat(text(jvm(temporary).threads())).isEqualTo("Full thread dump\n");
        assertThat(asked).containsExactly("threads", "closed");
    }

    @Test
    void itsHeapIsCollectedForWhoAsksForThatOnly() throws Exception {
        assertThat(text(jvm(temporary).histogram(false))).isEqualTo("histogram\n");
        jvm(temporary).histogram(true);
        assertThat(asked).containsExactly("GC.class_histogram -all", "closed", "GC.class_histogram", "closed");
    }

    @Test
    void aRecordingThatEndsByItselfAndLeavesNoFile() throws Exception {
        LongAnswer answer = jvm(temporary).recording(5);
        nothingIsLeft();
        assertThat(answer.lengthBytes()).isEqualTo(3);
        assertThat(text(answer)).isEqualTo("FLR");
        assertThat(asked)
                .containsExactly(
                        "JFR.start name=forkwatch-4d disk=true maxsize=64m duration=65s settings=default"
                                + " +jdk.CPUTimeSample#enabled=false jdk.InitialEnvironmentVariable#enabled=false"
                                + " jdk.InitialSystemProperty#enabled=false jdk.SystemProcess#enabled=false",
                        "closed",
                        "pause 5",
                        "JFR.stop name=forkwatch-4d filename=\"" + temporary.resolve("forkwatch-1-4d.jfr") + "\"",
                        "closed");
    }

    @Test
    void aRecordingThatItDoesNotBegin() throws IOException {
        startSays = "Could not start recording, <script>\n";
        DebugRefusal refusal =
                catchThrowableOfType(DebugRefusal.class, () -> jvm(temporary).recording(5));
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.line()).doesNotContain("script", "\n");
        assertThat(asked).doesNotContain("pause 5");
        nothingIsLeft();
    }

    /** As one that sees another directory under that name. */
    @Test
    void aRecordingThatItWritesElsewhere() throws IOException {
        recorded = new byte[0];
        DebugRefusal refusal =
                catchThrowableOfType(DebugRefusal.class, () -> jvm(temporary).recording(5));
        assertThat(refusal.status()).isEqualTo(503);
        nothingIsLeft();
    }

    @Test
    void oneThatEndsMeanwhile() throws IOException {
        meanwhile = () -> {
            try {
                proc.remove("42");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        DebugRefusal refusal =
                catchThrowableOfType(DebugRefusal.class, () -> jvm(temporary).recording(5));
        assertThat(refusal.status()).isEqualTo(404);
        nothingIsLeft();
    }

    /** It is not asked to record what nobody could get. */
    @Test
    void withoutAPlaceForAFile() {
        DebugRefusal refusal = catchThrowableOfType(
                DebugRefusal.class, () -> jvm(temporary.resolve("nowhere")).recording(5));
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.line()).isEqualTo("no recording: the directory for temporary files cannot be written");
        assertThat(asked).isEmpty();
    }

    @Test
    void nobodyKnocksAtOneThatIsGone() throws IOException {
        proc.remove("42");
        assertThat(refused().status()).isEqualTo(404);
        assertThat(knocked).isFalse();
    }

    @Test
    void norAtAnotherThatHasItsPid() throws IOException {
        proc.stat(42, 1_001);
        assertThat(refused().status()).isEqualTo(404);
        assertThat(knocked).isFalse();
    }

    @Test
    void norAtAZombie() throws IOException {
        proc.process(42).state('Z').write();
        assertThat(refused().status()).isEqualTo(404);
        assertThat(knocked).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001"})
    void norAtThatOfAnotherUser(String uid) throws IOException {
        proc.write("42/status", "Name:\tjava\nUid:\t" + uid + "\t1000\t1000\t1000\n");
        assertThat(refused().status()).isEqualTo(409);
        assertThat(refused().line()).isEqualTo("that process belongs to another user");
        assertThat(knocked).isFalse();
    }

    @Test
    void norAtAFrozenOne(@TempDir Path cgroups) throws IOException {
        proc.write("42/cgroup", "0::/g\n")
                .write("self/mountinfo", "30 1 0:25 / " + cgroups + " rw - cgroup2 cgroup2 rw\n");
        Files.createDirectory(cgroups.resolve("g"));
        Files.writeString(cgroups.resolve("g/cgroup.events"), "populated 1\nfrozen 1\n");
        assertThat(refused().line()).contains("frozen");
        assertThat(knocked).isFalse();
    }

    @Test
    void aRuntimeWithoutTheModuleOfAttach() {
        modules = ModuleLayer.empty();
        assertThat(refused().status()).isEqualTo(503);
        assertThat(refused().line()).contains("jdk.attach");
        assertThat(knocked).isFalse();
    }

    @Test
    void whatTheWayInSaysIsPassedOn() {
        ChildJvm jvm = new ChildJvm(
                new ProcessKey(42, 1_000),
                new KnockCheck(proc.files(), modules),
                pid -> {
                    throw refusal();
                },
                new Scratch(temporary, 1, () -> 77),
                seconds -> {});
        DebugRefusal refusal = catchThrowableOfType(DebugRefusal.class, jvm::threads);
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.line()).isEqualTo("that process cannot be asked: it is stopped");
    }

    private static AttachFailure refusal() {
        return new AttachFailure("it is stopped");
    }
}
