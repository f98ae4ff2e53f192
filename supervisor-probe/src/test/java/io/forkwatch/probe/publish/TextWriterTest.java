package io.forkwatch.probe.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The library's writers say what is right; only the form of a number may differ. */
class TextWriterTest {
    private static String ours(MetricSnapshots metrics, boolean openMetrics) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TextWriter(out, openMetrics).write(metrics);
        return out.toString(UTF_8);
    }

    private static String theirs(MetricSnapshots metrics, boolean openMetrics) throws IOException {
        ExpositionFormatWriter writer =
                openMetrics ? OpenMetricsTextFormatWriter.create() : PrometheusTextFormatWriter.create();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, metrics, EscapingScheme.DEFAULT);
        return out.toString(UTF_8);
    }

    /** Each line, with its number as a number. */
    private static List<Object> lines(String text) {
        List<Object> lines = new ArrayList<>();
        text.lines().forEach(line -> {
            int space = line.lastIndexOf(' ');
            lines.add(line.startsWith("#") ? line : line.substring(0, space));
            lines.add(line.startsWith("#") ? "" : number(line.substring(space + 1)));
        });
        return lines;
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }

    private static MetricSnapshots everyFamily() {
        List<LivingChild> children = List.of(
                Children.sampled("worker", new Slot(0), 100),
                Children.sampled("worker", new Slot(11), 4_000_000_000_000L),
                Children.sampled("shell", Slot.OVERFLOW, 7),
                Children.fresh("shell", new Slot(2), 8));
        Tally dropped = new Tally();
        dropped.add("a \"quoted\"\nline with \\");
        Snapshot snapshot = new Snapshot(1, children, List.of(Children.totals("worker", 2)), List.of(), 2_000_000);
        JvmView jvms = Children.jvms(children);
        PssView pss = Children.pss(children);
        ProbeMetrics metrics = new ProbeMetrics(
                new MetricSources(
                        () -> snapshot,
                        () -> jvms,
                        () -> pss,
                        () -> Map.of("zombie_read", true),
                        () -> Map.of("sampler", 1_234_567L),
                        new Tally(),
                        dropped),
                List.of("ok", "error"),
                "0.1.0",
                "17.0.15+6");
        metrics.tick(3_300_000);
        metrics.exited(Children.death("worker", 500_000_000, 100 << 20), "ok");
        return new MetricRows(metrics).collect();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itSaysWhatTheLibrarySays(boolean openMetrics) throws IOException {
        MetricSnapshots metrics = everyFamily();

        assertThat(lines(ours(metrics, openMetrics))).isEqualTo(lines(theirs(metrics, openMetrics)));
        assertThat(metrics.size()).isGreaterThanOrEqualTo(MetricFamily.OF_CHILD.size() + 12);
    }

    @Test
    void anAnswerLongerThanTheBufferIsWhole() throws IOException {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        for (int slot = 0; slot < 1_000; slot++) {
            points.add(new GaugeDataPointSnapshot(slot / 8.0, Labels.of("slot", "\u00e9" + slot), null));
        }
        MetricSnapshots metrics = MetricSnapshots.of(gauge(points));

        assertThat(lines(ours(metrics, false))).isEqualTo(lines(theirs(metrics, false)));
    }

    private static MetricSnapshot gauge(List<GaugeDataPointSnapshot> points) {
        return new GaugeSnapshot(new MetricMetadata("a_gauge", "A gauge."), points);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "7, 7.0",
        "-12, -12.0",
        "0.5, 0.5",
        "0.001, 0.001",
        "1.05, 1.05",
        "-0.5, -0.5",
        "1700000100.123, 1700000100.123",
        "0.1234, 0.1234",
        "0.3000000000000000444, 0.30000000000000004",
        "1700000100, 1700000100.0",
        "9007199254740991, 9007199254740991.0",
        "9007199254740992, 9.007199254740992E15",
        "-9007199254740991, -9007199254740991.0",
        "1e300, 1.0E300",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
    })
    void aNumberIsWrittenInFullWhereItIsShort(double value, String text) throws IOException {
        MetricSnapshots metrics =
                MetricSnapshots.of(gauge(List.of(new GaugeDataPointSnapshot(value, Labels.EMPTY, null))));

        assertThat(ours(metrics, false)).endsWith("\na_gauge " + text + "\n");
    }

    @Test
    void aTypeThatWeDoNotHaveIsRefused() {
        MetricSnapshots metrics = MetricSnapshots.of(UnknownSnapshot.builder()
                .name("unknown")
                .dataPoint(UnknownSnapshot.UnknownDataPointSnapshot.builder()
                        .value(1)
                        .build())
                .build());

        assertThatIllegalArgumentException().isThrownBy(() -> ours(metrics, false));
    }
}
