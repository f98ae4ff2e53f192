package io.forkwatch.probe.publish.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection whose request is not there yet.
 *
 * @param sinceNanos when it came
 * @param head what it has said
 * @param limit shows it out
 * @param wire how it says that
 */
record Guest(long sinceNanos, RequestHead head, Runnable limit, Wire wire) {
    /** A firehose keeps the server's thread no longer than that. */
    private static final int PIECES_AT_ONCE = 16;

    /** Hears what it has to say; false at the end of that. */
    boolean read(ByteBuffer piece) throws IOException {
        int read = 1;
        for (int i = 0; i < PIECES_AT_ONCE && read > 0 && !head.isWhole(); i++) {
            piece.clear();
            read = wire.read(piece);
            head.add(piece.flip());
        }
        return read >= 0;
    }
}
