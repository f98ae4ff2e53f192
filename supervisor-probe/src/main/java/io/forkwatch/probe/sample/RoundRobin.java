package io.forkwatch.probe.sample;

import io.forkwatch.probe.thread.Confined;

/**
 * Which children are sampled slowly. It goes round: each child has its turn once in ten ticks, but no more than five have
 * it at one tick, so that a thousand children cost no more than fifty.
 */
@Confined(Confined.To.SAMPLER)
final class RoundRobin {
    static final int TICKS = 10;
    static final int MOST_A_TICK = 5;

    private long ticks;
    private int children;
    private int from;
    private int count;

    /** The next tick, of so many children. */
    void ticked(int all) {
        from = all == 0 ? 0 : (from + count) % all;
        count = Math.min(MOST_A_TICK, (int) ((ticks + 1) * all / TICKS - ticks * all / TICKS));
        children = all;
        ticks++;
    }

    /** True if it is the turn of the child at that place. */
    boolean has(int place) {
        return Math.floorMod(place - from, children) < count;
    }
}
