package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.ProbeMetrics;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The port: {@code /metrics} in text and OpenMetrics, {@code /healthz}, and an index. Opened off the host's threads;
 * nothing of the host is used or changed.
 */
public final class ProbeServer implements Closeable {
    private static final Duration EXCHANGE_LIMIT = Duration.ofSeconds(10);
    private static final int BACKLOG = 64;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String INDEX = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Forkwatch</title></head>
            <body><h1>Forkwatch</h1>
            <ul><li><a href="/metrics">Metrics</a></li><li><a href="/healthz">Health</a></li></ul>
            </body></html>
            """;

    private final HttpServer server;
    private final Workers workers;
    private final String host;
    private final ProbeMetrics metrics;
    private final Health health;
    private final Trouble trouble;

    private ProbeServer(
            HttpServer server, Workers workers, String host, ProbeMetrics metrics, Health health, Trouble trouble) {
        this.server = server;
        this.workers = workers;
        this.host = host;
        this.metrics = metrics;
        this.health = health;
        this.trouble = trouble;
    }

    /**
     * Binds and starts to answer.
     *
     * @param host name or address of this machine to listen on
     * @param ports the first free one is taken
     * @param trouble for faults of ours in answering
     * @throws PortTakenException if no port of the range is free, or allowed to us
     * @throws UnusableHostException if the host cannot be resolved or is another machine
     * @throws IOException if the system refuses for another reason, for example too many open files
     */
    public static ProbeServer open(String host, PortRange ports, ProbeMetrics metrics, Health health, Trouble trouble)
            throws IOException {
        return open(host, ports, metrics, health, trouble, EXCHANGE_LIMIT);
    }

    static ProbeServer open(
            String host, PortRange ports, ProbeMetrics metrics, Health health, Trouble trouble, Duration limit)
            throws IOException {
        InetAddress address = addressOf(host);
        Workers workers = new Workers(limit, trouble);
        boolean open = false;
        try {
            // On a thread of ours: the server's own threads inherit daemon state and class loader from it.
            ProbeServer server = await(workers.submit(() -> {
                HttpServer http = bind(host, address, ports);
                ProbeServer probe = new ProbeServer(http, workers, host, metrics, health, trouble);
                probe.start();
                return probe;
            }));
            open = true;
            return server;
        } finally {
            if (!open) {
                workers.close();
            }
        }
    }

    private static InetAddress addressOf(String host) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UnusableHostException(host, "cannot be resolved");
        }
        boolean ours = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
        if (!ours) {
            throw new UnusableHostException(host, "is not an address of this machine");
        }
        return address;
    }

    private static ProbeServer await(Future<ProbeServer> opening) throws IOException {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw causeOf(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the port was opened");
        }
    }

    private static IOException causeOf(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof IOException io ? io : new IOException(e);
    }

    private static HttpServer bind(String host, InetAddress address, PortRange ports) throws IOException {
        BindException last = new BindException("no port tried");
        for (int port = ports.first(); port <= ports.last(); port++) {
            try {
                InetSocketAddress socket = new InetSocketAddress(address, port);
                tryOut(socket);
                return HttpServer.create(socket, BACKLOG);
            } catch (BindException e) {
                last = e;
            }
        }
        throw new PortTakenException(host, ports, last);
    }

    /** HttpServer.create leaks its descriptor when it cannot bind: so it only gets a port that could just be bound. */
    private static void tryOut(InetSocketAddress address) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(address, 1);
        }
    }

    private void start() {
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The port that was taken, 1 to 65535. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Where the metrics are, for people: {@code http://127.0.0.1:9797/metrics}. */
    public String url() {
        InetAddress address = server.getAddress().getAddress();
        String name = address.isAnyLocalAddress() ? "localhost" : host;
        String inUrl = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return "http://" + inUrl + ":" + port() + "/metrics";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            send(exchange, 405, TEXT, "only GET and HEAD\n");
            return;
        }
        try {
            route(exchange);
        } catch (RuntimeException fault) {
            // The JDK's server would swallow it.
            trouble.report("http", fault);
            if (exchange.getResponseCode() < 0) {
                send(exchange, 500, TEXT, "Forkwatch could not answer; its log has the reason\n");
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> metrics.page().answer(exchange);
            case "/healthz" -> sendHealth(exchange);
            case "/" -> send(exchange, 200, "text/html; charset=utf-8", INDEX);
            default -> send(exchange, 404, TEXT, "not found; try /metrics or /healthz\n");
        }
    }

    private void sendHealth(HttpExchange exchange) throws IOException {
        Health.Status status = health.check();
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, status.stale() ? 503 : 200, "application/json", status.toJson());
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        send(exchange, code, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a whole answer, to HEAD without its body. */
    static void send(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(code, -1);
            return;
        }
        exchange.sendResponseHeaders(code, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Closes the port and all connections, and ends the threads within about a second. May be called again. */
    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }
}
