package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.thread.Confined;
import java.util.OptionalLong;

/**
 * What a counter showed when it was read last. The kernel counts a kill before the victim is gone, so a reading shortly before
 * a death may have seen that death's own count: the base for a difference is never younger than a settling time.
 */
@Confined(Confined.To.SAMPLER)
final class SettledCounter {
    /** Readings are at least this far apart, and the base of a difference at least this far back. */
    static final long SETTLE_NANOS = 250_000_000;

    private OptionalLong earlier;
    private OptionalLong later;
    private long earlierNanos;
    private long laterNanos;

    SettledCounter(OptionalLong value, long nanos) {
        earlier = value;
        later = value;
        earlierNanos = nanos;
        laterNanos = nanos;
    }

    /** True if the last reading is long enough ago for another one to tell more. */
    boolean isDue(long nanos) {
        return nanos - laterNanos >= SETTLE_NANOS;
    }

    /** Keeps a reading. */
    void read(OptionalLong value, long nanos) {
        earlier = later;
        earlierNanos = laterNanos;
        later = value;
        laterNanos = nanos;
    }

    /** What it showed at the last reading. */
    OptionalLong last() {
        return later;
    }

    /** What it showed at the last reading that lies far enough before {@code nanos}, or at the oldest one that is known. */
    OptionalLong before(long nanos) {
        return nanos - laterNanos >= SETTLE_NANOS || earlierNanos == laterNanos ? later : earlier;
    }

    /** Of two readings of one counter the later one; that of the start where nothing else is known. */
    static OptionalLong later(OptionalLong atStart, OptionalLong read) {
        return atStart.isPresent() && read.isPresent()
                ? OptionalLong.of(Math.max(atStart.getAsLong(), read.getAsLong()))
                : atStart;
    }

    /** The difference, absent if either is, or if it fell: then it is another cgroup of the same name. */
    static OptionalLong since(OptionalLong base, OptionalLong now) {
        return base.isPresent() && now.isPresent() && now.getAsLong() >= base.getAsLong()
                ? OptionalLong.of(now.getAsLong() - base.getAsLong())
                : OptionalLong.empty();
    }
}
