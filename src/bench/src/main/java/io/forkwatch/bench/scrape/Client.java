package io.forkwatch.bench.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Scrapes, in the text format, uncompressed. */
public final class Client {
    private final byte[] buffer = new byte[1 << 16];

    /** A client. */
    public Client() {}

    /** A whole page as text. */
    public String text(String url) throws IOException {
        try (InputStream body = open(url)) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    /** Reads a page and forgets it; how many bytes it had. */
    public long bytes(String url) throws IOException {
        long bytes = 0;
        try (InputStream body = open(url)) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                bytes += count;
            }
        }
        return bytes;
    }

    private static InputStream open(String url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setRequestProperty("Accept", "text/plain;version=0.0.4");
        return connection.getInputStream();
    }
}
