package io.forkwatch.probe.sample;

/**
 * Whose turn it is for a slow look. It goes round: each child has its turn once in ten beats, but no more than five have
 * it at one beat, so that a thousand children cost no more than fifty.
 */
final class RoundRobin {
    static final int BEATS = 10;
    static final int MOST_A_BEAT = 5;

    private long beats;
    private int children;
    private int from;
    private int count;

    /** The next beat, of so many children. */
    void beat(int all) {
        from = all == 0 ? 0 : (from + count) % all;
        count = Math.min(MOST_A_BEAT, (int) ((beats + 1) * all / BEATS - beats * all / BEATS));
        children = all;
        beats++;
    }

    /** True if it is the turn of the child at that place. */
    boolean has(int place) {
        return Math.floorMod(place - from, children) < count;
    }
}
