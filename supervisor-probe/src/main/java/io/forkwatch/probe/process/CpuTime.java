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

    /** User and system together, in nanoseconds. */
    public long totalNanos() {
        return userNanos + systemNanos;
    }

    /** The sum, by mode. */
    public CpuTime plus(CpuTime other) {
        return new CpuTime(userNanos + other.userNanos, systemNanos + other.systemNanos);
    }
}
