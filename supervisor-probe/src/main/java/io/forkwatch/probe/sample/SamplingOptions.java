package io.forkwatch.probe.sample;

import java.time.Duration;

/**
 * How often children are looked at.
 *
 * @param interval time between two looks at a child, 100 ms to 1 h
 * @param adaptive true if memory that runs out is looked at more often
 */
public record SamplingOptions(Duration interval, boolean adaptive) {}
