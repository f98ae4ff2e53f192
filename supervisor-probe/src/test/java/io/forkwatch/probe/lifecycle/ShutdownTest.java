package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.sample.EventInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
    @TempDir
    private Path directory;

    private final Clocks clocks = Clocks.system();
    private final Tally dropped = new Tally();
    private final ReporterThread desk = new ReporterThread(clocks, dropped);
    private final EventInbox inbox = new EventInbox(10, ProcFs.system(), clocks.monotonic(), dropped, () -> {});
    private final SamplerThread sampling = new SamplerThread(desk);

    @AfterEach
    void stopWhatIsLeft() throws InterruptedException {
        sampling.stop(60_000);
        desk.stop(60_000);
    }

    @Test
    void removesTheMarker() throws IOException {
        Path marker = Files.createDirectory(directory.resolve("forkwatch-1-2"));

        new Shutdown(sampling, desk, Optional.of(marker)).run();

        assertThat(marker).doesNotExist();
    }

    @Test
    void aMarkerThatIsGoneOrWasNeverSetIsNoTrouble() throws Exception {
        Path log = start();
        desk.notice("there is a log");

        new Shutdown(sampling, desk, Optional.of(directory.resolve("forkwatch-1-2"))).run();
        new Shutdown(sampling, desk, Optional.empty()).run();

        desk.stop(60_000);
        assertThat(Files.readString(log)).contains("something to say").doesNotContain("trouble");
    }

    /** It says who is left alive, and is for the next supervisor. */
    @Test
    void aMarkerThatHoldsSomethingStays() throws Exception {
        start();
        Path marker = Files.createDirectories(directory.resolve("forkwatch-1-2"));
        Path state = Files.createFile(marker.resolve("state"));

        new Shutdown(sampling, desk, Optional.of(marker)).run();

        desk.stop(60_000);
        assertThat(state).exists();
    }

    @Test
    void bothThreadsEnd() throws Exception {
        start();

        new Shutdown(sampling, desk, Optional.empty()).run();
        stopWhatIsLeft();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("forkwatch-sampler", "forkwatch-reporter");
    }

    @Test
    void anInterruptedShutdownKeepsTheInterrupt() {
        start();
        Thread.currentThread().interrupt();

        new Shutdown(sampling, desk, Optional.empty()).run();

        assertThat(Thread.interrupted()).isTrue();
    }

    private Path start() {
        Path log = directory.resolve("forkwatch.log");
        Ground ground = Grounds.of("port=0,log=" + log, clocks, dropped);
        sampling.start(ground, new EventInbox(16, ProcFs.system(), clocks.monotonic(), dropped, sampling));
        desk.start(ground, new Takeover(List.of(), Optional.empty(), inbox));
        desk.notice("something to say");
        return log;
    }
}
