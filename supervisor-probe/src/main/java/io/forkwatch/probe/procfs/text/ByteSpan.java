package io.forkwatch.probe.procfs.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Text of one file under /proc, in a buffer that is used again and again. Not thread-safe: one owner.
 *
 * <p>The buffer grows on demand up to {@link #MAX_BYTES}; what is longer is cut there. Only {@code cmdline} can be.
 */
public final class ByteSpan {
    /** The most that is kept of one file, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private byte[] array;
    private int length;

    /**
     * An empty span.
     *
     * @param capacity bytes to begin with, 1 to {@link #MAX_BYTES}
     */
    public ByteSpan(int capacity) {
        if (capacity < 1 || capacity > MAX_BYTES) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        array = new byte[capacity];
    }

    /** A span of the text's characters as ISO-8859-1 bytes: for tests and for text at hand. */
    public static ByteSpan of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteSpan span = new ByteSpan(Math.max(1, Math.min(bytes.length, MAX_BYTES)));
        span.set(bytes, 0, bytes.length);
        return span;
    }

    /** The buffer itself, not a copy: valid up to {@link #length()}, until the span is filled again. */
    public byte[] array() {
        return array;
    }

    /** Bytes of text, 0 and up. */
    public int length() {
        return length;
    }

    /** Replaces the text by {@code count} bytes of {@code source}, beginning at {@code from}. */
    public void set(byte[] source, int from, int count) {
        length = 0;
        int kept = Math.min(count, MAX_BYTES);
        ensure(kept);
        System.arraycopy(source, from, array, 0, kept);
        length = kept;
    }

    /** Replaces the text by what remains in {@code source}, and consumes it as far as it fits. */
    public void copyFrom(ByteBuffer source) {
        length = 0;
        int kept = Math.min(source.remaining(), MAX_BYTES);
        ensure(kept);
        source.get(array, 0, kept);
        length = kept;
    }

    /**
     * Replaces the text by the rest of a stream. Sizes under /proc are 0 or made up, so nobody asks for them: one read
     * that leaves room in the buffer has reached the end.
     */
    public void readFrom(InputStream in) throws IOException {
        length = 0;
        int count = in.read(array, 0, array.length);
        while (count > 0) {
            length += count;
            if (length < array.length || length == MAX_BYTES) {
                return;
            }
            ensure(length + 1);
            count = in.read(array, length, array.length - length);
        }
    }

    /** Where {@code wanted} is first at or after {@code from}, -1 if nowhere. */
    public int indexOf(char wanted, int from) {
        for (int at = from; at < length; at++) {
            if (array[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** Where {@code wanted} is last, -1 if nowhere. */
    public int lastIndexOf(char wanted) {
        for (int at = length - 1; at >= 0; at--) {
            if (array[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** True if the ASCII text {@code prefix} stands at {@code from}. */
    public boolean startsWith(String prefix, int from) {
        if (length - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (array[from + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first place at or after {@code from} that is not a blank or tab; {@link #length()} if there is none. */
    public int skipBlanks(int from) {
        int at = from;
        while (at < length && (array[at] == ' ' || array[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** The first blank, tab or newline at or after {@code from}; {@link #length()} if there is none. */
    public int endOfWord(int from) {
        int at = from;
        while (at < length && array[at] != ' ' && array[at] != '\t' && array[at] != '\n') {
            at++;
        }
        return at;
    }

    private void ensure(int capacity) {
        if (capacity > array.length) {
            byte[] larger = new byte[Math.min(MAX_BYTES, Math.max(capacity, 2 * array.length))];
            System.arraycopy(array, 0, larger, 0, length);
            array = larger;
        }
    }
}
