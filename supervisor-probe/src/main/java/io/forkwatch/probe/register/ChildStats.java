package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * What the looks at one child saw. The sampler writes, without allocating; any thread may read, without holding it up: a
 * reader that meets a write reads again.
 */
final class ChildStats {
    /**
     * CPU times come in clock ticks of 10 ms: over a shorter time than this a ratio is noise, so the earlier figures
     * stay the base for the next one.
     */
    private static final long SHORTEST_RATIO_NANOS = 90_000_000;

    private static final double UNKNOWN = Double.NaN;

    /** Locked by the sampler only, so it never waits. */
    private final StampedLock lock;

    private boolean seen;
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

    /** Where the next ratio is taken from. Not for readers. */
    private long baseNanos;

    private long baseOwnUserNanos;
    private long baseOwnSystemNanos;
    private long baseTreeUserNanos;
    private long baseTreeSystemNanos;

    /** Nothing seen. */
    ChildStats(StampedLock lock) {
        this.lock = lock;
    }

    /**
     * Keeps a look.
     *
     * @param lost CPU time of descendants that is in no living process's figure
     */
    void take(TreeSample look, CpuTime lost) {
        long stamp = lock.writeLock();
        try {
            long treeUser = look.treeUserNanos + lost.userNanos();
            long treeSystem = look.treeSystemNanos + lost.systemNanos();
            rate(look, treeUser, treeSystem);
            nanos = look.nanos;
            state = look.state;
            rssBytes = look.rssBytes;
            threads = look.threads;
            treeRssBytes = look.treeRssBytes;
            treeProcesses = look.treeProcesses;
            treeThreads = look.treeThreads;
            // A total never runs backwards.
            userNanos = Math.max(userNanos, treeUser);
            systemNanos = Math.max(systemNanos, treeSystem);
            peak(look.rssBytes, look.treeRssBytes);
            seen = true;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private void rate(TreeSample look, long treeUser, long treeSystem) {
        long elapsed = look.nanos - baseNanos;
        if (seen && elapsed < SHORTEST_RATIO_NANOS) {
            return;
        }
        if (seen) {
            cpuRatio = ratio(baseOwnUserNanos, baseOwnSystemNanos, look.ownUserNanos, look.ownSystemNanos, elapsed);
            treeCpuRatio = ratio(baseTreeUserNanos, baseTreeSystemNanos, treeUser, treeSystem, elapsed);
        }
        baseNanos = look.nanos;
        baseOwnUserNanos = look.ownUserNanos;
        baseOwnSystemNanos = look.ownSystemNanos;
        baseTreeUserNanos = treeUser;
        baseTreeSystemNanos = treeSystem;
    }

    /** CPU used between two looks, 1.0 = one core; never below 0, by mode. */
    static double ratio(long baseUser, long baseSystem, long user, long system, long elapsedNanos) {
        return (double) (Math.max(0, user - baseUser) + Math.max(0, system - baseSystem)) / elapsedNanos;
    }

    private void peak(long rss, long treeRss) {
        peakRssBytes = Math.max(peakRssBytes, rss);
        peakTreeRssBytes = Math.max(peakRssBytes, Math.max(peakTreeRssBytes, treeRss));
    }

    /** Keeps what a quick look between two whole ones saw of the memory alone. */
    void takeMemory(long nanosNow, long rss, long treeRss) {
        long stamp = lock.writeLock();
        try {
            nanos = nanosNow;
            rssBytes = rss;
            treeRssBytes = treeRss;
            peak(rss, treeRss);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Keeps a slow look, and the kernel's own high-water mark. */
    void takeSlowly(long vmHwmBytes, SlowSample looked) {
        long stamp = lock.writeLock();
        try {
            peak(vmHwmBytes, 0);
            slow = looked;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Keeps the last word on CPU time. */
    void takeCpu(CpuTime cpu) {
        long stamp = lock.writeLock();
        try {
            userNanos = Math.max(userNanos, cpu.userNanos());
            systemNanos = Math.max(systemNanos, cpu.systemNanos());
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** True if there was a look. Sampler thread only. */
    boolean seen() {
        return seen;
    }

    /** The last look that saw memory; empty before the first. */
    Optional<ProcessSample> sample() {
        return read(() -> seen
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
    CpuTime cpu() {
        return read(() -> new CpuTime(userNanos, systemNanos));
    }

    /** The most memory that was seen. */
    Peak peak() {
        return read(() -> new Peak(peakRssBytes, peakTreeRssBytes));
    }

    /** The last slow look. */
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
