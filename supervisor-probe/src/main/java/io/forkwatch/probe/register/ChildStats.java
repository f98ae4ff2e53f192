package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * What the samples of one child saw. The sampler writes, without allocating; any thread may read, without holding it up: a
 * reader that meets a write reads again.
 */
@Confined(Confined.To.SAMPLER)
final class ChildStats {
    /**
     * CPU times come in clock ticks of 10 ms: over a shorter time than this a ratio is noise, so the earlier figures
     * stay the base for the next one.
     */
    private static final long SHORTEST_RATIO_NANOS = 90_000_000;

    private static final double UNKNOWN = Double.NaN;

    /** Locked by the sampler only, so it never waits. */
    private final StampedLock lock;

    private boolean sampled;
    private long nanos;
    private char state;
    private long rssBytes;
    private long threads;
    private long treeRssBytes;
    private int treeProcesses;
    private long treeThreads;
    private double cpuRatio = UNKNOWN;
    private double treeCpuRatio = UNKNOWN;
    private long userNanos;
    private long systemNanos;
    private long peakRssBytes;
    private long peakTreeRssBytes;
    private SlowSample slow = SlowSample.NONE;
    private final History history;

    /** When the peak rose last. Not for readers. */
    private long peakNanos;

    private boolean peakKnown;

    /** Where the next ratio is taken from. Not for readers. */
    private long baseNanos;

    private long baseOwnUserNanos;
    private long baseOwnSystemNanos;
    private long baseTreeUserNanos;
    private long baseTreeSystemNanos;

    /** Nothing seen. */
    ChildStats(StampedLock lock, History history) {
        this.lock = lock;
        this.history = history;
    }

    /**
     * Keeps a sample.
     *
     * @param lost CPU time of descendants that is in no living process's figure
     */
    void take(TreeSample sample, CpuTime lost) {
        long stamp = lock.writeLock();
        try {
            long treeUser = sample.treeUserNanos + lost.userNanos();
            long treeSystem = sample.treeSystemNanos + lost.systemNanos();
            rate(sample, treeUser, treeSystem);
            nanos = sample.nanos;
            state = sample.state;
            rssBytes = sample.rssBytes;
            threads = sample.threads;
            treeRssBytes = sample.treeRssBytes;
            treeProcesses = sample.treeProcesses;
            treeThreads = sample.treeThreads;
            // A total never runs backwards.
            userNanos = Math.max(userNanos, treeUser);
            systemNanos = Math.max(systemNanos, treeSystem);
            peak(sample.rssBytes, sample.treeRssBytes);
            history.take(nanos, treeRssBytes, treeCpuRatio);
            sampled = true;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private void rate(TreeSample sample, long treeUser, long treeSystem) {
        long elapsed = sample.nanos - baseNanos;
        if (sampled && elapsed < SHORTEST_RATIO_NANOS) {
            return;
        }
        if (sampled) {
            cpuRatio = ratio(baseOwnUserNanos, baseOwnSystemNanos, sample.ownUserNanos, sample.ownSystemNanos, elapsed);
            treeCpuRatio = ratio(baseTreeUserNanos, baseTreeSystemNanos, treeUser, treeSystem, elapsed);
        }
        baseNanos = sample.nanos;
        baseOwnUserNanos = sample.ownUserNanos;
        baseOwnSystemNanos = sample.ownSystemNanos;
        baseTreeUserNanos = treeUser;
        baseTreeSystemNanos = treeSystem;
    }

    /** CPU used between two samples, 1.0 = one core; never below 0, by mode. */
    static double ratio(long baseUser, long baseSystem, long user, long system, long elapsedNanos) {
        return (double) (Math.max(0, user - baseUser) + Math.max(0, system - baseSystem)) / elapsedNanos;
    }

    // After the time of the last sample was kept.
    private void peak(long rss, long treeRss) {
        if (rss > peakRssBytes || treeRss > peakTreeRssBytes) {
            peakNanos = nanos;
            peakKnown = true;
        }
        peakRssBytes = Math.max(peakRssBytes, rss);
        peakTreeRssBytes = Math.max(peakRssBytes, Math.max(peakTreeRssBytes, treeRss));
    }

    /** Keeps what a quick sample between two whole ones saw of the memory alone. */
    void takeMemory(long nanosNow, long rss, long treeRss) {
        long stamp = lock.writeLock();
        try {
            nanos = nanosNow;
            rssBytes = rss;
            treeRssBytes = treeRss;
            peak(rss, treeRss);
            history.take(nanosNow, treeRss, UNKNOWN);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Keeps a slow sample, and the kernel's own high-water mark. */
    void takeSlowly(long vmHwmBytes, SlowSample sample) {
        long stamp = lock.writeLock();
        try {
            peak(vmHwmBytes, 0);
            slow = sample;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Keeps the final CPU time. */
    void takeCpu(CpuTime cpu) {
        long stamp = lock.writeLock();
        try {
            userNanos = Math.max(userNanos, cpu.userNanos());
            systemNanos = Math.max(systemNanos, cpu.systemNanos());
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** True if there was a sample. */
    boolean sampled() {
        return sampled;
    }

    /** The last sample with memory in it; empty before the first. */
    @Confined(Confined.To.ANY)
    Optional<ProcessSample> sample() {
        return read(() -> sampled
                ? Optional.of(new ProcessSample(
                        nanos,
                        state,
                        rssBytes,
                        threads,
                        treeRssBytes,
                        treeProcesses,
                        treeThreads,
                        known(cpuRatio),
                        known(treeCpuRatio),
                        new CpuTime(userNanos, systemNanos)))
                : Optional.empty());
    }

    private static OptionalDouble known(double ratio) {
        return Double.isNaN(ratio) ? OptionalDouble.empty() : OptionalDouble.of(ratio);
    }

    /** CPU time of the tree since the child's start; never runs backwards. */
    @Confined(Confined.To.ANY)
    CpuTime cpu() {
        return read(() -> new CpuTime(userNanos, systemNanos));
    }

    /** The most memory that was seen. */
    @Confined(Confined.To.ANY)
    Peak peak() {
        return read(() -> new Peak(peakRssBytes, peakTreeRssBytes));
    }

    /** Monotonic time of the sample that saw the peak rise last; empty before the first. */
    OptionalLong peakNanos() {
        return peakKnown ? OptionalLong.of(peakNanos) : OptionalLong.empty();
    }

    /** The last minutes. */
    @Confined(Confined.To.ANY)
    ChildHistory history() {
        return read(history::copy);
    }

    /** Nothing is sampled any more. */
    void close() {
        history.close();
    }

    /** The last slow sample. */
    @Confined(Confined.To.ANY)
    SlowSample slow() {
        return read(() -> slow);
    }

    private <T> T read(Supplier<T> figures) {
        while (true) {
            long stamp = lock.tryOptimisticRead();
            T value = figures.get();
            if (lock.validate(stamp)) {
                return value;
            }
            Thread.onSpinWait();
        }
    }
}
