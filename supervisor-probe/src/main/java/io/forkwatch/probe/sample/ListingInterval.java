package io.forkwatch.probe.sample;

import io.forkwatch.probe.thread.Confined;

/**
 * When all processes of the machine may be listed again: not at every event, and where there are thousands of them and
 * that takes long, for no more than a twentieth of the time. Pure.
 */
@Confined(Confined.To.SAMPLER)
final class ListingInterval {
    private static final long SHORTEST_NANOS = 200_000_000;
    private static final long SHARE = 20;

    private long lastNanos;
    private long tookNanos;
    private long tookBeforeNanos;

    /** The first listing is due at {@code nanos}. */
    ListingInterval(long nanos) {
        this.lastNanos = nanos - SHORTEST_NANOS;
    }

    /** True if one may be taken now. */
    boolean isDue(long nanos) {
        return nanos - dueNanos() >= 0;
    }

    /** When the next one is due. */
    long dueNanos() {
        // The shorter of the last two: one alone may be slow because classes are loaded or others need the CPU.
        long usual = Math.min(tookNanos, tookBeforeNanos);
        return lastNanos + Math.max(SHORTEST_NANOS, SHARE * usual);
    }

    /** A listing was taken between these times. */
    void taken(long fromNanos, long toNanos) {
        lastNanos = fromNanos;
        tookBeforeNanos = tookNanos;
        tookNanos = toNanos - fromNanos;
    }
}
