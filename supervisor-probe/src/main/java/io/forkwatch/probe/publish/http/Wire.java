package io.forkwatch.probe.publish.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** What a connection says, and is told, whatever that looks like on its way. */
interface Wire {
    /**
     * Takes what has come; never waits.
     *
     * @return how many bytes: 0 where none are there yet, -1 at the end
     */
    int read(ByteBuffer into) throws IOException;

    /** Puts a short text into the socket's buffer; never waits. */
    void sendNow(byte[] text) throws IOException;

    /** Where an answer goes; waits for a client that takes its time. Closing it says the last word, and leaves the socket open. */
    OutputStream output();

    /** Makes the one of a new connection. */
    interface Factory {
        Wire of(SocketChannel channel);
    }

    /** As it is. */
    record Plain(SocketChannel channel) implements Wire {
        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public void sendNow(byte[] text) throws IOException {
            channel.write(ByteBuffer.wrap(text));
        }

        @Override
        public OutputStream output() {
            return Channels.newOutputStream(channel);
        }
    }
}
