package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.Test;

class ChildStatsTest {
    private static final long SECOND = 1_000_000_000;
    private static final CpuTime NOTHING_LOST = CpuTime.ZERO;

    private final ChildStats stats = new ChildStats(new StampedLock(), new History(new History.Room(1)));
    private final TreeSample sample = new TreeSample();

    private ProcessSample take(long nanos, long ownUser, long treeUser) {
        sample.nanos = nanos;
        sample.ownUserNanos = ownUser;
        sample.treeUserNanos = treeUser;
        stats.take(sample, NOTHING_LOST);
        return stats.sample().orElseThrow();
    }

    @Test
    void aRatioNeedsTwoSamples() {
        assertThat(take(0, 0, 0).cpuRatio()).isEmpty();
        ProcessSample second = take(SECOND, SECOND / 2, 3 * SECOND / 2);
        assertThat(second.cpuRatio().orElseThrow()).isEqualTo(0.5, within(1e-9));
        assertThat(second.treeCpuRatio().orElseThrow()).isEqualTo(1.5, within(1e-9));
    }

    @Test
    void aSampleThatComesTooSoonKeepsTheRatioAndItsBase() {
        take(0, 0, 0);
        take(SECOND, SECOND, SECOND);
        assertThat(take(SECOND + 50_000_000, SECOND, SECOND).cpuRatio()).hasValue(1.0);
        assertThat(take(2 * SECOND, SECOND, SECOND).cpuRatio()).hasValue(0.0);
    }

    @Test
    void timeThatRunsBackwardsIsNone() {
        take(0, SECOND, SECOND);
        ProcessSample later = take(SECOND, 0, 0);
        assertThat(later.cpuRatio()).hasValue(0.0);
        assertThat(later.treeCpu()).isEqualTo(new CpuTime(SECOND, 0));
    }

    @Test
    void aQuickSampleChangesTheMemoryAlone() {
        sample.rssBytes = 10;
        sample.treeRssBytes = 20;
        sample.threads = 3;
        take(0, 0, 0);
        take(SECOND, SECOND, SECOND);
        stats.takeMemory(SECOND + 1, 50, 60);
        ProcessSample kept = stats.sample().orElseThrow();
        assertThat(kept.nanos()).isEqualTo(SECOND + 1);
        assertThat(kept.rssBytes()).isEqualTo(50);
        assertThat(kept.treeRssBytes()).isEqualTo(60);
        assertThat(kept.threads()).isEqualTo(3);
        assertThat(kept.cpuRatio()).hasValue(1.0);
        assertThat(stats.peak()).isEqualTo(new Peak(50, 60));
    }

    @Test
    void thePeakIsAsOldAsTheSampleThatSawItRise() {
        assertThat(stats.peakNanos()).isEmpty();
        sample.rssBytes = 50;
        sample.treeRssBytes = 60;
        take(SECOND, 0, 0);
        assertThat(stats.peakNanos()).hasValue(SECOND);
        take(2 * SECOND, 0, 0);
        assertThat(stats.peakNanos()).as("no more than before").hasValue(SECOND);
        stats.takeMemory(3 * SECOND, 50, 61);
        assertThat(stats.peakNanos()).as("of the tree").hasValue(3 * SECOND);
        stats.takeMemory(4 * SECOND, 10, 10);
        stats.takeSlowly(70, SlowSample.NONE);
        assertThat(stats.peakNanos()).as("of the kernel").hasValue(4 * SECOND);
    }

    /** One thread writes pairs that belong together, the other must never see half of one. */
    @Test
    void aReaderNeverSeesHalfASample() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (long i = 1; i <= 2_000_000; i++) {
                sample.rssBytes = i;
                sample.treeRssBytes = 2 * i;
                sample.nanos = 3 * i;
                stats.take(sample, NOTHING_LOST);
            }
            over.set(true);
        });
        writer.start();
        long reads = 0;
        while (!over.get() || reads == 0) {
            if (stats.sample().isPresent()) {
                ProcessSample kept = stats.sample().get();
                assertThat(kept.treeRssBytes()).isEqualTo(2 * kept.rssBytes());
                assertThat(kept.nanos()).isEqualTo(3 * kept.rssBytes());
                reads++;
            }
        }
        writer.join();
        assertThat(reads).isPositive();
    }
}
