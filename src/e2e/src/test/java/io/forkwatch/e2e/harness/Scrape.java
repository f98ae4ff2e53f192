package io.forkwatch.e2e.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of {@code /metrics} in the Prometheus text format.
 *
 * @param text the answer as it came
 * @param values its samples, in its order
 */
public record Scrape(String text, Map<Series, Double> values) {
    private static final int LIMIT_MILLIS = 10_000;
    /** {@code name{labels} value}, then perhaps a timestamp. */
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)})? (\\S+)(?: \\S+)?");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * What identifies a series.
     *
     * @param name the metric's name
     * @param labels its labels
     */
    public record Series(String name, Map<String, String> labels) {
        public Series {
            labels = Map.copyOf(labels);
        }

        /** True if it has this name and at least these labels. */
        boolean matches(String wantedName, Map<String, String> wantedLabels) {
            return name.equals(wantedName) && labels.entrySet().containsAll(wantedLabels.entrySet());
        }
    }

    /** Fetches and parses. */
    public static Scrape of(URI url) {
        try {
            URLConnection connection = url.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            try (InputStream body = connection.getInputStream()) {
                return parse(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses; a line that is neither a comment nor a sample, and a series given twice, are errors. */
    public static Scrape parse(String text) {
        Map<Series, Double> values = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new IllegalArgumentException("not a sample: " + line);
            }
            Series series = new Series(sample.group(1), labels(sample.group(2) == null ? "" : sample.group(2)));
            if (values.put(series, number(sample.group(3))) != null) {
                throw new IllegalArgumentException("given twice: " + line);
            }
        });
        return new Scrape(text, values);
    }

    /** The series of a name with at least these labels. */
    public List<Series> series(String name, Map<String, String> labels) {
        return values.keySet().stream()
                .filter(series -> series.matches(name, labels))
                .toList();
    }

    /** The series of a name. */
    public List<Series> series(String name) {
        return series(name, Map.of());
    }

    /** The largest value among the series of a name with at least these labels; empty if there is none. */
    public OptionalDouble max(String name, Map<String, String> labels) {
        return series(name, labels).stream().mapToDouble(values::get).max();
    }

    /** The sum of the series of a name with at least these labels; 0 if there is none. */
    public double sum(String name, Map<String, String> labels) {
        return series(name, labels).stream().mapToDouble(values::get).sum();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.put(label.group(1), unescape(label.group(2)));
        }
        return labels;
    }

    private static String unescape(String value) {
        // translateEscapes knows the format's three escapes: \\, \" and \n.
        return value.translateEscapes();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
