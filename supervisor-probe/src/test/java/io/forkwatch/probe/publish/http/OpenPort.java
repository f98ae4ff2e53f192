package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A port over figures that do not change, for the tests of its server, and what was reported of it. */
final class OpenPort implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";
    static final PortRange ANY = new PortRange(0, 0);

    final AtomicLong nanos = new AtomicLong();
    final Clocks clocks = new Clocks(nanos::get, InstantSource.system());
    final List<Throwable> faults = new CopyOnWriteArrayList<>();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Snapshot snapshot = new Snapshot(
            0,
            List.of(Children.sampled("worker", new Slot(0), 7)),
            List.of(Children.totals("worker", 1)),
            List.of(),
            0);
    final ProbeMetrics metrics = new ProbeMetrics(
            new MetricSources(
                    () -> snapshot,
                    () -> JvmView.EMPTY,
                    () -> PssView.EMPTY,
                    Map::of,
                    Map::of,
                    new Tally(),
                    new Tally()),
            List.of("ok", "error"),
            "0.1.0",
            "17.0.15");
    final Health health = new Health(() -> new FixedView(snapshot), Duration.ofSeconds(1), clocks);
    ProbeServer server;

    OpenPort() throws IOException {
        server = open(ANY);
    }

    @Override
    public void close() {
        server.close();
    }

    ProbeServer open(PortRange ports) throws IOException {
        return ProbeServer.open(
                JdkServers.opened(), LOOPBACK, ports, metrics, health, (what, fault) -> faults.add(fault));
    }

    ProbeServer open(PortRange ports, Duration limit) throws IOException {
        Workers workers = new Workers(limit, new HttpThreads(), (what, fault) -> faults.add(fault));
        return open(HttpServer::create, workers, ports);
    }

    ProbeServer open(HttpServerFactory servers, Workers workers, PortRange ports) throws IOException {
        PortOptions everybody = new PortOptions(LOOPBACK, ports, AuthOptions.NONE, TlsOptions.NONE);
        return ProbeServer.open(
                servers, workers, everybody, Guard.NONE, 200, metrics, health, (what, fault) -> faults.add(fault));
    }

    Workers workers() {
        return new Workers(Duration.ofSeconds(10), new HttpThreads(), (what, fault) -> faults.add(fault));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + server.port() + path));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }
}
