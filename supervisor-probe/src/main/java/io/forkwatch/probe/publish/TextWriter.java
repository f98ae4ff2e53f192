package io.forkwatch.probe.publish;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes one answer in the text format 0.0.4 or in OpenMetrics 1.0: the four types that we have, whose names are legal
 * in both, without timestamps and exemplars. The library's own writers check and copy each name in each line, which is
 * most of what a scrape then costs. For one thread.
 */
final class TextWriter {
    private final TextBuffer out;
    private final boolean openMetrics;

    /**
     * Writes to {@code out}, which stays open.
     *
     * @param openMetrics in OpenMetrics; else in text
     */
    public TextWriter(OutputStream out, boolean openMetrics) {
        this.out = new TextBuffer(out);
        this.openMetrics = openMetrics;
    }

    /**
     * Writes all of them.
     *
     * @throws IllegalArgumentException if one is of another type
     */
    public void write(MetricSnapshots metrics) throws IOException {
        for (MetricSnapshot metric : metrics) {
            if (!metric.getDataPoints().isEmpty()) {
                write(metric);
            }
        }
        if (openMetrics) {
            out.text("# EOF\n");
        }
        out.flush();
    }

    private void write(MetricSnapshot metric) throws IOException {
        if (metric instanceof GaugeSnapshot gauge) {
            write(gauge);
        } else if (metric instanceof CounterSnapshot counter) {
            write(counter);
        } else if (metric instanceof HistogramSnapshot histogram) {
            write(histogram);
        } else if (metric instanceof InfoSnapshot info) {
            write(info);
        } else {
            throw new IllegalArgumentException(metric.getClass().getName());
        }
    }

    private void write(GaugeSnapshot gauge) throws IOException {
        String name = head(gauge.getMetadata(), "", "gauge");
        for (GaugeDataPointSnapshot point : gauge.getDataPoints()) {
            series(name, point.getLabels());
            out.number(point.getValue());
            out.text("\n");
        }
    }

    private void write(CounterSnapshot counter) throws IOException {
        String name = head(counter.getMetadata(), "_total", "counter");
        for (CounterDataPointSnapshot point : counter.getDataPoints()) {
            series(name, point.getLabels());
            out.number(point.getValue());
            out.text("\n");
        }
    }

    private void write(InfoSnapshot info) throws IOException {
        String name = head(info.getMetadata(), "_info", openMetrics ? "info" : "gauge");
        for (InfoDataPointSnapshot point : info.getDataPoints()) {
            series(name, point.getLabels());
            out.text("1\n");
        }
    }

    private void write(HistogramSnapshot histogram) throws IOException {
        String name = head(histogram.getMetadata(), "", "histogram");
        for (HistogramDataPointSnapshot point : histogram.getDataPoints()) {
            long count = buckets(name.concat("_bucket"), point.getLabels(), point.getClassicBuckets());
            series(name.concat("_count"), point.getLabels());
            out.number(count);
            out.text("\n");
            series(name.concat("_sum"), point.getLabels());
            out.number(point.getSum());
            out.text("\n");
        }
    }

    /** Each has all that the ones before it have; the last one has everything. */
    private long buckets(String name, Labels labels, ClassicHistogramBuckets buckets) throws IOException {
        long count = 0;
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            count += buckets.getCount(bucket);
            out.text(name);
            out.text("{");
            labels(labels);
            out.text(labels.size() > 0 ? ",le=\"" : "le=\"");
            out.text(bound(buckets.getUpperBound(bucket)));
            out.text("\"} ");
            out.number(count);
            out.text("\n");
        }
        return count;
    }

    // A label, so a name: it stays as the library writes it.
    private static String bound(double bound) {
        return Double.isInfinite(bound) ? "+Inf" : Double.toString(bound);
    }

    /** The lines above a family; returns the name of its series. In OpenMetrics a family is without the suffix. */
    private String head(MetricMetadata metadata, String suffix, String type) throws IOException {
        String series = metadata.getPrometheusName().concat(suffix);
        String family = openMetrics ? metadata.getPrometheusName() : series;
        if (openMetrics) {
            line("# TYPE ", family, type);
            if (metadata.getUnit() != null) {
                line("# UNIT ", family, metadata.getUnit().toString());
            }
            line("# HELP ", family, metadata.getHelp());
        } else {
            line("# HELP ", family, metadata.getHelp());
            line("# TYPE ", family, type);
        }
        return series;
    }

    private void line(String what, String family, String words) throws IOException {
        out.text(what);
        out.text(family);
        out.text(" ");
        out.text(words);
        out.text("\n");
    }

    private void series(String name, Labels labels) throws IOException {
        out.text(name);
        if (labels.size() > 0) {
            out.text("{");
            labels(labels);
            out.text("}");
        }
        out.text(" ");
    }

    private void labels(Labels labels) throws IOException {
        for (int label = 0; label < labels.size(); label++) {
            out.text(label > 0 ? "," : "");
            out.text(labels.getName(label));
            out.text("=\"");
            out.value(labels.getValue(label));
            out.text("\"");
        }
    }
}
