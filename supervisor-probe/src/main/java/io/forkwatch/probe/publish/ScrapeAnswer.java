package io.forkwatch.probe.publish;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** What the library writes into. It is sent when it is complete: what it is to become, and how long that is, is not known before. */
final class ScrapeAnswer extends ByteArrayOutputStream {
    private final HttpExchange exchange;
    private final int status;
    private final boolean compressed;
    private boolean sent;

    /**
     * An answer of which nothing is sent yet.
     *
     * @param compressed true for gzip
     */
    ScrapeAnswer(HttpExchange exchange, int status, boolean compressed) {
        this.exchange = exchange;
        this.status = status;
        this.compressed = compressed;
    }

    @Override
    public void close() throws IOException {
        if (!sent) {
            sent = true;
            send(PlainNumbers.in(buf, count));
        }
    }

    /** An answer to HEAD has its length, but no body: the JDK's server would warn of a length in the log of the host. */
    private void send(ByteArrayOutputStream page) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(page.size()));
            exchange.sendResponseHeaders(status, -1);
        } else if (compressed) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(status, 0);
            write(page, new GZIPOutputStream(exchange.getResponseBody()));
        } else {
            exchange.sendResponseHeaders(status, page.size() == 0 ? -1 : page.size());
            write(page, exchange.getResponseBody());
        }
    }

    private static void write(ByteArrayOutputStream page, OutputStream body) throws IOException {
        try (body) {
            page.writeTo(body);
        }
    }
}
