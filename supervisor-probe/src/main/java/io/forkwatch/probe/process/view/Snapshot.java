package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.orphan.Orphan;
import java.util.List;

/**
 * What the sampler saw at its last tick: immutable, published through one volatile field.
 *
 * @param nanos monotonic time of the tick
 * @param children living children
 * @param kinds totals of every kind ever seen, bounded by the cap on kinds
 * @param orphans processes that nobody is responsible for any more
 * @param lagNanos how late the tick was, 0 and up
 */
public record Snapshot(
        long nanos, List<LivingChild> children, List<KindTotals> kinds, List<Orphan> orphans, long lagNanos) {
    public Snapshot {
        children = List.copyOf(children);
        kinds = List.copyOf(kinds);
        orphans = List.copyOf(orphans);
        if (lagNanos < 0) {
            throw new IllegalArgumentException("lagNanos " + lagNanos);
        }
    }

    /** Before the first tick. */
    public static Snapshot empty(long nanos) {
        return new Snapshot(nanos, List.of(), List.of(), List.of(), 0);
    }
}
