package io.forkwatch.probe.reporter;

import java.util.function.LongUnaryOperator;

/**
 * Something that the reporter does beside its tasks, when it is due.
 *
 * @param what a label for its faults, for example {@code port}
 * @param work gets the monotonic time now; returns the nanoseconds until it is due again, 1 and up
 * @param close what is left to be done at the end
 */
public record PeriodicDuty(String what, LongUnaryOperator work, Runnable close) {
    private static final long AN_HOUR_NANOS = 3_600_000_000_000L;

    /** One that has nothing to close. */
    public static PeriodicDuty of(String what, LongUnaryOperator work) {
        return new PeriodicDuty(what, work, () -> {});
    }

    /** One that is done once, at the first occasion. */
    public static PeriodicDuty once(String what, Runnable work) {
        boolean[] done = {false};
        return of(what, nanos -> {
            if (!done[0]) {
                done[0] = true;
                work.run();
            }
            return AN_HOUR_NANOS;
        });
    }
}
