package io.forkwatch.e2e.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;

/**
 * What a port answers to bytes, as no client would send them.
 *
 * @param text all that came until the connection was closed; empty if nothing did
 */
public record RawHttp(String text) {
    private static final int LIMIT_MILLIS = 20_000;

    /** Sends and reads to the end, or to a reset. */
    public static RawHttp send(URI port, String bytes) {
        try (Socket socket = new Socket(port.getHost(), port.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            write(socket, bytes);
            return new RawHttp(read(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Who sends more than is wanted may be cut off.
    private static void write(Socket socket, String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException cutOff) {
            return;
        }
    }

    private static String read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[8_192];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                all.write(piece, 0, read);
            }
        } catch (SocketException reset) {
            return all.toString(ISO_8859_1);
        }
        return all.toString(ISO_8859_1);
    }

    /** Of the first answer; 0 if there is none. */
    public int status() {
        return text.matches("(?s)HTTP/1\\.1 \\d{3} .*") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    /** How many answers came. */
    public int answers() {
        return text.split("HTTP/1\\.1 \\d{3} ", -1).length - 1;
    }

    /** The status line and headers, in lower case: names of headers have no case. */
    public String head() {
        int end = text.indexOf("\r\n\r\n");
        return (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    /** What stands behind the headers. */
    public String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }
}
