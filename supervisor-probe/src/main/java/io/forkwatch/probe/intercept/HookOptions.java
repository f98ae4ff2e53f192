package io.forkwatch.probe.intercept;

/**
 * Which hooks there are, and what they do.
 *
 * @param reaper whether a child is read between its death and its reaping
 * @param stderrTailBytes how much is kept of what the supervisor reads of a child's stderr: 1 to 64 KiB, or 0 = nothing
 * @param fault what the hooks do wrong on purpose, for tests
 */
public record HookOptions(boolean reaper, int stderrTailBytes, InjectedFault fault) {
    /** The least that is kept, if anything is. */
    public static final int MIN_TAIL_BYTES = 1 << 10;

    /** The most that is kept. */
    public static final int MAX_TAIL_BYTES = 64 << 10;

    public HookOptions {
        if (stderrTailBytes != 0 && (stderrTailBytes < MIN_TAIL_BYTES || stderrTailBytes > MAX_TAIL_BYTES)) {
            throw new IllegalArgumentException("stderrTailBytes is " + stderrTailBytes);
        }
    }
}
