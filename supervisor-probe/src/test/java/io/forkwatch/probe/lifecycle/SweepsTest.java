package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.jfr.JfrGate;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.sweep.SweepOptions;
import io.forkwatch.probe.sweep.SweepRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long STARTED = Long.MAX_VALUE - 200 * SECOND;

    @TempDir
    private Path root;

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final Clocks clocks = new Clocks(() -> STARTED, () -> Instant.now().plus(Duration.ofDays(3)));

    private Sweeps sweeps() {
        Report report =
                new Report(log::add, Style.of(LogFormat.TEXT, Language.EN), SummaryMode.ABNORMAL, false, clocks);
        return new Sweeps(
                new SweepOptions(List.of(new SweepRoot(root, "")), true, Duration.ofHours(24), Duration.ofSeconds(90)),
                clocks,
                ProcFs.system(),
                new ReporterQueue(STARTED, new Tally(), new JfrGate(ModuleLayer.empty()), () -> {}),
                report,
                (what, fault) -> log.add(what + " " + fault));
    }

    @BeforeEach
    void leaveOver() throws IOException {
        Files.writeString(Files.createDirectory(root.resolve("job-1")).resolve("file"), "12345");
    }

    private static Set<Thread> sweepThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("forkwatch-sweep"))
                .collect(Collectors.toSet());
    }

    @Test
    void beforeTheFirstRunThereIsNoThread() {
        Set<Thread> others = sweepThreads();
        Sweeps sweeps = sweeps();
        assertThat(sweeps.doWork(STARTED)).isEqualTo(90 * SECOND);
        assertThat(sweeps.doWork(STARTED + 89 * SECOND)).isEqualTo(SECOND);
        assertThat(others).containsAll(sweepThreads());
        sweeps.close();
        assertThat(log).isEmpty();
    }

    @Test
    void thenItIsOnAThreadOfItsOwnAndTheReporterGoesOn() throws InterruptedException {
        Sweeps sweeps = sweeps();
        assertThat(sweeps.doWork(STARTED + 90 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(log.poll(60, TimeUnit.SECONDS))
                .isEqualTo("[forkwatch] " + root.toAbsolutePath().resolve("job-1")
                        + " was left over and is removed: 5 B in 2 entries, unchanged for 3d00h, and no living process"
                        + " is in it");
        assertThat(sweeps.doWork(STARTED + 91 * SECOND)).isEqualTo(Long.MAX_VALUE);
        sweeps.close();
        assertThat(root).isEmptyDirectory();
    }
}
