package io.forkwatch.probe.process;

/**
 * CPU time used, by mode.
 *
 * @param userNanos time in user mode, 0 and up
 * @param systemNanos time in the kernel, 0 and up
 */
public record CpuTime(long userNanos, long systemNanos) {
    /** None used. */
    public static final CpuTime ZERO = new CpuTime(0, 0);

    public CpuTime {
        if (userNanos < 0 || systemNanos < 0) {
            throw new IllegalArgumentException("userNanos " + userNanos + ", systemNanos " + systemNanos);
        }
    }

    /** User and system together, in nanoseconds. */
    public long totalNanos() {
        return userNanos + systemNanos;
    }

    /** The sum, by mode. */
    public CpuTime plus(CpuTime other) {
        return new CpuTime(userNanos + other.userNanos, systemNanos + other.systemNanos);
    }
}
