package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.http.auth.Gatekeeper;
import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.thread.Confined;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The port: {@code /metrics} in text and OpenMetrics, {@code /healthz}, and the pages of others. Opened off the host's threads;
 * nothing of the host is used or changed.
 */
@Confined(Confined.To.REPORTER)
public final class ProbeServer implements Closeable {
    /** Why nothing below {@code /debug/} is answered. */
    static final String DEBUG_SHUT =
            "the debug paths are shut: on an address that is not loopback they need auth.users, auth.tokens or tls.client.ca";

    private static final Duration EXCHANGE_LIMIT = Duration.ofSeconds(10);

    /** Where they wait while there is no room. The kernel allows 4,096 at most. */
    private static final int BACKLOG = 1024;

    private final Workers workers;
    private final HttpServerFactory servers;
    private final String host;
    private final InetAddress address;
    private final HostCheck hosts;
    private final int room;
    private final ProbeMetrics metrics;
    private final Health health;
    private final WebPages pages;
    private final Trouble trouble;
    private final Guard guard;
    private final Optional<LongAnswers> longAnswers;
    private Running running;

    /** A server that runs, and its thread. */
    private record Running(HttpServer server, Dispatcher dispatcher, Optional<Door> door, int port) {}

    private ProbeServer(
            Workers workers,
            HttpServerFactory servers,
            PortOptions options,
            Guard guard,
            int room,
            ProbeMetrics metrics,
            Health health,
            WebPages pages,
            Trouble trouble)
            throws IOException {
        this.workers = workers;
        this.servers = servers;
        this.host = options.host();
        this.address = addressOf(host);
        this.hosts = HostCheck.of(host, address);
        this.room = room;
        this.metrics = metrics;
        this.health = health;
        this.pages = pages;
        this.trouble = trouble;
        this.guard = guard;
        // Without a lambda, which would load it for nobody.
        Optional<LongPages> slow = pages.longPages();
        this.longAnswers = slow.isPresent()
                ? Optional.of(new LongAnswers(slow.get(), workers::later, System::nanoTime, trouble))
                : Optional.empty();
        this.running = run(options.ports());
    }

    /**
     * Binds and starts to answer.
     *
     * @param servers makes the server
     * @param options name or address of this machine to listen on, ports, of which the first free one is taken
     * @param guard who may ask, and how
     * @param openFilesLimit how many files this process may have open: connections get a share of them
     * @param pages answer what else is asked for
     * @param trouble for faults of ours in answering
     * @throws PortTakenException if no port of the range is free, or allowed to us
     * @throws UnusableHostException if the host cannot be resolved or is another machine
     * @throws NoHttpServerException if this JVM has no server for us
     * @throws IOException if the system refuses for another reason, for example too many open files or
     *     threads
     */
    public static ProbeServer open(
            HttpServerFactory servers,
            PortOptions options,
            Guard guard,
            long openFilesLimit,
            ProbeMetrics metrics,
            Health health,
            WebPages pages,
            Trouble trouble)
            throws IOException {
        Workers workers = new Workers(EXCHANGE_LIMIT, new HttpThreads(), trouble);
        int room = Door.roomFor(openFilesLimit);
        return open(servers, workers, options, guard, room, metrics, health, pages, trouble);
    }

    /** The same for everybody, in a process that may have as many files open as it likes, and without other pages. */
    public static ProbeServer open(
            HttpServerFactory servers,
            String host,
            PortRange ports,
            ProbeMetrics metrics,
            Health health,
            Trouble trouble)
            throws IOException {
        PortOptions everybody = PortOptions.open(host, ports);
        return open(servers, everybody, Guard.NONE, Long.MAX_VALUE, metrics, health, WebPages.none(), trouble);
    }

    static ProbeServer open(
            HttpServerFactory servers,
            Workers workers,
            PortOptions options,
            Guard guard,
            int room,
            ProbeMetrics metrics,
            Health health,
            Trouble trouble)
            throws IOException {
        return open(servers, workers, options, guard, room, metrics, health, WebPages.none(), trouble);
    }

    private static ProbeServer open(
            HttpServerFactory servers,
            Workers workers,
            PortOptions options,
            Guard guard,
            int room,
            ProbeMetrics metrics,
            Health health,
            WebPages pages,
            Trouble trouble)
            throws IOException {
        boolean open = false;
        try {
            ProbeServer server =
                    new ProbeServer(workers, servers, options, guard, room, metrics, health, pages, trouble);
            open = true;
            return server;
        } finally {
            if (!open) {
                workers.close();
            }
        }
    }

    // On a thread of ours: the server's own threads inherit group, daemon state and class loader from it.
    private Running run(PortRange ports) throws IOException {
        try {
            workers.prepare();
            return await(workers.submit(() -> start(bind(ports))));
        } catch (OutOfMemoryError noThread) {
            // What the JVM throws where the system refuses a thread: there may be one later.
            throw new IOException("no thread for the port: " + noThread.getMessage(), noThread);
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

    private static Running await(Future<Running> starting) throws IOException {
        try {
            return starting.get();
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

    private HttpServer bind(PortRange ports) throws IOException {
        BindException last = new BindException("no port tried");
        for (int port = ports.first(); port <= ports.last(); port++) {
            try {
                InetSocketAddress socket = new InetSocketAddress(address, port);
                tryOut(socket);
                return servers.create(socket, BACKLOG);
            } catch (BindException e) {
                last = e;
            }
        }
        throw new PortTakenException(host, ports, last);
    }

    /** A server is three descriptors and a thread: it is made only for a port that could just be bound. */
    private static void tryOut(InetSocketAddress address) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(address, 1);
        }
    }

    private Running start(HttpServer server) throws IOException {
        boolean started = false;
        try {
            Optional<Door> door = door(server, server.createContext("/", this::handle));
            if (guard.tls().isPresent() && !door.map(Door::gathers).orElse(false)) {
                // It would answer without encryption.
                throw new IOException("tls.cert cannot be had with the HTTP server of this JDK, which is not known");
            }
            server.setExecutor(door.isPresent() ? door.get() : workers);
            Running now = new Running(
                    server, Dispatcher.start(server), door, server.getAddress().getPort());
            started = true;
            return now;
        } finally {
            // Where no thread can be made: the port is for the next attempt, or for somebody else.
            if (!started) {
                servers.release(server);
            }
        }
    }

    private Optional<Door> door(HttpServer server, HttpContext pages) {
        try {
            Optional<Inside> inside = servers.inside(server);
            if (inside.isPresent()) {
                Door door = new Door(
                        inside.get(),
                        pages,
                        workers,
                        guard.wires(),
                        room,
                        System::nanoTime,
                        trouble,
                        metrics::dropped,
                        this::isAnsweredElsewhere);
                door.stand();
                return Optional.of(door);
            }
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            trouble.report("http", new IOException("connections are not limited: this JDK is not known", otherJdk));
        }
        return Optional.empty();
    }

    /**
     * Opens the same port again if its thread was interrupted or has ended, and reports that as trouble. Cheap; to be called
     * once a second.
     *
     * @throws IOException if the port could not be had again: then this is closed
     */
    public void check() throws IOException {
        if (!running.dispatcher().isLost()) {
            running.door().ifPresent(Door::check);
            return;
        }
        int port = port();
        trouble.report("http", new IOException("the thread of port " + port + " was interrupted: it is opened again"));
        // Of a thread that has died, as where the heap is full, nobody else closes the selector, nor what it had
        // accepted
        // last: the port would be taken for ever, and whoever connects would wait as long.
        servers.release(running.server());
        running.door().ifPresent(Door::close);
        try {
            running = run(new PortRange(port, port));
        } catch (IOException gone) {
            workers.close();
            throw gone;
        }
    }

    /** The port that was taken, 1 to 65535. */
    public int port() {
        return running.port();
    }

    /** Where the metrics are, for people: {@code http://127.0.0.1:9797/metrics}. */
    public String url() {
        String name = address.isAnyLocalAddress() ? "localhost" : host;
        String inUrl = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return guard.scheme() + "://" + inUrl + ":" + port() + "/metrics";
    }

    /** Whether what takes long is asked for in vain: with everybody in reach, and nobody asked who they are. */
    boolean isDebugShut() {
        boolean known = guard.gatekeeper().isPresent() || guard.clientsAreKnown();
        return longAnswers.isPresent() && !known && !address.isLoopbackAddress();
    }

    /** Whether what takes long is answered. */
    boolean isDebugOpen() {
        return longAnswers.isPresent() && !isDebugShut();
    }

    private boolean isAnsweredElsewhere(SocketChannel connection) {
        return longAnswers.isPresent() && longAnswers.get().isFor(connection);
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean taken = false;
        try {
            taken = answer(exchange);
        } finally {
            if (!taken) {
                exchange.close();
            }
        }
    }

    /** True where somebody else goes on with it. */
    private boolean answer(HttpExchange exchange) throws IOException {
        PageExchange.prepare(exchange.getResponseHeaders());
        List<String> named = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (!hosts.allows(exchange.getRequestURI(), named)) {
            PageExchange.refuse(exchange, 403, "not for this host name; ask for localhost or 127.0.0.1");
            return false;
        }
        if (!FetchSite.allows(exchange.getRequestHeaders())) {
            PageExchange.refuse(exchange, 403, "not for pages of other sites");
            return false;
        }
        return mayAsk(exchange) && answerKnown(exchange);
    }

    private boolean answerKnown(HttpExchange exchange) throws IOException {
        if (longAnswers.isPresent() && PageExchange.path(exchange).startsWith(LongPages.DEBUG)) {
            return answerLong(exchange, longAnswers.get());
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            PageExchange.refuse(exchange, 405, "only GET and HEAD");
            return false;
        }
        try {
            route(exchange);
        } catch (RuntimeException fault) {
            failed(exchange, fault);
        }
        return false;
    }

    private boolean answerLong(HttpExchange exchange, LongAnswers slow) throws IOException {
        if (isDebugShut()) {
            PageExchange.refuse(exchange, 403, DEBUG_SHUT);
            return false;
        }
        try {
            return slow.take(exchange);
        } catch (RuntimeException fault) {
            failed(exchange, fault);
            return false;
        }
    }

    // The JDK's server would swallow it.
    private void failed(HttpExchange exchange, RuntimeException fault) throws IOException {
        trouble.report("http", fault);
        if (exchange.getResponseCode() < 0) {
            PageExchange.refuse(exchange, 500, "Forkwatch could not answer; its log has the reason");
        }
    }

    /** Before anything else is looked at; where it is false, the answer is sent. */
    private boolean mayAsk(HttpExchange exchange) throws IOException {
        if (guard.gatekeeper().isEmpty()) {
            return true;
        }
        Gatekeeper gatekeeper = guard.gatekeeper().get();
        List<String> authorization = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        switch (gatekeeper.decide(PageExchange.path(exchange), authorization)) {
            case UNKNOWN -> {
                exchange.getResponseHeaders().put("WWW-Authenticate", gatekeeper.challenges());
                PageExchange.refuse(exchange, 401, "who asks is not known here");
                return false;
            }
            case LATER -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                PageExchange.refuse(exchange, 429, "too many wrong passwords; try again in a moment");
                return false;
            }
            default -> {
                return true;
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> metrics.page().answer(exchange);
            case "/healthz" -> sendHealth(exchange);
            default -> PageExchange.answer(exchange, pages);
        }
    }

    private void sendHealth(HttpExchange exchange) throws IOException {
        Health.Status status = health.check();
        PageExchange.send(
                exchange,
                status.stale() ? 503 : 200,
                WebAnswer.JSON,
                status.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** Closes the port and all connections, and ends the threads within about a second. May be called again. */
    @Override
    public void close() {
        longAnswers.ifPresent(LongAnswers::close);
        running.server().stop(0);
        workers.close();
    }
}
