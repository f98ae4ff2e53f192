package io.forkwatch.probe.publish.text;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The answer to one scrape while it is put together; counts its series. For one thread. */
public final class Exposition {
    private final Map<Family, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(Family.class);
    private final Map<Family, List<CounterDataPointSnapshot>> counters = new EnumMap<>(Family.class);
    private final Map<Family, List<HistogramDataPointSnapshot>> histograms = new EnumMap<>(Family.class);
    private final Map<Family, List<InfoDataPointSnapshot>> infos = new EnumMap<>(Family.class);
    private int series;

    /** One gauge. */
    public void gauge(Family family, Labels labels, double value) {
        add(gauges, family, new GaugeDataPointSnapshot(value, labels, null));
        series++;
    }

    /** All rows of a family at once. */
    public void gauges(Family family, List<GaugeDataPointSnapshot> points) {
        if (!points.isEmpty()) {
            gauges.put(family, points);
            series += points.size();
        }
    }

    /** One counter. */
    public void counter(Family family, Labels labels, long value) {
        counter(family, labels, (double) value);
    }

    /** One counter, of seconds. */
    public void counter(Family family, Labels labels, double value) {
        add(counters, family, new CounterDataPointSnapshot(value, labels, null, 0));
        series++;
    }

    /** One histogram; each of its buckets is a series. */
    public void histogram(Family family, Labels labels, Distribution distribution) {
        add(histograms, family, distribution.read(labels));
        series += distribution.series();
    }

    /** One info, whose value is always 1. */
    public void info(Family family, Labels labels) {
        add(infos, family, new InfoDataPointSnapshot(labels));
        series++;
    }

    private static <T> void add(Map<Family, List<T>> points, Family family, T point) {
        points.computeIfAbsent(family, key -> new ArrayList<>()).add(point);
    }

    /** Series so far. */
    public int series() {
        return series;
    }

    /** All of it, in the order of the families. */
    public MetricSnapshots build() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        gauges.forEach((family, points) -> all.metricSnapshot(new GaugeSnapshot(family.metadata(), points)));
        counters.forEach((family, points) -> all.metricSnapshot(new CounterSnapshot(family.metadata(), points)));
        histograms.forEach((family, points) -> all.metricSnapshot(new HistogramSnapshot(family.metadata(), points)));
        infos.forEach((family, points) -> all.metricSnapshot(new InfoSnapshot(family.metadata(), points)));
        return all.build();
    }
}
