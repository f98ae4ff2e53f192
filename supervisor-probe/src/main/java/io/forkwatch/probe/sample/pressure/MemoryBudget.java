package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
import io.forkwatch.probe.thread.Confined;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A memory that children can run out of: that of the machine, or below the limit of a cgroup. Knows how fast it is used
 * up, and when to sample it again.
 */
@Confined(Confined.To.SAMPLER)
final class MemoryBudget implements Closeable {
    /** The part of a limit that makes no difference to anybody. */
    private static final long ALL_BUT = 64;

    private final MemoryUsageFile usage;
    private final long limitBytes;
    private final long baseNanos;
    private long usedBytes;
    private long readNanos;
    private long sampledNanos;
    /** Used up since the usage was read, as quick samples of processes tell it. */
    private long grownBytes;

    private long dueNanos;
    private int allowance = AdaptiveInterval.ALLOWANCE;
    private boolean sampledQuickly;
    private List<GrowingProcess> growing = List.of();

    private MemoryBudget(MemoryUsageFile usage, long limitBytes, long baseNanos, long usedBytes, long nanos) {
        this.usage = usage;
        this.limitBytes = limitBytes;
        this.baseNanos = baseNanos;
        this.usedBytes = usedBytes;
        this.readNanos = nanos;
        this.sampledNanos = nanos;
        this.dueNanos = nanos + baseNanos;
    }

    /**
     * A budget, read now. It owns the file from now on: where that cannot be read, it is closed.
     *
     * @param limitBytes how much there is, 0 and up
     * @param baseNanos the longest time between two samples, above 0
     * @throws IOException if the usage cannot be read
     */
    static MemoryBudget read(MemoryUsageFile usage, long limitBytes, long baseNanos, long nanos) throws IOException {
        boolean read = false;
        try {
            MemoryBudget budget = new MemoryBudget(usage, limitBytes, baseNanos, usage.usedBytes(), nanos);
            read = true;
            return budget;
        } finally {
            if (!read) {
                usage.close();
            }
        }
    }

    /** When it is to be sampled again, monotonic. */
    long dueNanos() {
        return dueNanos;
    }

    /** How much there is. */
    long limitBytes() {
        return limitBytes;
    }

    /** True while quick samples of the processes that use it up stand between two readings of the usage. */
    boolean isSampledQuickly() {
        return sampledQuickly;
    }

    /** True if the usage itself is to be read. */
    boolean isReadingDue(long nanos) {
        return !sampledQuickly || nanos - readNanos >= baseNanos;
    }

    /** The processes that use it up, as far as they are known. */
    List<GrowingProcess> growing() {
        return growing;
    }

    /** Keeps these, and lets the others go. */
    void keep(List<GrowingProcess> now) throws IOException {
        List<GrowingProcess> before = growing;
        growing = now;
        for (GrowingProcess process : before) {
            process.close();
        }
    }

    /**
     * Reads the usage, and decides whether to sample processes quickly from now on.
     *
     * @throws IOException if it cannot be read, as that of a cgroup that was removed: then it never can again, not even
     *     if one of the same name is made
     */
    void read(long nanos) throws IOException {
        long used = usage.usedBytes();
        long wait = AdaptiveInterval.waitNanos(
                limitBytes - used, used - usedBytes, Math.max(1, nanos - readNanos), baseNanos);
        usedBytes = used;
        readNanos = nanos;
        sampledNanos = nanos;
        grownBytes = 0;
        sampledQuickly = wait < baseNanos;
        if (!sampledQuickly) {
            allowance = Math.min(AdaptiveInterval.ALLOWANCE, allowance + 1);
        }
        dueNanos = nanos + allowed(wait, limitBytes - used);
    }

    /** Takes in what its processes have grown since the last sample; the faster of now and on average counts. */
    void grew(long bytes, long nanos) {
        allowance = Math.max(0, allowance - 1);
        grownBytes += bytes;
        long headroom = limitBytes - usedBytes - grownBytes;
        long now = AdaptiveInterval.waitNanos(headroom, bytes, Math.max(1, nanos - sampledNanos), baseNanos);
        long average = AdaptiveInterval.waitNanos(headroom, grownBytes, Math.max(1, nanos - readNanos), baseNanos);
        sampledNanos = nanos;
        dueNanos = Math.min(nanos + allowed(Math.min(now, average), headroom), readNanos + baseNanos);
    }

    // So near to the end there is nothing more to be seen, and the kernel may take its time before it kills.
    private long allowed(long waitNanos, long headroomBytes) {
        boolean capped = allowance == 0 || headroomBytes < limitBytes / ALL_BUT;
        return capped ? Math.max(waitNanos, Math.min(baseNanos, AdaptiveInterval.CAPPED_NANOS)) : waitNanos;
    }

    @Override
    public void close() throws IOException {
        try {
            keep(List.of());
        } finally {
            usage.close();
        }
    }
}
