package io.forkwatch.probe.register;

import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.ChildHistory.Point;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The last 15 minutes of a child in steps of 5 s, in a ring that never grows. It is made when a child has been watched for
 * 10 s: most children of a build are gone by then. Written by the sampler under the lock of the figures; a tick allocates
 * nothing.
 */
@Confined(Confined.To.SAMPLER)
final class History {
    /** Of a ring: 15 minutes. */
    static final int STEPS = 180;

    static final long STEP_NANOS = ChildHistory.STEP_NANOS;

    /** Two arrays with their heads, and this object. */
    static final int BYTES = STEPS * (Integer.BYTES + Float.BYTES) + 2 * 16 + 48;

    /** From its first sample on. */
    static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final int UNKNOWN = -1;
    private static final int[] NO_BYTES = {};
    private static final float[] NO_RATIOS = {};

    private final Room room;
    private int[] rssKib = NO_BYTES;
    private float[] cpuRatio = NO_RATIOS;
    private long step;
    private long firstNanos;
    private boolean sampled;

    /** How many rings there may be at once. */
    @Confined(Confined.To.SAMPLER)
    static final class Room {
        /** For all children of a JVM: 3 MB. */
        static final int MOST_RINGS = 2_000;

        private int left;

        Room(int rings) {
            this.left = rings;
        }

        private boolean take() {
            boolean free = left > 0;
            left -= free ? 1 : 0;
            return free;
        }

        private void giveBack() {
            left++;
        }
    }

    History(Room room) {
        this.room = room;
    }

    /**
     * Keeps what a sample saw.
     *
     * @param cpu ratio of the tree; NaN if it is unknown
     */
    void take(long nanos, long treeRssBytes, double cpu) {
        if (isReady(nanos)) {
            int at = moveTo(Math.floorDiv(nanos, STEP_NANOS));
            rssKib[at] = Math.max(rssKib[at], kib(treeRssBytes));
            if (!Double.isNaN(cpu)) {
                cpuRatio[at] = (float) cpu;
            }
        }
    }

    private boolean isReady(long nanos) {
        if (!sampled) {
            sampled = true;
            firstNanos = nanos;
        }
        if (rssKib.length == 0 && nanos - firstNanos >= PATIENCE_NANOS && room.take()) {
            rssKib = new int[STEPS];
            cpuRatio = new float[STEPS];
            forget(0, STEPS);
            step = Math.floorDiv(nanos, STEP_NANOS);
        }
        return rssKib.length > 0;
    }

    private void forget(int from, int to) {
        Arrays.fill(rssKib, from, to, UNKNOWN);
        Arrays.fill(cpuRatio, from, to, Float.NaN);
    }

    /** The place of a step; those that were passed over are unknown. */
    private int moveTo(long now) {
        long passed = Math.min(STEPS, now - step);
        for (long i = passed - 1; i >= 0; i--) {
            int at = (int) Math.floorMod(now - i, (long) STEPS);
            forget(at, at + 1);
        }
        step = Math.max(step, now);
        return (int) Math.floorMod(step, (long) STEPS);
    }

    private static int kib(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, bytes >> 10);
    }

    /** The child has ended: there is room for another one. */
    void close() {
        if (rssKib.length > 0) {
            room.giveBack();
        }
    }

    /** A copy, from the first step that is known. */
    @Confined(Confined.To.ANY)
    ChildHistory copy() {
        int[] rss = rssKib;
        float[] cpu = cpuRatio;
        long newest = step;
        List<Point> points = new ArrayList<>(rss.length);
        // The arrays are seen one after the other: a ring that is just being made may have only one of them.
        int steps = Math.min(rss.length, cpu.length);
        for (long at = newest - steps + 1; at <= newest; at++) {
            int place = (int) Math.floorMod(at, (long) STEPS);
            Point point = point(rss[place], cpu[place]);
            if (!points.isEmpty() || !point.equals(Point.UNKNOWN)) {
                points.add(point);
            }
        }
        return new ChildHistory(newest * STEP_NANOS, STEP_NANOS, points);
    }

    private static Point point(int kib, float ratio) {
        return kib == UNKNOWN
                ? Point.UNKNOWN
                : new Point(
                        OptionalLong.of((long) kib << 10),
                        Float.isNaN(ratio) ? OptionalDouble.empty() : OptionalDouble.of(ratio));
    }
}
