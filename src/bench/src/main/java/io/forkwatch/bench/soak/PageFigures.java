package io.forkwatch.bench.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A page of metrics.
 *
 * @param bytes of it
 * @param series on it
 * @param sums of the series of a metric, by its name
 * @param dropped what was left out, by what
 * @param trouble faults that were caught, by what
 */
record PageFigures(
        long bytes, long series, Map<String, Double> sums, Map<String, Double> dropped, Map<String, Double> trouble) {

    private static final int PATIENCE_MILLIS = 10_000;

    static PageFigures read(String url) throws IOException {
        String page = text(url);
        List<String> series = page.lines().filter(line -> !line.startsWith("#")).toList();
        return new PageFigures(
                page.length(),
                series.size(),
                series.stream()
                        .collect(Collectors.groupingBy(
                                PageFigures::name, TreeMap::new, Collectors.summingDouble(PageFigures::value))),
                byWhat(series, "forkwatch_dropped_total"),
                byWhat(series, "forkwatch_trouble_total"));
    }

    private static String text(String url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("Accept", "text/plain;version=0.0.4");
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private static Map<String, Double> byWhat(List<String> series, String metric) {
        return series.stream()
                .filter(line -> name(line).equals(metric))
                .filter(line -> value(line) != 0)
                .collect(Collectors.toMap(
                        line -> line.replaceAll(".*what=\"([^\"]*)\".*", "$1"),
                        PageFigures::value,
                        Double::sum,
                        TreeMap::new));
    }

    private static String name(String line) {
        return line.split("[{ ]", 2)[0];
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** The sum over all series of a metric; 0 without any. */
    long sum(String metric) {
        return Math.round(sums.getOrDefault(metric, 0.0));
    }

    /** CPU time of the agent's threads since the start, in milliseconds. */
    long agentCpuMillis() {
        return Math.round(sums.getOrDefault("forkwatch_agent_cpu_seconds_total", 0.0) * 1e3);
    }
}
