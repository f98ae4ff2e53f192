package io.forkwatch.probe.hang.watch;

/** So much time may be spent: 0.4 ms a second, saved up to 20 ms. What is spent beyond it has to be waited for. */
final class Allowance {
    private static final long PART = 2_500;
    private static final long MOST_NANOS = 20_000_000;

    private long leftNanos = MOST_NANOS;
    private long seenNanos;

    /** All of it, at that monotonic time. */
    Allowance(long nanos) {
        this.seenNanos = nanos;
    }

    /** Adds what has been saved until now. */
    void earn(long nanos) {
        leftNanos = Math.min(MOST_NANOS, leftNanos + (nanos - seenNanos) / PART);
        seenNanos = nanos;
    }

    /** True if there is some left. */
    boolean isLeft() {
        return leftNanos > 0;
    }

    /** True if some more may be owed: what has been begun is worth its end. */
    boolean mayOwe() {
        return leftNanos > -4 * MOST_NANOS;
    }

    /** Takes so much; no more than six times of all is owed. */
    void spend(long nanos) {
        leftNanos = Math.max(-6 * MOST_NANOS, leftNanos - Math.max(0, nanos));
    }
}
