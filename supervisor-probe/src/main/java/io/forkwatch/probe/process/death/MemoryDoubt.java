package io.forkwatch.probe.process.death;

import java.util.OptionalLong;

/**
 * How old, and how true, the figures of memory are that a death has.
 *
 * @param peakNanos monotonic time when the peak was last seen to rise; absent where it is not known
 * @param rssErrorBytes by how much the last sample of the child itself may be too low: above 0 only where the kernel has
 *     nothing exact, and that may be more than 1 % and more than 1 MiB
 * @param treeRssErrorBytes the same of its tree
 */
public record MemoryDoubt(OptionalLong peakNanos, long rssErrorBytes, long treeRssErrorBytes) {
    /** Nothing is known of that. */
    public static final MemoryDoubt UNKNOWN = new MemoryDoubt(OptionalLong.empty(), 0, 0);
}
