package io.forkwatch.probe.sample;

import java.time.Duration;

/**
 * How often children are sampled.
 *
 * @param interval time between two samples of a child, 100 ms to 1 h
 * @param adaptive true if memory that runs out is sampled more often
 */
public record SamplingOptions(Duration interval, boolean adaptive) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** How often children are sampled. */
    public SamplingOptions {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("interval is not 100 ms to 1 h: " + interval);
        }
    }
}
