package io.forkwatch.probe.publish;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code /metrics}, from a registry of its own: nothing that the host has or sets for the same library is touched. Safe
 * for any thread.
 */
public final class MetricsPage {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    MetricsPage(MetricRows rows) {
        registry.register(rows);
    }

    /** Answers in OpenMetrics where that is asked for, else in text, whatever is asked for. */
    public void answer(HttpExchange exchange) throws IOException {
        ScrapeRequest request = ScrapeRequest.of(exchange);
        MetricSnapshots snapshots = scrape(request);
        exchange.getResponseHeaders().set("Content-Type", request.openMetrics() ? OPEN_METRICS : TEXT);
        if (exchange.getRequestMethod().equals("HEAD")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            new TextWriter(body, request.openMetrics()).write(snapshots);
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.size()));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        try (OutputStream body = body(exchange, request)) {
            new TextWriter(body, request.openMetrics()).write(snapshots);
        }
    }

    private MetricSnapshots scrape(ScrapeRequest request) {
        return request.names().isEmpty()
                ? registry.scrape()
                : registry.scrape(MetricNameFilter.builder()
                        .nameMustBeEqualTo(request.names())
                        .build());
    }

    /** In chunks, so that no answer is held in memory. */
    private static OutputStream body(HttpExchange exchange, ScrapeRequest request) throws IOException {
        if (request.gzip()) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, 0);
        return request.gzip() ? new FastGzipStream(exchange.getResponseBody()) : exchange.getResponseBody();
    }
}
