package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A memory that children can run out of: that of the machine, or below the limit of a control group. Knows how fast it is
 * used up, and when to look again. Sampler thread only.
 */
final class MemoryBudget implements Closeable {
    /** The part of a limit that makes no difference to anybody. */
    private static final long ALL_BUT = 64;

    private final MemoryUsageFile gauge;
    private final long limitBytes;
    private final long baseNanos;
    private long usedBytes;
    private long readNanos;
    private long lastNanos;
    /** Used up since the gauge was read, as quick looks at processes tell it. */
    private long grownBytes;

    private long dueNanos;
    private int allowance = AdaptiveInterval.ALLOWANCE;
    private boolean closeUp;
    private List<GrowingProcess> growers = List.of();

    /**
     * A pool, read now.
     *
     * @param baseNanos the longest time between two looks
     */
    MemoryBudget(MemoryUsageFile gauge, long limitBytes, long baseNanos, long nanos) throws IOException {
        this.gauge = gauge;
        this.limitBytes = limitBytes;
        this.baseNanos = baseNanos;
        this.usedBytes = gauge.usedBytes();
        this.readNanos = nanos;
        this.lastNanos = nanos;
        this.dueNanos = nanos + baseNanos;
    }

    /** When it is to be looked at again. */
    long dueNanos() {
        return dueNanos;
    }

    long limitBytes() {
        return limitBytes;
    }

    /** True while quick looks at the processes that use it up stand between two readings of the gauge. */
    boolean isCloseUp() {
        return closeUp;
    }

    /** True if the gauge itself is to be read. */
    boolean isReadingDue(long nanos) {
        return !closeUp || nanos - readNanos >= baseNanos;
    }

    /** The processes that use it up, as far as they are in view. */
    List<GrowingProcess> growers() {
        return growers;
    }

    /** Keeps those in view, and lets the others go. */
    void keep(List<GrowingProcess> now) throws IOException {
        List<GrowingProcess> before = growers;
        growers = now;
        for (GrowingProcess grower : before) {
            grower.close();
        }
    }

    /** Reads the gauge, and decides whether to look more closely from now on. */
    void read(long nanos) throws IOException {
        long used = gauge.usedBytes();
        long wait = AdaptiveInterval.waitNanos(
                limitBytes - used, used - usedBytes, Math.max(1, nanos - readNanos), baseNanos);
        usedBytes = used;
        readNanos = nanos;
        lastNanos = nanos;
        grownBytes = 0;
        closeUp = wait < baseNanos;
        if (!closeUp) {
            allowance = Math.min(AdaptiveInterval.ALLOWANCE, allowance + 1);
        }
        dueNanos = nanos + allowed(wait, limitBytes - used);
    }

    /** It could not be read. */
    void later(long nanos) {
        dueNanos = nanos + baseNanos;
    }

    /** Takes in what its processes have grown since the last look; the faster of now and on average counts. */
    void grew(long bytes, long nanos) {
        allowance = Math.max(0, allowance - 1);
        grownBytes += bytes;
        long headroom = limitBytes - usedBytes - grownBytes;
        long now = AdaptiveInterval.waitNanos(headroom, bytes, Math.max(1, nanos - lastNanos), baseNanos);
        long average = AdaptiveInterval.waitNanos(headroom, grownBytes, Math.max(1, nanos - readNanos), baseNanos);
        lastNanos = nanos;
        dueNanos = Math.min(nanos + allowed(Math.min(now, average), headroom), readNanos + baseNanos);
    }

    // So near to the end there is nothing more to be seen, and the kernel may take its time before it kills.
    private long allowed(long waitNanos, long headroomBytes) {
        boolean capped = allowance == 0 || headroomBytes < limitBytes / ALL_BUT;
        return capped ? Math.max(waitNanos, Math.min(baseNanos, AdaptiveInterval.CAPPED_NANOS)) : waitNanos;
    }

    @Override
    public void close() throws IOException {
        keep(List.of());
        gauge.close();
    }
}
