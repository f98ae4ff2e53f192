package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import io.forkwatch.probe.publish.Scrape;
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.auth.Gatekeeper;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import io.forkwatch.probe.publish.web.WebPages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProbeServerTest {
    private static final java.util.Set<String> SERVERS_OWN =
            java.util.Set.of("HTTP-Dispatcher", "server-timer", "idle-timeout-task");
    private static final String LOOPBACK = "127.0.0.1";
    private static final PortRange ANY = new PortRange(0, 0);
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    private final AtomicLong nanos = new AtomicLong();
    private final Clocks clocks = new Clocks(nanos::get, InstantSource.system());
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Snapshot snapshot = new Snapshot(
            0,
            List.of(Children.sampled("worker", new Slot(0), 7)),
            List.of(Children.totals("worker", 1)),
            List.of(),
            0);
    private final ProbeMetrics metrics = new ProbeMetrics(
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
    private final Health health = new Health(() -> new FixedView(snapshot), Duration.ofSeconds(1), clocks);
    private ProbeServer server;

    @BeforeEach
    void open() throws IOException {
        server = open(ANY);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ProbeServer open(PortRange ports) throws IOException {
        return ProbeServer.open(
                JdkServers.opened(), LOOPBACK, ports, metrics, health, (what, fault) -> faults.add(fault));
    }

    private ProbeServer open(PortRange ports, Duration limit) throws IOException {
        Workers workers = new Workers(limit, new HttpThreads(), (what, fault) -> faults.add(fault));
        return open(HttpServer::create, workers, ports);
    }

    private ProbeServer open(HttpServerFactory servers, Workers workers, PortRange ports) throws IOException {
        PortOptions everybody = new PortOptions(LOOPBACK, ports, AuthOptions.NONE, TlsOptions.NONE);
        return ProbeServer.open(
                servers, workers, everybody, Guard.NONE, 200, metrics, health, (what, fault) -> faults.add(fault));
    }

    private void openFor(AuthOptions auth) throws IOException {
        server.close();
        Gatekeeper gatekeeper = new Gatekeeper(auth, System::nanoTime, line -> faults.add(new AssertionError(line)));
        gatekeeper.check();
        server = ProbeServer.open(
                JdkServers.opened(),
                new PortOptions(LOOPBACK, ANY, auth, TlsOptions.NONE),
                new Guard(Optional.of(gatekeeper), Optional.empty()),
                Long.MAX_VALUE,
                metrics,
                health,
                WebPages.none(),
                (what, fault) -> faults.add(fault));
    }

    @Test
    void whoIsNotNamedInTheFileIsToldHowToSayWhoTheyAre(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        openFor(new AuthOptions(Optional.empty(), Optional.of(tokens), true));

        for (String path : List.of("/metrics", "/healthz", "/", "/nothing")) {
            HttpResponse<byte[]> refused = send(request(path));
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"forkwatch\"");
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        }
        HttpResponse<byte[]> answered = send(request("/metrics").header("Authorization", "Bearer 0123456789abcdef"));
        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(text(answered)).contains("forkwatch_children");
    }

    @Test
    void theHealthMayBeLeftOpen(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        openFor(new AuthOptions(Optional.empty(), Optional.of(tokens), false));

        assertThat(send(request("/healthz")).statusCode()).isNotEqualTo(401);
        assertThat(send(request("/metrics")).statusCode()).isEqualTo(401);
        assertThat(send(request("/healthz/../metrics")).statusCode()).isEqualTo(401);
    }

    /** Wrong ones as fast as one can: the host's processors are its own. */
    @Test
    void wrongPasswordsAreNotAllChecked(@TempDir Path folder) throws Exception {
        Path users = Files.writeString(
                folder.resolve("users"), "ops:$2y$10$V7NFXrBXNPuaP6BN3oSGnOTXWd5gYLDPN5QhWhqx3qAcHxzb0wxTa\n");
        openFor(new AuthOptions(Optional.of(users), Optional.empty(), true));

        HttpRequest.Builder wrong = request("/metrics").header("Authorization", "Basic b3BzOndyb25n");
        assertThat(send(wrong).statusCode()).isEqualTo(401);
        HttpResponse<byte[]> next = send(wrong);
        assertThat(next.statusCode()).isEqualTo(429);
        assertThat(next.headers().firstValue("Retry-After")).hasValue("1");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + server.port() + path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | text/plain; version=0.0.4",
                "'' | text/plain; version=0.0.4",
                "*/* | text/plain; version=0.0.4",
                "text/plain | text/plain; version=0.0.4",
                "text/plain;version=0.0.4;q=1 | text/plain; version=0.0.4",
                "application/openmetrics-text;version=1.0.0,text/plain;q=0.5 | application/openmetrics-text; version=1.0.0",
                PROTOBUF + " | text/plain; version=0.0.4",
                "APPLICATION/vnd.google.PROTOBUF;proto=io.prometheus.client.MetricFamily | text/plain; version=0.0.4",
                PROTOBUF + ";q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.3,*/*;q=0.1"
                        + " | application/openmetrics-text; version=1.0.0",
                PROTOBUF + ";q=0.7,text/plain;version=0.0.4;q=0.3 | text/plain; version=0.0.4",
                "application/openmetrics-text;q=0,text/plain | text/plain; version=0.0.4",
                "image/png | text/plain; version=0.0.4",
                ";;,=,;q=, | text/plain; version=0.0.4",
                "application/openmetrics-text | application/openmetrics-text; version=1.0.0",
                "Application/OpenMetrics-Text ; Q=0.5 | application/openmetrics-text; version=1.0.0",
                "application/openmetrics-text;q=0.4,text/plain;q=0.5 | text/plain; version=0.0.4",
                "text/plain;q=0.4,application/openmetrics-text;q=0.5 | application/openmetrics-text; version=1.0.0",
                "text/plain,application/openmetrics-text | application/openmetrics-text; version=1.0.0",
                "application/openmetrics-text;q=0.2,*/*;q=0.1 | application/openmetrics-text; version=1.0.0",
                "application/openmetrics-text;q=0.1,*/*;q=0.2 | text/plain; version=0.0.4",
                "application/openmetrics-text;q=0.000,*/* | text/plain; version=0.0.4",
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | application/openmetrics-text; version=1.0.0",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.2"
                        + " | application/openmetrics-text; version=1.0.0",
                "text/plain;version=0.0.4;escaping=dots | text/plain; version=0.0.4",
                "text/plain;escaping=no-such-scheme | text/plain; version=0.0.4",
                PROTOBUF + ",text/plain;q=0 | text/plain; version=0.0.4",
                "not-application/openmetrics-text | text/plain; version=0.0.4",
                "text/plain;note=application/openmetrics-text | text/plain; version=0.0.4",
            })
    void whateverIsAcceptedTheAnswerIsTextOrOpenMetrics(String accept, String type) throws Exception {
        HttpRequest.Builder request = request("/metrics");
        if (accept != null) {
            request.header("Accept", accept);
        }
        HttpResponse<byte[]> response = send(request);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(text(response)).contains("forkwatch_child_resident_memory_bytes{kind=\"worker\",slot=\"0\"} 7.0\n");
        assertThat(text(response).endsWith("# EOF\n")).isEqualTo(type.contains("openmetrics"));
        assertThat(faults).isEmpty();
    }

    @Test
    void severalAcceptHeadersAreReadAsOne() throws Exception {
        HttpResponse<byte[]> response =
                send(request("/metrics").header("Accept", PROTOBUF).header("Accept", "application/openmetrics-text"));

        assertThat(text(response)).endsWith("# EOF\n");
    }

    @Test
    void anAnswerIsCompressedWhenThatIsAccepted() throws Exception {
        HttpResponse<byte[]> plain = send(request("/metrics"));
        HttpResponse<byte[]> packed = send(request("/metrics").header("Accept-Encoding", "deflate, gzip"));

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.body()).hasSizeLessThan(plain.body().length / 2);
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(unpacked.readAllBytes(), UTF_8)).isEqualTo(text(plain));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0.5", "GZIP", "identity;q=0.5, gzip", "br, gzip;q=1.0, *;q=0"})
    void compressionIsUnderstoodHoweverItIsWritten(String encoding) throws Exception {
        HttpResponse<byte[]> response = send(request("/metrics").header("Accept-Encoding", encoding));

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "x-gzip", "", "gzip; q=0.0", "gzip;q=0.5,identity;q=0.6"})
    void anAnswerIsPlainWhereCompressionIsNotAccepted(String encoding) throws Exception {
        HttpResponse<byte[]> response = send(request("/metrics").header("Accept-Encoding", encoding));

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(text(response)).contains("# TYPE forkwatch_children gauge");
    }

    @Test
    void theNameParameterLeavesOnlyThatMetric() throws Exception {
        HttpResponse<byte[]> response =
                send(request("/metrics?name%5B%5D=forkwatch_children&name%5B%5D=forkwatch_child_starts_total"));

        assertThat(Scrape.parse(text(response)).series())
                .containsOnlyKeys(
                        "forkwatch_children{kind=\"worker\"}", "forkwatch_child_starts_total{kind=\"worker\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"debug=openmetrics", "debug=prometheus-protobuf", "debug=x", "a=b&%64ebug=x", "debug", "debug="})
    void theDebugParameterOfTheLibraryDoesNothing(String query) throws Exception {
        HttpResponse<byte[]> response = send(request("/metrics?" + query));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).contains("# TYPE forkwatch_children gauge");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void moreParametersThanTheLibraryReadsAreRefused(String method) throws Exception {
        HttpResponse<byte[]> response =
                send(request("/metrics?" + "a=b&".repeat(1_100) + "name[]=x".replace("[]", "%5B%5D"))
                        .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name%5B%5D=", "name%5B%5D=no_such_metric", "name[]=no_such_metric"})
    void aFilterThatNothingPassesIsAnsweredWithNothing(String query) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("GET /metrics?" + query + " HTTP/1.0\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).doesNotContain("forkwatch_");
            assertThat(answer.lines().findFirst().orElseThrow()).containsAnyOf("200", "400");
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/healthz", "/"})
    void headAnswersAsGetWithoutABody(String path) throws Exception {
        HttpResponse<byte[]> get = send(request(path));
        HttpResponse<byte[]> head = send(
                request(path).header("Accept-Encoding", "gzip").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(get.body().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<byte[]> response =
                send(request("/metrics").method(method, HttpRequest.BodyPublishers.ofString("x".repeat(50_000))));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics/", "/metricsx", "/healthz/live", "/favicon.ico", "//metrics", "/..%2f"})
    void whatIsNotThereIsNotFound(String path) throws Exception {
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    /** What browsers say of a page of another site that asks. Of the test's own client these headers are not to be had otherwise. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "cross-site | cors | 403",
                "cross-site | no-cors | 403",
                "same-site | none | 403",
                "cross-site | navigate | 200",
                "same-origin | cors | 200",
                "none-of-these | none | 403",
            })
    void pagesOfOtherSitesAreNotAnswered(String site, String mode, int status) throws Exception {
        HttpRequest.Builder request = request("/metrics").header("Sec-Fetch-Site", site);
        if (mode != null) {
            request.header("Sec-Fetch-Mode", mode);
        }
        HttpResponse<byte[]> response = send(request.header("Origin", "http://evil.example"));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(text(response)).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/healthz", "/nothing"})
    void everyAnswerIsForThisSiteAndNotToBeKept(String path) throws Exception {
        HttpResponse<byte[]> response = send(request(path));

        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .hasValue("same-origin");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void theIndexLinksBothPages() throws Exception {
        assertThat(text(send(request("/")))).contains("href=\"/metrics\"").contains("href=\"/healthz\"");
    }

    @Test
    void healthTurnsFromOkToStaleAsTheTickAges() throws Exception {
        nanos.set(Duration.ofSeconds(30).toNanos());
        HttpResponse<byte[]> ok = send(request("/healthz"));
        nanos.set(Duration.ofMillis(30_001).toNanos());
        HttpResponse<byte[]> stale = send(request("/healthz"));

        assertThat(ok.statusCode()).isEqualTo(200);
        assertThat(ok.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(text(ok)).isEqualTo("{\"status\":\"ok\",\"tick_age_ms\":30000,\"children\":1,\"host_lag_ms\":0}");
        assertThat(stale.statusCode()).isEqualTo(503);
        assertThat(text(stale))
                .isEqualTo(
                        "{\"status\":\"stale\",\"reason\":\"the sampler has made no tick for 30001 ms\",\"tick_age_ms\":30001,\"children\":1,\"host_lag_ms\":0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip"})
    void aFaultOfOursIsReportedAndAnsweredWithoutAStackTrace(String encoding) throws Exception {
        ProbeMetrics broken = new ProbeMetrics(
                new MetricSources(
                        () -> {
                            throw new IllegalStateException("no snapshot");
                        },
                        () -> JvmView.EMPTY,
                        () -> PssView.EMPTY,
                        Map::of,
                        Map::of,
                        new Tally(),
                        new Tally()),
                List.of(),
                "1",
                "17");
        server.close();
        server =
                ProbeServer.open(HttpServer::create, LOOPBACK, ANY, broken, health, (what, fault) -> faults.add(fault));
        HttpResponse<byte[]> response = send(request("/metrics")
                .header("Accept-Encoding", encoding)
                .header("Accept", "application/openmetrics-text"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(text(response)).doesNotContain("Exception");
        assertThat(faults).singleElement().asString().contains("no snapshot");
    }

    @Test
    void aTakenPortIsSaidWithPortAndHost() {
        PortRange taken = new PortRange(server.port(), server.port());

        assertThatExceptionOfType(PortTakenException.class)
                .isThrownBy(() -> open(taken))
                .withMessageStartingWith("port=" + taken + " on 127.0.0.1");
    }

    @Test
    void aTakenPortLeavesNoDescriptorAndNoThreadBehind() throws Exception {
        PortRange taken = new PortRange(server.port(), server.port());
        assertThatExceptionOfType(PortTakenException.class).isThrownBy(() -> open(taken));
        long descriptors = descriptors();
        for (int attempt = 0; attempt < 50; attempt++) {
            assertThatExceptionOfType(PortTakenException.class).isThrownBy(() -> open(taken));
        }

        assertThat(descriptors() - descriptors).isLessThan(10);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void ofARangeTheFirstFreePortIsTaken() throws IOException {
        int taken = server.port();
        int second;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            second = free.getLocalPort();
        }
        PortRange range = new PortRange(Math.min(taken, second), Math.max(taken, second));
        try (ProbeServer other = open(range)) {
            assertThat(other.port()).isNotEqualTo(taken).isBetween(range.first(), range.last());
            assertThat(other.url()).isEqualTo("http://127.0.0.1:" + other.port() + "/metrics");
        }
    }

    @ParameterizedTest
    @CsvSource({"no-such-host.invalid, cannot be resolved", "192.0.2.1, is not an address of this machine"})
    void aHostThatCannotBeUsedIsSaidWithTheOption(String host, String reason) {
        assertThatExceptionOfType(UnusableHostException.class)
                .isThrownBy(() -> ProbeServer.open(
                        HttpServer::create, host, ANY, metrics, health, (what, fault) -> faults.add(fault)))
                .withMessage("host=" + host + " " + reason);
    }

    @Test
    void allItsThreadsAreDaemonsAndEndWithItAndOursHaveNoLoaderOfTheHost() throws Exception {
        send(request("/metrics"));
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("forkwatch-http-")
                        || thread.getName().equals("HTTP-Dispatcher"))
                .toList();
        assertThat(threads).hasSizeGreaterThanOrEqualTo(3).allSatisfy(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            // The dispatcher is the JDK's own; since JDK 25 it has the system loader, whoever starts it.
            if (thread.getName().startsWith("forkwatch-")) {
                assertThat(thread.getContextClassLoader()).isNull();
            }
        });

        server.close();
        server.close();
        assertThat(threads).allSatisfy(thread -> {
            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
        });
    }

    @Test
    void clientsThatStallAreCutOffAndTheNextIsServed() throws Exception {
        server.close();
        server = open(ANY, Duration.ofMillis(200));
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.getOutputStream().write("GET /metr".getBytes(US_ASCII));
            stalled.add(socket);
        }
        assertThat(send(request("/metrics")).statusCode()).isEqualTo(200);

        for (Socket socket : stalled) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.close();
        }
        assertThat(send(request("/metrics")).statusCode()).isEqualTo(200);
        assertThat(faults).isEmpty();
    }

    @Test
    void aFloodOfStalledClientsIsTurnedAwayAndOvercome() throws Exception {
        server.close();
        server = open(ANY, Duration.ofMillis(100));
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.getOutputStream().write('G');
            stalled.add(socket);
        }
        for (Socket socket : stalled) {
            assertThat(readToEnd(socket)).isEqualTo(-1);
            socket.close();
        }
        assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(faults).isEmpty();
    }

    /** -1 at the end; a reset is an end as well. */
    private static int readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Test
    void closeDoesNotWaitForAClientThatStalls() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /metr".getBytes(US_ASCII));
            send(request("/healthz"));
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(readToEnd(socket)).isEqualTo(-1);
        }
    }

    @Test
    void oneInterruptOfTheServersOwnThreadIsCuredByACheckWithoutAnyRequest() throws Exception {
        Thread lost = dispatcher();
        int port = server.port();
        lost.interrupt();

        server.check();

        assertThat(server.port()).isEqualTo(port);
        assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(lost.isAlive()).isFalse();
        assertThat(dispatcher().isInterrupted()).isFalse();
        assertThat(faults)
                .singleElement()
                .asString()
                .endsWith("the thread of port " + port + " was interrupted: it is opened again");
        server.check();
        assertThat(faults).hasSize(1);
    }

    /** The JDK gives its thread no handler: what escapes there would reach the host's. */
    @Test
    void theThreadsThatTheServerMakesHaveAWall() {
        List<String> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> SERVERS_OWN.contains(thread.getName()))
                .filter(thread -> thread.getUncaughtExceptionHandler() instanceof ThreadGroup)
                .map(Thread::getName)
                .toList();

        assertThat(dispatcher().isAlive()).isTrue();
        assertThat(made).isEmpty();
    }

    @Test
    void aRequestCuresItAsWell() throws Exception {
        Thread interrupted = dispatcher();
        interrupted.interrupt();

        assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);

        assertThat(interrupted.isInterrupted()).isFalse();
        server.check();
        assertThat(interrupted.isAlive()).isTrue();
        assertThat(faults).isEmpty();
    }

    @Test
    void itIsCuredAsOftenAsItHappens() throws Exception {
        for (int time = 1; time <= 3; time++) {
            Thread lost = dispatcher();
            lost.interrupt();

            server.check();

            assertThat(lost.isAlive()).isFalse();
            assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
            assertThat(faults).hasSize(time);
        }
    }

    /** As where the heap is full. Nobody closes its selector then, and with that its port. */
    @Test
    void aServerWhoseThreadHasDiedGivesItsPortBack() throws Exception {
        server.close();
        AtomicBoolean full = new AtomicBoolean();
        BooleanSupplier heap = () -> {
            if (full.getAndSet(false)) {
                throw new StackOverflowError("on the thread of the server");
            }
            return false;
        };
        server = open(JdkServers.starved(heap, inside -> {}), workers(), ANY);
        int port = server.port();
        Thread lost = dispatcher();
        full.set(true);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            lost.join(5_000);
            assertThat(lost.isAlive()).isFalse();

            server.check();

            assertThat(readToEnd(socket)).as("nobody is kept waiting").isEqualTo(-1);
        }
        assertThat(server.port()).isEqualTo(port);
        assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
        server.check();
        assertThat(faults).hasSize(1);
    }

    @Test
    void aPortThatCannotBeHadAgainIsClosed() throws Exception {
        PortRange same = new PortRange(server.port(), server.port());
        server.close();
        AtomicInteger made = new AtomicInteger();
        HttpServerFactory once = (address, backlog) -> {
            if (made.getAndIncrement() > 0) {
                throw new BindException("Address already in use");
            }
            return HttpServer.create(address, backlog);
        };
        server = open(once, workers(), same);
        dispatcher().interrupt();

        assertThatExceptionOfType(PortTakenException.class).isThrownBy(server::check);

        assertThat(ourThreads()).isEmpty();
        server.close();
        server = open(same);
        assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
    }

    private static Thread dispatcher() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("HTTP-Dispatcher"))
                .findAny()
                .orElseThrow();
    }

    private static List<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("forkwatch-http-"))
                .filter(thread -> !endsSoon(thread))
                .toList();
    }

    private static boolean endsSoon(Thread thread) {
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void workersThatGetNoThreadLeaveThePortAlone(int available) throws Exception {
        PortRange same = new PortRange(server.port(), server.port());
        server.close();
        AtomicInteger left = new AtomicInteger(available);
        ThreadFactory few = task -> {
            if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new HttpThreads().newThread(task);
        };
        Workers workers = new Workers(Duration.ofSeconds(10), few, (what, fault) -> faults.add(fault));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> open(HttpServer::create, workers, same))
                .withMessage("no thread for the port: unable to create native thread");

        assertThat(ourThreads()).isEmpty();
        server = open(same);
        assertThat(server.port()).isEqualTo(same.first());
    }

    @Test
    void aRequestForWhichThereIsNoThreadIsClosedAndTheNextIsServed() throws Exception {
        server.close();
        AtomicInteger made = new AtomicInteger();
        ThreadFactory twice = task -> {
            if (made.incrementAndGet() == 3) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new HttpThreads().newThread(task);
        };
        server = open(
                HttpServer::create,
                new Workers(Duration.ofSeconds(10), twice, (what, fault) -> faults.add(fault)),
                ANY);

        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            refused.getOutputStream().write("GET /healthz HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            assertThat(readToEnd(refused)).isEqualTo(-1);
        }

        assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
    }

    private Workers workers() {
        return new Workers(Duration.ofSeconds(10), new HttpThreads(), (what, fault) -> faults.add(fault));
    }
}
