package io.forkwatch.probe.advice;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a user wants to be advised of.
 *
 * @param limits beyond which a child should be recycled
 * @param sustained how long a figure has to be beyond its limit before that counts, 0 and up; an age counts at once
 * @param memoryWarnPercent from which part of a memory limit above this JVM on it is about to be full; absent = not watched
 */
public record AdviceOptions(KindLimits limits, Duration sustained, OptionalInt memoryWarnPercent) {
    /** The lowest {@code memoryWarnPercent}. */
    public static final long MIN_WARN_PERCENT = 10;

    /** The highest. */
    public static final long MAX_WARN_PERCENT = 99;

    /** The longest {@code sustained}, in milliseconds. */
    public static final long MAX_SUSTAINED_MILLIS = 3_600_000;

    /** The smallest size that can be a limit, in bytes. */
    public static final long MIN_LIMIT_BYTES = 1L << 20;

    /** The largest, in bytes. */
    public static final long MAX_LIMIT_BYTES = 1L << 44;

    /** The most descriptors that can be a limit. */
    public static final long MAX_FDS = 100_000_000;

    /** The shortest age that can be a limit, in milliseconds. */
    public static final long MIN_AGE_MILLIS = 1_000;

    /** The longest, in milliseconds: 10 years. */
    public static final long MAX_AGE_MILLIS = 87_600L * 3_600_000;
}
