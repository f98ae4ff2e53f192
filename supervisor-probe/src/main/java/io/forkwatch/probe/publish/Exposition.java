package io.forkwatch.probe.publish;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The answer to one scrape while it is put together; counts its series. For one thread. */
final class Exposition {
    private final Map<MetricFamily, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(MetricFamily.class);
    private final Map<MetricFamily, List<CounterDataPointSnapshot>> counters = new EnumMap<>(MetricFamily.class);
    private int series;

    /** One gauge. */
    public void gauge(MetricFamily family, Labels labels, double value) {
        add(gauges, family, new GaugeDataPointSnapshot(value, labels, null));
        series++;
    }

    /** All rows of a family at once. */
    public void gauges(MetricFamily family, List<GaugeDataPointSnapshot> points) {
        if (!points.isEmpty()) {
            gauges.put(family, points);
            series += points.size();
        }
    }

    /** One counter. */
    public void counter(MetricFamily family, Labels labels, long value) {
        counter(family, labels, (double) value);
    }

    /** One counter, of seconds. */
    public void counter(MetricFamily family, Labels labels, double value) {
        add(counters, family, new CounterDataPointSnapshot(value, labels, null, 0));
        series++;
    }

    private static <T> void add(Map<MetricFamily, List<T>> points, MetricFamily family, T point) {
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
        return all.build();
    }
}
