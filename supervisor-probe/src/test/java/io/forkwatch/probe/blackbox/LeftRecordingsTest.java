package io.forkwatch.probe.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.RecordedEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of real JVMs that were killed, and what only looks like one. */
class LeftRecordingsTest {
    private static final Clocks CLOCKS = Clocks.system();

    @TempDir
    private Path base;

    private final List<String> troubles = new ArrayList<>();

    @Test
    void whatAKilledJvmHadRecordedIsReadAndLeft() throws IOException, InterruptedException {
        long pid = recordedAndKilled();

        RecordedEnd end =
                recordings(Optional.empty()).of(death(), new ProcessKey(pid, 1)).orElseThrow();
        assertThat(end.whole()).isTrue();
        assertThat(end.topFrames()).first().asString().contains("BusyJvm.spin:");
        assertThat(end.heapAfterGcBytes()).isPresent();
        assertThat(troubles).isEmpty();
        assertThat(base).isNotEmptyDirectory();
        assertThat(recordings(Optional.empty()).of(death(), new ProcessKey(pid + 1, 1)))
                .isEmpty();
        assertThat(recordings(Optional.of(base)).of(death(), new ProcessKey(pid, 1)))
                .as("the place of lent ones")
                .isPresent();
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void garbageIsNothing() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 3; round++) {
            byte[] garbage = new byte[4_096];
            random.nextBytes(garbage);
            garbage[0] = 'F';
            garbage[1] = 'L';
            garbage[2] = 'R';
            garbage[3] = 0;
            Path repository = Files.createDirectories(base.resolve("2026_11_28_19_00_0" + round + "_42"));
            Files.write(repository.resolve("2026_11_28_19_00_00.jfr"), garbage);
        }

        assertThat(recordings(Optional.empty()).of(death(), new ProcessKey(42, 1)))
                .isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void atTheEndOfThisJvmThereIsNoTimeForIt() {
        LeftRecordings ending =
                new LeftRecordings(ModuleLayer.boot(), uid(), Optional.empty(), () -> true, CLOCKS, this::trouble);
        assertThat(ending.of(death(), new ProcessKey(42, 1))).isEmpty();
    }

    @Test
    void withoutTheModuleNothingIsRead() {
        LeftRecordings without =
                new LeftRecordings(ModuleLayer.empty(), uid(), Optional.empty(), () -> false, CLOCKS, this::trouble);
        assertThat(without.of(death(), new ProcessKey(42, 1))).isEmpty();
    }

    private long recordedAndKilled() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx16m",
                        "-XX:StartFlightRecording:maxsize=8m",
                        "-XX:FlightRecorderOptions:repository=" + base,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyJvm.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(base.resolveSibling("said").toFile())
                .start();
        // It says so when it has recorded for a while.
        while (jvm.isAlive() && !Files.readString(base.resolveSibling("said")).contains("busy enough")) {
            jvm.waitFor(20, TimeUnit.MILLISECONDS);
        }
        jvm.destroyForcibly();
        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Files.delete(base.resolveSibling("said"));
        return jvm.pid();
    }

    private LeftRecordings recordings(Optional<Path> own) {
        return new LeftRecordings(ModuleLayer.boot(), uid(), own, () -> false, CLOCKS, this::trouble);
    }

    private void trouble(String what, Throwable fault) {
        troubles.add(what + " " + fault);
    }

    private Death death() {
        Death death = Deaths.bySignal(9)
                .command("java", "-XX:FlightRecorderOptions:repository=" + base, "Main")
                .death();
        return new Death(
                death.child(),
                death.ending(),
                InstantSource.system().instant(),
                death.nanos(),
                death.lastSample(),
                death.peak(),
                death.doubt(),
                death.cpu(),
                death.cpuExact(),
                death.descendants(),
                death.kills(),
                death.oom(),
                death.limits(),
                death.lateStderr());
    }

    private long uid() {
        try {
            return ((Number) Files.getAttribute(base, "unix:uid")).longValue();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
