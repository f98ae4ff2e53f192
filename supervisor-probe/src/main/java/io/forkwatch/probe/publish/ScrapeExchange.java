package io.forkwatch.probe.publish;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.exporter.httpserver.HttpExchangeAdapter;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A scrape as the library sees it, without what would do harm: the protobuf format, whose classes are not in our jar; a
 * compressed answer to HEAD and the debug parameter, which the library does not get right; and the library's logging,
 * which would wake {@code java.util.logging} in the host.
 */
final class ScrapeExchange extends HttpExchangeAdapter {
    private final HttpExchange exchange;
    private final HttpRequest request = new TextRequest();

    ScrapeExchange(HttpExchange exchange) {
        super(exchange);
        this.exchange = exchange;
    }

    @Override
    public HttpRequest getRequest() {
        return request;
    }

    /** The client is gone. */
    @Override
    public void handleException(IOException e) throws IOException {
        throw e;
    }

    /** A fault of ours, for the wall above. */
    @Override
    public void handleException(RuntimeException e) {
        throw e;
    }

    /** Left to the wall above, which may have an error to answer. */
    @Override
    public void close() {}

    /** What is left of an {@code Accept} header without protobuf; empty means that anything will do. */
    static String withoutProtobuf(List<String> accept) {
        StringJoiner left = new StringJoiner(",");
        for (String header : accept) {
            for (String range : header.split(",", -1)) {
                if (!range.toLowerCase(Locale.ROOT).contains("application/vnd.google.protobuf")) {
                    left.add(range.trim());
                }
            }
        }
        return left.toString();
    }

    private final class TextRequest extends HttpRequest {
        @Override
        public Enumeration<String> getHeaders(String name) {
            if (name.equals("Accept")) {
                return Collections.enumeration(List.of(withoutProtobuf(headers(name))));
            }
            if (name.equals("Accept-Encoding") && getMethod().equals("HEAD")) {
                return Collections.emptyEnumeration();
            }
            return Collections.enumeration(headers(name));
        }

        private List<String> headers(String name) {
            return exchange.getRequestHeaders().getOrDefault(name, List.of());
        }

        @Override
        public String[] getParameterValues(String name) {
            return name.equals("debug") ? new String[0] : super.getParameterValues(name);
        }
    }
}
