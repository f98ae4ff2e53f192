package io.forkwatch.probe.publish;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpRequest;
import io.prometheus.metrics.exporter.common.PrometheusHttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/**
 * One scrape, as the library's handler wants it. The library's own adapter, in {@code MetricsHandler}, asks for a logger of
 * {@code java.util.logging} when its class is loaded: that sets up the logging of an application that has not come to it
 * yet, and a scraper that hangs up would be a warning in the application's log. What is thrown is the port's affair.
 */
record ScrapeExchange(HttpExchange exchange)
        implements PrometheusHttpExchange, PrometheusHttpRequest, PrometheusHttpResponse {
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String TEXT = "text/plain";
    private static final String GZIP = "gzip";

    /** Of the library: it shows formats, protobuf among them, which is not there. */
    private static final String DEBUG = "debug";

    private static final String[] NONE = {};

    @Override
    public PrometheusHttpRequest getRequest() {
        return this;
    }

    @Override
    public PrometheusHttpResponse getResponse() {
        return this;
    }

    @Override
    public String getQueryString() {
        return Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    }

    @Override
    public String[] getParameterValues(String name) {
        return name.equals(DEBUG) ? NONE : PrometheusHttpRequest.super.getParameterValues(name);
    }

    /**
     * What is chosen, and no more. The library looks for names in the header: it does not know weights, takes protobuf wherever
     * it is offered, and then fails because its writer is not in the jar.
     */
    @Override
    public Enumeration<String> getHeaders(String name) {
        return Collections.enumeration(
                switch (name) {
                    case "Accept" -> List.of(isOpenMetricsWanted() ? OPEN_METRICS : TEXT);
                    case "Accept-Encoding" -> List.of(); // That is the answer's own affair.
                    default -> exchange.getRequestHeaders().getOrDefault(name, List.of());
                });
    }

    /** Where both are wanted alike: it has the units. Text is for whoever says nothing, or what we do not have. */
    private boolean isOpenMetricsWanted() {
        Acceptable types = acceptable("Accept");
        double weight = types.weight(OPEN_METRICS);
        return weight > 0 && weight >= types.weight(TEXT, "text/*", "*/*");
    }

    /** An answer to HEAD is measured, so never compressed. */
    private boolean isGzipWanted() {
        Acceptable encodings = acceptable("Accept-Encoding");
        double weight = encodings.weight(GZIP);
        return !isHead() && weight > 0 && weight >= encodings.weight("identity");
    }

    private Acceptable acceptable(String name) {
        return Acceptable.of(exchange.getRequestHeaders().getOrDefault(name, List.of()));
    }

    /** The answer to HEAD is that to GET, of which the body is not sent. */
    @Override
    public String getMethod() {
        return isHead() ? "GET" : exchange.getRequestMethod();
    }

    private boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }

    @Override
    public String getRequestPath() {
        return exchange.getRequestURI().getPath();
    }

    /** But the length, which is another when numbers are written out. */
    @Override
    public void setHeader(String name, String value) {
        if (name.equals("Content-Length")) {
            return;
        }
        exchange.getResponseHeaders().set(name, value);
    }

    @Override
    public OutputStream sendHeadersAndGetBody(int status, int contentLength) {
        return new ScrapeAnswer(exchange, status, isGzipWanted());
    }

    @Override
    public void handleException(IOException gone) throws IOException {
        throw gone;
    }

    @Override
    public void handleException(RuntimeException fault) {
        throw fault;
    }

    /** Nothing: who has made it closes it. */
    @Override
    public void close() {}
}
