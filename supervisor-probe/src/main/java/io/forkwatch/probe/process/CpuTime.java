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

    /** What was used since {@code earlier}, by mode, never below 0. */
    public CpuTime since(CpuTime earlier) {
        return new CpuTime(Math.max(0, userNanos - earlier.userNanos), Math.max(0, systemNanos - earlier.systemNanos));
    }

    /** The larger of both, by mode: a total that must not run backwards. */
    public CpuTime max(CpuTime other) {
        return new CpuTime(Math.max(userNanos, other.userNanos), Math.max(systemNanos, other.systemNanos));
    }
}
