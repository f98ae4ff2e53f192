package io.forkwatch.probe.sample;

import java.time.Duration;
import java.util.Optional;

/**
 * How often the figures of children are taken.
 *
 * @param interval time between two samples of a child, 100 ms to 1 h
 * @param adaptive true if memory that runs out is sampled more often
 * @param pss time between two samples of proportional memory, 10 s to 1 h; empty = none is read
 */
public record SamplingOptions(Duration interval, boolean adaptive, Optional<Duration> pss) {
    /** The shortest {@code interval}. */
    public static final long MIN_INTERVAL_MILLIS = 100;

    /** The shortest {@code pss}. */
    public static final long MIN_PSS_MILLIS = 10_000;

    /** The longest of both. */
    public static final long MAX_INTERVAL_MILLIS = 3_600_000;

    public SamplingOptions {
        check("interval", interval, MIN_INTERVAL_MILLIS);
        if (pss.isPresent()) {
            check("pss", pss.get(), MIN_PSS_MILLIS);
        }
    }

    /** Without proportional memory. */
    public SamplingOptions(Duration interval, boolean adaptive) {
        this(interval, adaptive, Optional.empty());
    }

    private static void check(String component, Duration interval, long minMillis) {
        if (interval.toMillis() < minMillis || interval.compareTo(Duration.ofMillis(MAX_INTERVAL_MILLIS)) > 0) {
            throw new IllegalArgumentException(component + " is " + interval);
        }
    }
}
