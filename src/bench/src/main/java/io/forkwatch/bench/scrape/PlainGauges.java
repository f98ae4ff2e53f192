package io.forkwatch.bench.scrape;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an application would do by itself: a Gauge with labels for each family, and the HTTP server of the library. */
public final class PlainGauges implements Page {
    private static final Pattern CHILD_SERIES = Pattern.compile("(\\w+)\\{kind=\"(.*?)\",slot=\"(.*?)\"} (\\S+)");

    private final HTTPServer server;

    private PlainGauges(HTTPServer server) {
        this.server = server;
    }

    /** Opens a page that has the same series of children as another one, with the same values. */
    public static PlainGauges like(String page) throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        Map<String, Gauge> gauges = new HashMap<>();
        for (String line : page.lines().toList()) {
            Matcher series = CHILD_SERIES.matcher(line);
            if (series.matches()) {
                gauges.computeIfAbsent(series.group(1), name -> gauge(name, registry))
                        .labelValues(series.group(2), series.group(3))
                        .set(Double.parseDouble(series.group(4)));
            }
        }
        return new PlainGauges(HTTPServer.builder()
                .hostname("127.0.0.1")
                .port(0)
                .registry(registry)
                .buildAndStart());
    }

    private static Gauge gauge(String name, PrometheusRegistry registry) {
        return Gauge.builder().name(name).help(name).labelNames("kind", "slot").register(registry);
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + server.getPort() + "/metrics";
    }

    @Override
    public void close() {
        server.close();
    }
}
