package io.forkwatch.probe.publish;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /metrics}, from a registry of its own. The host may use the same library for itself and have settings for it:
 * filters and formats among them are not for us, so ready-made defaults are handed in. Safe for any thread.
 */
final class MetricsPage {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Optional<PrometheusScrapeHandler> handler;

    MetricsPage(MetricRows rows) {
        registry.register(rows);
        handler = handler(registry);
    }

    /** Empty if the library refuses to start over a setting of the host's that this version does not know. */
    private static Optional<PrometheusScrapeHandler> handler(PrometheusRegistry registry) {
        try {
            return Optional.of(
                    new PrometheusScrapeHandler(PrometheusProperties.builder().build(), registry));
        } catch (ExceptionInInitializerError hostSettings) {
            return Optional.empty();
        }
    }

    /** Answers in the format that is asked for; in plain text where the host's settings are in the way. */
    void answer(HttpExchange exchange) throws IOException {
        if (handler.isPresent()) {
            handler.get().handleRequest(new ScrapeExchange(exchange));
        } else {
            answerInText(exchange);
        }
    }

    private void answerInText(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(body, registry.scrape(), EscapingScheme.DEFAULT);
        ProbeServer.send(exchange, 200, PrometheusTextFormatWriter.CONTENT_TYPE, body.toByteArray());
    }
}
