package io.forkwatch.probe.publish;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * A histogram with fixed buckets. The library's own one takes buckets and exemplars from the system properties of the
 * host, which may use the same library for itself. Safe for any thread.
 */
final class FixedHistogram {
    private final double[] upperBounds;
    private final long[] counts;
    private double sum;
    private long count;

    /** Empty, with these upper bounds, ascending; a last one of infinity is added. */
    public FixedHistogram(double... bounds) {
        upperBounds = new double[bounds.length + 1];
        System.arraycopy(bounds, 0, upperBounds, 0, bounds.length);
        upperBounds[bounds.length] = Double.POSITIVE_INFINITY;
        counts = new long[upperBounds.length];
    }

    /** Counts one value, 0 and up. */
    public synchronized void observe(double value) {
        int bucket = 0;
        while (value > upperBounds[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sum += value;
        count++;
    }

    /** How many values were counted. */
    public synchronized long count() {
        return count;
    }

    /** How many series it is exposed as: its buckets, the sum and the count. */
    int series() {
        return upperBounds.length + 2;
    }

    synchronized HistogramDataPointSnapshot read(Labels labels) {
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(upperBounds, counts), sum, labels, Exemplars.EMPTY, 0);
    }
}
