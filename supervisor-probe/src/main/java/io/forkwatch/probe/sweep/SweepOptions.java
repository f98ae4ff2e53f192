package io.forkwatch.probe.sweep;

import java.time.Duration;
import java.util.List;

/**
 * What a user wants to be swept.
 *
 * @param roots below which left-over directories are sought
 * @param delete true if they are removed, too
 * @param age how long nothing in one has to have changed
 * @param after how long after the start the first run is
 */
public record SweepOptions(List<SweepRoot> roots, boolean delete, Duration age, Duration after) {
    /** The most roots. */
    public static final int MAX_ROOTS = 100;

    /** The shortest {@code age}, in milliseconds. */
    public static final long MIN_AGE_MILLIS = 3_600_000;

    /** The longest, in milliseconds: 10 years. */
    public static final long MAX_AGE_MILLIS = 87_600 * MIN_AGE_MILLIS;

    public SweepOptions {
        roots = List.copyOf(roots);
    }
}
