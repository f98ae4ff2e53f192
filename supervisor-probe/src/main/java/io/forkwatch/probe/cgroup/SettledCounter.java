package io.forkwatch.probe.cgroup;

import java.util.OptionalLong;

/**
 * What a counter showed at its last looks. The kernel counts a kill before the victim is gone, so a look shortly before
 * a death may have seen that death's own count: the base for a difference is never younger than a settling time.
 */
final class SettledCounter {
    /** Looks are at least this far apart, and the base of a difference at least this far back. */
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

    /** True if the last look is long enough ago for another one to tell more. */
    boolean due(long nanos) {
        return nanos - laterNanos >= SETTLE_NANOS;
    }

    void look(OptionalLong value, long nanos) {
        earlier = later;
        earlierNanos = laterNanos;
        later = value;
        laterNanos = nanos;
    }

    /** What it showed at the last look. */
    OptionalLong last() {
        return later;
    }

    /** What it showed at the last look that lies far enough before {@code nanos}, or at the oldest one that is known. */
    OptionalLong before(long nanos) {
        return nanos - laterNanos >= SETTLE_NANOS || earlierNanos == laterNanos ? later : earlier;
    }

    /** Of two readings of one counter the later one; that of the start where nothing else is known. */
    static OptionalLong later(OptionalLong atStart, OptionalLong looked) {
        return atStart.isPresent() && looked.isPresent()
                ? OptionalLong.of(Math.max(atStart.getAsLong(), looked.getAsLong()))
                : atStart;
    }

    /** The difference, absent if either is, or if it fell: then it is another group of the same name. */
    static OptionalLong since(OptionalLong base, OptionalLong now) {
        return base.isPresent() && now.isPresent() && now.getAsLong() >= base.getAsLong()
                ? OptionalLong.of(now.getAsLong() - base.getAsLong())
                : OptionalLong.empty();
    }
}
