package io.forkwatch.probe.publish;

import com.sun.net.httpserver.HttpExchange;
import io.forkwatch.probe.process.view.KindTotals;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;

/**
 * {@code /metrics}, from a registry of its own and by explicit settings: nothing that the host has or sets for the same library
 * is touched or read. Safe for any thread.
 */
public final class MetricsPage {
    private final ProbeMetrics metrics;
    private final EventMetrics events;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusScrapeHandler handler;

    MetricsPage(ProbeMetrics metrics, EventMetrics events, PrometheusProperties settings) {
        this.metrics = metrics;
        this.events = events;
        events.collectors().forEach(registry::register);
        registry.register(new MetricRows(metrics, events));
        this.handler = new PrometheusScrapeHandler(settings, registry);
    }

    /** Answers as the library does: in the format that is asked for, compressed where that is allowed, filtered by {@code name[]}. */
    public void answer(HttpExchange exchange) throws IOException {
        prepare();
        handler.handleRequest(new ScrapeExchange(exchange));
    }

    /** All that an answer has. */
    MetricSnapshots scrape() {
        prepare();
        return registry.scrape();
    }

    private void prepare() {
        events.mend();
        for (KindTotals totals : metrics.sources().snapshots().get().kinds()) {
            events.know(totals.kind());
        }
    }
}
