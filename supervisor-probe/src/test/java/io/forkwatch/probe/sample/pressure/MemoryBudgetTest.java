package io.forkwatch.probe.sample.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Made series of memory use, sampled when the budget says so. */
class MemoryBudgetTest {
    private static final long MIB = 1 << 20;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long BASE = 250 * MILLI;
    private static final long LIMIT = 512 * MIB;

    @TempDir
    private Path mount;

    private TestProc proc;
    private MemoryUsageFile usage;

    @BeforeEach
    void aMachineWithRoom() throws IOException {
        proc = new TestProc(mount);
        used(0);
        usage = MemoryUsageFile.ofMachine(proc.files());
    }

    private void used(long bytes) throws IOException {
        proc.write(
                "meminfo",
                "MemTotal: %d kB\nMemFree: 1 kB\nMemAvailable: %d kB\n".formatted(LIMIT >> 10, (LIMIT - bytes) >> 10));
    }

    /** What the samples of one series came to. */
    private record Run(int samples, long lastSeenBytes) {}

    // A sample at the processes sees what the usage would.
    private Run run(LongUnaryOperator bytesAt, long untilNanos) throws IOException {
        used(Math.min(LIMIT, bytesAt.applyAsLong(0)));
        try (MemoryBudget budget = MemoryBudget.read(usage, LIMIT, BASE, 0)) {
            int samples = 0;
            long seen = bytesAt.applyAsLong(0);
            for (long now = budget.dueNanos(); now < untilNanos; now = budget.dueNanos()) {
                long bytes = Math.min(LIMIT, bytesAt.applyAsLong(now));
                if (budget.isReadingDue(now)) {
                    used(bytes);
                    budget.read(now);
                } else {
                    budget.grew(bytes - seen, now);
                }
                assertThat(budget.dueNanos() - now).isBetween(1L, BASE);
                seen = bytes;
                samples++;
            }
            return new Run(samples, seen);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "50", "100", "125", "180", "249"})
    void oneGibibyteASecondIsSeenToTheEndWhereverItBegins(long startMillis) throws IOException {
        long start = SECOND + startMillis * MILLI;
        Run run = run(
                now -> Math.max(0, now - start) / SECOND * 1024 * MIB
                        + Math.max(0, now - start) % SECOND * 1024 / 1000 * MIB / MILLI,
                start + SECOND / 2);
        assertThat(run.lastSeenBytes()).isGreaterThan(LIMIT * 95 / 100);
        assertThat(run.samples()).isLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 50, 100, 400})
    void slowerGrowthIsSeenToTheEndWithFewSamples(long mibASecond) throws IOException {
        long end = 512 * SECOND / mibASecond;
        Run run = run(now -> (long) ((double) now / SECOND * mibASecond * MIB), end);
        assertThat(run.lastSeenBytes()).isGreaterThan(LIMIT * 97 / 100);
        assertThat(run.samples()).isLessThan((int) (end / BASE) + 60);
    }

    @Test
    void memoryThatStandsStillIsSampledFourTimesASecond() throws IOException {
        assertThat(run(now -> 100 * MIB, 60 * SECOND).samples()).isEqualTo(239);
    }

    @Test
    void aChildThatLivesAtItsLimitCostsNextToNothing() throws IOException {
        Run run = run(now -> LIMIT - MIB + (now / MILLI) % 3 * 100_000, 60 * SECOND);
        assertThat(run.samples()).as("without a cap they would be 20,000").isLessThan(1_500);
    }

    @Test
    void memoryThatFallsIsNoGrowth() throws IOException {
        assertThat(run(now -> Math.max(0, LIMIT - now / 10), 5 * SECOND).samples())
                .isEqualTo(19);
    }

    @ParameterizedTest
    @CsvSource({
        // headroom, grown, elapsed, wait
        "1000, 0, 250000000, 250000000",
        "1000, -5, 250000000, 250000000",
        "1000, 1000, 250000000, 62500000",
        "0, 1, 250000000, 3000000",
        "-7, 1, 250000000, 3000000",
        "9223372036854775807, 1, 250000000, 250000000"
    })
    void aQuarterOfTheTimeThatIsLeft(long headroom, long grown, long elapsed, long wait) {
        assertThat(AdaptiveInterval.waitNanos(headroom, grown, elapsed, BASE)).isEqualTo(wait);
    }

    @Test
    void aShortIntervalIsTheBaseItself() {
        assertThat(AdaptiveInterval.waitNanos(1000, 10, SECOND, 100 * MILLI)).isEqualTo(100 * MILLI);
    }
}
