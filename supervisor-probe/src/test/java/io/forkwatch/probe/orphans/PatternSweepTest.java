package io.forkwatch.probe.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternSweepTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    private Path mount;

    private TestProc proc = new TestProc(Path.of(""));

    @BeforeEach
    void aMachine() throws IOException {
        proc = new TestProc(mount);
        proc.write("uptime", "10000.00 1.00\n");
    }

    private PatternSweep sweep() {
        return new PatternSweep(proc.files(), TestProc.UNITS, List.of("needle"), Duration.ofMinutes(60));
    }

    private void processes(long first, int count) throws IOException {
        for (long pid = first; pid < first + count; pid++) {
            proc.process(pid).write().cmdline("a", "needle");
        }
    }

    @Test
    void goesThroughAllOfThemAPartAtATime() throws IOException {
        processes(1, PatternSweep.MOST_AT_ONCE + 5);
        PatternSweep sweep = sweep();
        List<PatternMatch> first = sweep.next(0);
        List<PatternMatch> all = new ArrayList<>(first);
        all.addAll(sweep.next(SECOND));

        assertThat(first).hasSize(PatternSweep.MOST_AT_ONCE);
        assertThat(all)
                .extracting(match -> match.key().pid())
                .doesNotHaveDuplicates()
                .hasSize(205);
    }

    @Test
    void restsForAMinuteBetweenTwoSweeps() throws IOException {
        processes(1, 1);
        PatternSweep sweep = sweep();

        assertThat(sweep.next(0)).hasSize(1);
        assertThat(sweep.next(59 * SECOND)).isEmpty();
        assertThat(sweep.next(60 * SECOND)).hasSize(1);
    }

    @Test
    void kernelThreadsAndProcessesThatVanishMatchNothing() throws IOException {
        proc.process(2).write().cmdline();
        proc.process(3).write().cmdline("needle");
        proc.write("3/stat", "");

        assertThat(sweep().next(0)).isEmpty();
    }
}
