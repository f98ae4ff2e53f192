package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Request line and headers of one request, put together from the pieces in which they come. What follows them, a body, is
 * counted and not kept: nothing of ours reads one.
 */
final class RequestHead {
    /** The most bytes of a head. */
    static final int LARGEST = 16 * 1024;

    /** Longer bodies are not waited for: whoever sends one may see a reset instead of the answer that it is not wanted. */
    private static final long LONGEST_BODY = 64 * 1024;

    /** The JDK's server takes a lone carriage return for one as well. */
    private static final Pattern LINE_END = Pattern.compile("\\r\\n?|\\n");

    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d{1,9}) *");

    private byte[] bytes = new byte[256];
    private int length;
    private boolean silent = true;
    private boolean firstLineEnded;
    private boolean ended;
    private long bodyBytesDue;

    /** Takes all that is in there. */
    void add(ByteBuffer piece) {
        silent = silent && !piece.hasRemaining();
        while (piece.hasRemaining()) {
            if (ended) {
                bodyBytesDue -= piece.remaining();
                piece.position(piece.limit());
            } else {
                add(piece.get());
            }
        }
    }

    private void add(byte next) {
        boolean lineEnd = next == '\r' || next == '\n';
        if ((length == 0 && lineEnd) || length > LARGEST) {
            return; // RFC 9112, 2.2: empty lines before a request are no part of it.
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = next;
        if (next == '\n' && isEnd()) {
            ended = true;
            bodyBytesDue = bodyBytes();
        }
    }

    /** After a line feed: an empty line, or a first line without a version, which nothing follows. */
    private boolean isEnd() {
        int before = bytes[length - 2] == '\r' ? length - 3 : length - 2;
        boolean first = !firstLineEnded;
        firstLineEnded = true;
        return bytes[before] == '\n'
                || (first && !text().toUpperCase(Locale.ROOT).contains(" HTTP/"));
    }

    private String text() {
        return new String(bytes, 0, length, ISO_8859_1);
    }

    private long bodyBytes() {
        long announced = 0;
        for (String line : LINE_END.split(text(), -1)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("expect:")) {
                return 0; // Its sender waits for our word.
            }
            Matcher itsLength = LENGTH.matcher(header);
            if (itsLength.matches()) {
                announced = Long.parseLong(itsLength.group(1));
            }
        }
        return announced <= LONGEST_BODY ? announced : 0;
    }

    /** True if nothing has come yet. */
    boolean isSilent() {
        return silent;
    }

    /** True if it has more bytes than any head of a scraper. */
    boolean isTooLarge() {
        return length > LARGEST;
    }

    /** True if all of it is there, and the body of usual size that it announces. */
    boolean isWhole() {
        return ended && bodyBytesDue <= 0;
    }

    /** Itself as that of a request without a body, on a connection that carries only this one. */
    byte[] withoutBody() {
        StringBuilder kept = new StringBuilder(length + 32);
        for (String line : LINE_END.split(text(), -1)) {
            String header = line.toLowerCase(Locale.ROOT);
            boolean ofBody = header.startsWith("content-length:")
                    || header.startsWith("transfer-encoding:")
                    || header.startsWith("expect:")
                    || header.startsWith("connection:");
            if (!ofBody && !line.isEmpty()) {
                kept.append(line).append("\r\n");
            }
        }
        return kept.append("Connection: close\r\n\r\n").toString().getBytes(ISO_8859_1);
    }
}
