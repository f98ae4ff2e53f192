package io.forkwatch.bench.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Those who call at the metrics port: well-behaved ones and others. */
final class Callers implements AutoCloseable {
    private static final int CROWD = 50;
    private static final int SILENT = 20;
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int DRIP_MILLIS = 200;
    private static final String REQUEST = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();

    Callers(int port) {
        this.port = port;
    }

    /** The address of the page. */
    String url() {
        return "http://127.0.0.1:" + port + "/metrics";
    }

    /** A call. */
    interface Call {
        void make() throws IOException;
    }

    /** Makes a call; after a fault the port may be away for a moment. */
    void tryTo(Call call) {
        try {
            call.make();
        } catch (IOException away) {
            resets.incrementAndGet();
        }
    }

    /** One scrape; it is waited for. */
    void scrape() {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(url()).openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
                connection.getInputStream().readAllBytes();
                pages.incrementAndGet();
            } else {
                refusals.incrementAndGet();
            }
        } catch (IOException reset) {
            resets.incrementAndGet();
        }
    }

    /** Many at once; they are waited for. */
    void crowd() throws InterruptedException {
        threads.invokeAll(Collections.nCopies(CROWD, Executors.callable(this::scrape)));
    }

    /** Connections that say nothing, and stay. */
    void beSilent() throws IOException {
        for (int i = 0; i < SILENT; i++) {
            open();
        }
    }

    /** A request that is begun and never ended. */
    void sayHalf() throws IOException {
        open().getOutputStream()
                .write(REQUEST.substring(0, REQUEST.length() / 2).getBytes(US_ASCII));
    }

    /** A request that comes a byte at a time. */
    void drip() throws IOException {
        Socket socket = open();
        threads.execute(() -> {
            try {
                OutputStream out = socket.getOutputStream();
                for (byte one : REQUEST.getBytes(US_ASCII)) {
                    out.write(one);
                    Thread.sleep(DRIP_MILLIS);
                }
            } catch (IOException closed) {
                // So it should be.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(socket);
        return socket;
    }

    /** All hang up. */
    void hangUp() throws IOException {
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
            open.clear();
        }
    }

    /** For the report. */
    String toText() {
        return pages + " pages, " + refusals + " refusals (503), " + resets + " resets or no port";
    }

    @Override
    public void close() throws IOException {
        hangUp();
        threads.shutdownNow();
    }
}
