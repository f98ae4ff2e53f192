package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A page on its way through an exchange. Nothing of what was asked goes back with it. */
final class PageExchange {
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Where nobody has a better one. */
    private static final String INDEX = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Forkwatch</title></head>
            <body><h1>Forkwatch</h1>
            <ul><li><a href="/metrics">Metrics</a></li><li><a href="/healthz">Health</a></li></ul>
            </body></html>
            """;

    /** Below this gzip saves no packet. */
    private static final int WORTH_GZIP_BYTES = 1_400;

    private PageExchange() {}

    /** What every answer has; a page that may be kept says so itself. */
    static void prepare(Headers headers) {
        // One that is kept would hold a descriptor of the host until the next scrape.
        headers.set("Connection", "close");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    static void answer(HttpExchange exchange, WebPages pages) throws IOException {
        WebRequest request = request(exchange);
        WebAnswer answer = pages.answer(request).orElseGet(() -> without(request));
        send(exchange, answer.unlessKnown(request));
    }

    private static WebAnswer without(WebRequest request) {
        return request.path().equals("/")
                ? WebAnswer.of(200, "text/html; charset=utf-8", INDEX)
                : WebAnswer.of(404, TEXT, "not found; try /, /metrics or /healthz\n");
    }

    /** Says why not: to machines in JSON. */
    static void refuse(HttpExchange exchange, int code, String line) throws IOException {
        boolean api = path(exchange).startsWith(WebPages.API);
        send(exchange, api ? WebAnswer.refusal(code, line) : WebAnswer.of(code, TEXT, line + "\n"));
    }

    /** The path of what is asked for; empty for a target that has none. */
    static String path(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path == null ? "" : path;
    }

    static WebRequest request(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new WebRequest(path(exchange), query, header(exchange, "Accept"), header(exchange, "If-None-Match"));
    }

    private static String header(HttpExchange exchange, String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? "" : String.join(",", values);
    }

    static void send(HttpExchange exchange, WebAnswer answer) throws IOException {
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            exchange.getResponseHeaders().set(header.getKey(), header.getValue());
        }
        if (answer.status() == 304) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (body.length >= WORTH_GZIP_BYTES) {
            exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
            if (takesGzip(exchange)) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                body = gzip(body);
            }
        }
        send(exchange, answer.status(), answer.type(), body);
    }

    /** Sends a whole answer, to HEAD without its body. */
    static void send(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(code, -1);
            return;
        }
        exchange.sendResponseHeaders(code, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static boolean takesGzip(HttpExchange exchange) {
        String accepted =
                header(exchange, "Accept-Encoding").toLowerCase(Locale.ROOT).replace(" ", "");
        return accepted.contains("gzip") && !accepted.matches(".*gzip;q=0(\\.0*)?(,.*)?");
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }
}
