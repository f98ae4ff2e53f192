package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.forkwatch.probe.AgentJvm;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A host with a provider of its own, in a JVM of its own. Prints what became of our port, and then of its own choice. */
public final class PortHost {
    private static final String PROPERTY = "com.sun.net.httpserver.HttpServerProvider";

    private static final int STATUS_LENGTH = "{\"status\":\"ok\"".length();

    private PortHost() {}

    /**
     * Opens the port, asks for health, closes it, and then makes the host's choice.
     *
     * @param arguments {@code threads} leaves none for the first attempt; {@code property} sets the host's property, but
     *     after all that
     */
    public static void main(String[] arguments) throws IOException {
        HttpServerFactory ours = HttpServerFactory.ofThisJdk(AgentJvm.instrumentation());
        PortRange port = new PortRange(free(), 65_535);
        HttpLoggingGate gate = HttpLoggingGate.ofThisJvm(AgentJvm.instrumentation(), Clocks.system());
        if (!gate.getAsBoolean()) {
            System.out.println("the port waits");
            return;
        }
        if (List.of(arguments).contains("threads")) {
            try (ProbeServer server = open(new WithoutThreads(ours), port)) {
                System.out.println("opened " + server.port());
            } catch (IOException refused) {
                System.out.println(refused.getMessage());
            }
        }
        System.out.println("health " + health(ours, port));
        if (List.of(arguments).contains("property")) {
            System.setProperty(PROPERTY, HostProvider.class.getName());
        }
        System.out.println("chosen " + HttpServerProvider.provider().getClass().getSimpleName());
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static ProbeServer open(HttpServerFactory servers, PortRange ports) throws IOException {
        Snapshot snapshot = Snapshot.empty(System.nanoTime());
        MetricSources sources = new MetricSources(
                () -> snapshot, () -> JvmView.EMPTY, () -> PssView.EMPTY, Map::of, Map::of, new Tally(), new Tally());
        ProbeMetrics metrics = new ProbeMetrics(sources, List.of("ok"), "1", "17");
        Health health = new Health(() -> new FixedView(snapshot), Duration.ofSeconds(1), Clocks.system());
        return ProbeServer.open(
                servers, "127.0.0.1", ports, metrics, health, (what, fault) -> System.out.println(what + fault));
    }

    private static String health(HttpServerFactory servers, PortRange ports) throws IOException {
        try (ProbeServer server = open(servers, ports);
                InputStream body = URI.create(server.url().replace("metrics", "healthz"))
                        .toURL()
                        .openStream()) {
            String status = new String(body.readAllBytes(), UTF_8).substring(0, STATUS_LENGTH);
            return status + (server.port() == ports.first() ? " at the first port" : " at another port");
        }
    }

    /** Of a machine that has no thread left when a server is to be started. */
    private record WithoutThreads(HttpServerFactory servers) implements HttpServerFactory {
        @Override
        public HttpServer create(InetSocketAddress address, int backlog) throws IOException {
            return new Unstartable(servers.create(address, backlog));
        }

        @Override
        public void release(HttpServer unstarted) {
            servers.release(((Unstartable) unstarted).bound);
        }
    }
}
