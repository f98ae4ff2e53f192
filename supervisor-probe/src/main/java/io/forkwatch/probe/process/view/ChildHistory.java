package io.forkwatch.probe.process.view;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a child used over its last minutes, oldest first: a copy, made for the one who asks.
 *
 * @param newestStepNanos monotonic time at which the last step begins
 * @param stepNanos length of a step, above 0
 * @param points one a step; none before the child was old enough
 */
public record ChildHistory(long newestStepNanos, long stepNanos, List<Point> points) {
    /** The length of a step: 5 s. */
    public static final long STEP_NANOS = 5_000_000_000L;

    public ChildHistory {
        points = List.copyOf(points);
    }

    /** Of one that has none, at that time. */
    public static ChildHistory none(long nanos) {
        return new ChildHistory(nanos, STEP_NANOS, List.of());
    }

    /**
     * A step.
     *
     * @param treeRssBytes the most memory of the tree that was sampled in it; absent where nothing was
     * @param treeCpuRatio the last CPU of the tree in it, 1.0 = one core; absent likewise
     */
    public record Point(OptionalLong treeRssBytes, OptionalDouble treeCpuRatio) {
        /** A step in which nothing was sampled. */
        public static final Point UNKNOWN = new Point(OptionalLong.empty(), OptionalDouble.empty());
    }
}
