package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.view.ChildHistory;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * When memory that grows steadily reaches a limit: the slope of Theil and Sen, the median of the slopes between all pairs of
 * points, which a few outliers do not change. No forecast is made of what may be something else: a step, a plateau, a
 * sawtooth, noise.
 */
final class Growth {
    /** So many steps of 5 s are looked at: two minutes. */
    private static final int MOST_POINTS = 24;

    private static final int FEWEST_POINTS = 6;

    /** Of all pairs of points, so many have to rise. */
    private static final double RISING = 0.9;

    /** The last third has to grow at least at this part of the whole slope: else it has come to a plateau. */
    private static final double STILL = 0.5;

    /** What it has grown in all has to be this part of the limit. */
    private static final double NOTABLE = 0.05;

    /** A fall by this part of what there is now is the edge of a tooth, */
    private static final double NOTABLE_FALL = 0.1;

    /** and what follows is the next tooth until it is so much higher. */
    private static final double NEW_HEIGHT = 1.25;

    private Growth() {}

    /**
     * How long until the limit is reached.
     *
     * @param history of the memory, oldest first
     * @param limitBytes above 0
     * @return nanoseconds from the last point on, 0 and up; absent if it does not grow steadily
     */
    static OptionalLong nanosUntil(ChildHistory history, long limitBytes) {
        double[] bytes = lastKnown(history.points());
        if (bytes.length < FEWEST_POINTS || hasFallenFromThere(history.points(), bytes[bytes.length - 1])) {
            return OptionalLong.empty();
        }
        double[] slopes = slopes(bytes);
        double slope = median(slopes);
        double recent = median(slopes(Arrays.copyOfRange(bytes, bytes.length - bytes.length / 3 - 1, bytes.length)));
        boolean steady = rising(slopes) >= RISING
                && recent >= STILL * slope
                && slope * (bytes.length - 1) >= NOTABLE * limitBytes
                && isNoStep(bytes, slope);
        if (!steady) {
            return OptionalLong.empty();
        }
        double steps = Math.max(0, limitBytes - bytes[bytes.length - 1]) / slope;
        return OptionalLong.of((long) (steps * history.stepNanos()));
    }

    /** The last points without a gap. */
    private static double[] lastKnown(List<ChildHistory.Point> points) {
        int from = points.size();
        while (from > 0
                && points.size() - from < MOST_POINTS
                && points.get(from - 1).treeRssBytes().isPresent()) {
            from--;
        }
        return points.subList(from, points.size()).stream()
                .mapToDouble(point -> point.treeRssBytes().orElse(0))
                .toArray();
    }

    // A sawtooth has been as high before, or nearly.
    private static boolean hasFallenFromThere(List<ChildHistory.Point> points, double last) {
        double highest = 0;
        double fallenFrom = 0;
        for (ChildHistory.Point point : points) {
            double bytes = point.treeRssBytes().orElse(0);
            boolean fell = point.treeRssBytes().isPresent() && highest - bytes > NOTABLE_FALL * last;
            fallenFrom = fell ? highest : fallenFrom;
            highest = Math.max(highest, bytes);
        }
        return last < highest || last < NEW_HEIGHT * fallenFrom;
    }

    private static double[] slopes(double[] bytes) {
        double[] slopes = new double[bytes.length * (bytes.length - 1) / 2];
        int at = 0;
        for (int one = 0; one < bytes.length; one++) {
            for (int other = one + 1; other < bytes.length; other++) {
                slopes[at++] = (bytes[other] - bytes[one]) / (other - one);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double rising(double[] sorted) {
        int flat = 0;
        while (flat < sorted.length && sorted[flat] <= 0) {
            flat++;
        }
        return (sorted.length - flat) / (double) sorted.length;
    }

    // Of a step, one piece has most of the growth.
    private static boolean isNoStep(double[] bytes, double slope) {
        double largest = 0;
        for (int i = 1; i < bytes.length; i++) {
            largest = Math.max(largest, bytes[i] - bytes[i - 1]);
        }
        return largest <= (bytes[bytes.length - 1] - bytes[0]) / 2 || largest <= 2 * slope;
    }
}
