package io.forkwatch.probe.attach;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Text up to a limit. What goes beyond is counted, and told at its end. */
public final class BoundedText {
    /** The most of one answer. */
    public static final int MOST_BYTES = 4 << 20;

    private static final int PIECE_BYTES = 16 << 10;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(PIECE_BYTES);
    private final int mostBytes;
    private long leftOutBytes;

    /** An empty text, of so many bytes at most. */
    public BoundedText(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Adds a text, as far as there is room. */
    public BoundedText add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes, bytes.length);
        return this;
    }

    /** Reads to the end, whatever there is room for: who writes is not broken off. */
    public BoundedText addAll(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            add(piece, read);
        }
        return this;
    }

    private void add(byte[] bytes, int length) {
        int room = Math.min(length, mostBytes - kept.size());
        kept.write(bytes, 0, room);
        leftOutBytes += length - room;
    }

    /** True if something had no room. */
    public boolean isFull() {
        return leftOutBytes > 0;
    }

    /** All of it, and how much is missing. */
    public byte[] bytes() {
        if (leftOutBytes > 0) {
            kept.writeBytes(("\n... and " + leftOutBytes + " bytes more\n").getBytes(StandardCharsets.UTF_8));
        }
        return kept.toByteArray();
    }

    @Override
    public String toString() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
