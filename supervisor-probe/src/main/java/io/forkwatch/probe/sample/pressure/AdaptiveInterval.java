package io.forkwatch.probe.sample.pressure;

/**
 * How soon memory that is being used up is to be sampled again. Pure. A quarter of the time that is left keeps the last
 * sample within a few per cent of the end: each one finds at most a quarter of what was left gone.
 */
final class AdaptiveInterval {
    /** A sample costs a microsecond, a wake-up some ten. */
    static final long SHORTEST_NANOS = 3_000_000;

    /** What fills up in a second is seen twice at least before that; slower growth does not escape at all. */
    static final long LONGEST_NANOS = 250_000_000;

    /** Once the allowance is used up, or all but a little of the memory. */
    static final long CAPPED_NANOS = 50_000_000;

    /** Quick samples in a row. A child that lives at its limit soon costs next to nothing. */
    static final int ALLOWANCE = 200;

    private AdaptiveInterval() {}

    /**
     * The time until the next sample.
     *
     * @param headroomBytes what is left; below 0 counts as none
     * @param grownBytes what was used up between the last two samples; 0 and less is no growth
     * @param elapsedNanos between them, above 0
     * @param baseNanos the usual time between two samples, the longest answer
     * @return nanoseconds, {@link #SHORTEST_NANOS} to {@code baseNanos}
     */
    static long waitNanos(long headroomBytes, long grownBytes, long elapsedNanos, long baseNanos) {
        if (grownBytes <= 0) {
            return baseNanos;
        }
        double leftNanos = (double) Math.max(0, headroomBytes) / grownBytes * elapsedNanos;
        long quarter = (long) (leftNanos / 4);
        return Math.min(baseNanos, Math.max(SHORTEST_NANOS, quarter));
    }
}
