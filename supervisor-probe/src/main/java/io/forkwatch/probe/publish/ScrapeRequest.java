package io.forkwatch.probe.publish;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scraper asks for.
 *
 * @param openMetrics whether it knows OpenMetrics; else, and for whatever else it asks, it gets plain text
 * @param gzip whether it takes a compressed answer
 * @param names values of {@code name[]}: the only series it wants; empty = all
 */
record ScrapeRequest(boolean openMetrics, boolean gzip, List<String> names) {
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String NAME = "name[]=";

    /** Reads its headers and its query. */
    public static ScrapeRequest of(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        return new ScrapeRequest(
                takes(headers, "Accept", OPEN_METRICS),
                takes(headers, "Accept-Encoding", "gzip"),
                names(exchange.getRequestURI().getRawQuery()));
    }

    private static boolean takes(Headers headers, String header, String name) {
        for (String items : headers.getOrDefault(header, List.of())) {
            for (String item : items.split(",", -1)) {
                if (item.split(";", 2)[0].trim().equalsIgnoreCase(name) && !isRefused(item)) {
                    return true;
                }
            }
        }
        return false;
    }

    // RFC 9110, 12.4.2: a weight of 0 means "not acceptable".
    private static boolean isRefused(String item) {
        return item.replace(" ", "").matches(".*;q=0(\\.0*)?");
    }

    private static List<String> names(@Nullable String query) {
        List<String> names = new ArrayList<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            String parameter = URLDecoder.decode(pair, StandardCharsets.UTF_8);
            if (parameter.startsWith(NAME)) {
                names.add(parameter.substring(NAME.length()));
            }
        }
        return names;
    }
}
