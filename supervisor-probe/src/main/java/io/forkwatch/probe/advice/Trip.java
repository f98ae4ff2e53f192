package io.forkwatch.probe.advice;

import java.util.OptionalLong;

/**
 * Whether a figure is beyond its limit, in a way that does not flap: it trips when the figure has been at the limit or above
 * for a while, and clears when it has been below nine tenths of it as long. A figure that is missing does neither, and the
 * while begins anew.
 */
final class Trip {
    private final long most;
    private final long sustainedNanos;
    private OptionalLong otherSideNanos = OptionalLong.empty();
    private boolean tripped;

    /**
     * One that has not tripped.
     *
     * @param most the limit
     * @param sustainedNanos that while, 0 and up
     */
    Trip(long most, long sustainedNanos) {
        this.most = most;
        this.sustainedNanos = sustainedNanos;
    }

    /** Takes a reading; true if it has tripped or cleared by it. */
    boolean take(OptionalLong figure, long nanos) {
        boolean other =
                figure.isPresent() && (tripped ? figure.getAsLong() < most / 10.0 * 9 : figure.getAsLong() >= most);
        if (!other) {
            otherSideNanos = OptionalLong.empty();
            return false;
        }
        long since = otherSideNanos.orElse(nanos);
        otherSideNanos = OptionalLong.of(since);
        if (nanos - since < sustainedNanos) {
            return false;
        }
        otherSideNanos = OptionalLong.empty();
        tripped = !tripped;
        return true;
    }

    /** True if it is beyond. */
    boolean isTripped() {
        return tripped;
    }

    /** The limit. */
    long most() {
        return most;
    }
}
