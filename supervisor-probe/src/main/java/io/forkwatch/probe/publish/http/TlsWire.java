package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.publish.http.tls.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * Encrypted. The handshake is done where bytes come in, on the server's own thread, which waits for nobody; a connection that
 * says nothing has no engine and no buffer.
 */
final class TlsWire implements Wire {
    /** One record: RFC 8446, 5.2. */
    private static final int MOST_RECORD_BYTES = 5 + 16_384 + 2_048;

    private static final int FIRST_BYTES = 2_048;

    private final SocketChannel channel;
    private final Tls tls;
    private Optional<SSLEngine> engine = Optional.empty();
    private ByteBuffer encrypted = ByteBuffer.allocate(0);
    private boolean ended;

    TlsWire(SocketChannel channel, Tls tls) {
        this.channel = channel;
        this.tls = tls;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!encrypted.hasRemaining()) {
            grow();
        }
        int read = channel.read(encrypted);
        ended |= read < 0;
        int before = into.position();
        if (read > 0) {
            decrypt(engine(), into);
        }
        int bytes = into.position() - before;
        return bytes == 0 && ended ? -1 : bytes;
    }

    private void grow() throws IOException {
        if (encrypted.capacity() >= MOST_RECORD_BYTES) {
            throw new IOException("a record that is longer than any");
        }
        int bytes = Math.min(MOST_RECORD_BYTES, Math.max(FIRST_BYTES, 2 * encrypted.capacity()));
        int had = encrypted.position();
        encrypted = ByteBuffer.wrap(Arrays.copyOf(encrypted.array(), bytes));
        encrypted.position(had);
    }

    private SSLEngine engine() throws IOException {
        if (engine.isEmpty()) {
            engine = tls.engine();
        }
        return engine.orElseThrow(() -> new IOException("too many handshakes at once"));
    }

    private void decrypt(SSLEngine its, ByteBuffer into) throws IOException {
        encrypted.flip();
        try {
            while (step(its, into)) {}
        } finally {
            encrypted.compact();
        }
    }

    /** True if there is more to do with what is here. */
    private boolean step(SSLEngine its, ByteBuffer into) throws IOException {
        switch (its.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = its.getDelegatedTask(); task != null; task = its.getDelegatedTask()) {
                    task.run();
                }
                return true;
            }
            case NEED_WRAP -> {
                sendNow(new byte[0]);
                return true;
            }
            default -> {
                return encrypted.hasRemaining() && unwrap(its, into);
            }
        }
    }

    private boolean unwrap(SSLEngine its, ByteBuffer into) throws IOException {
        SSLEngineResult result = its.unwrap(encrypted, into);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            ended = true;
        }
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    /** What does not fit is lost, and with it the connection: a socket that has sent nothing has room for a handshake. */
    @Override
    public void sendNow(byte[] text) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(text);
        do {
            ByteBuffer record = encrypt(rest);
            channel.write(record);
            if (record.hasRemaining()) {
                throw new IOException("a client that does not read");
            }
        } while (rest.hasRemaining());
    }

    private ByteBuffer encrypt(ByteBuffer plain) throws IOException {
        SSLEngine its = engine.orElseThrow();
        ByteBuffer record = ByteBuffer.allocate(its.getSession().getPacketBufferSize());
        its.wrap(plain, record);
        return record.flip();
    }

    @Override
    public OutputStream output() {
        return new Encrypting();
    }

    private final class Encrypting extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
            while (rest.hasRemaining()) {
                send(encrypt(rest));
            }
        }

        /** That there is no more: else a client may take the answer for one that was cut. */
        @Override
        public void close() throws IOException {
            if (engine.isPresent() && channel.isOpen()) {
                engine.get().closeOutbound();
                send(encrypt(ByteBuffer.allocate(0)));
            }
        }

        private void send(ByteBuffer record) throws IOException {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        }
    }
}
