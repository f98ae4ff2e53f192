package io.forkwatch.probe.publish.web;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer that may be long, and is sent as it is read.
 *
 * @param status 200, or why not
 * @param type the content type
 * @param headers those beside the content type
 * @param lengthBytes how long it is; -1 where that is not known
 * @param body what is sent
 * @param leftovers is closed when it was sent, or is not wanted
 */
public record LongAnswer(
        int status, String type, Map<String, String> headers, long lengthBytes, InputStream body, Closeable leftovers)
        implements Closeable {
    private static final String TEXT = "text/plain; charset=utf-8";

    public LongAnswer {
        headers = Map.copyOf(headers);
    }

    /** Lines for people. */
    public static LongAnswer text(int status, byte[] utf8) {
        return new LongAnswer(status, TEXT, Map.of(), utf8.length, new ByteArrayInputStream(utf8), () -> {});
    }

    /**
     * Why there is nothing.
     *
     * @param line one of ours, without its end
     */
    public static LongAnswer line(int status, String line) {
        return text(status, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        try (leftovers) {
            body.close();
        }
    }
}
