package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages on the port: what of them goes over the wire, and what is said where there is none. */
@Timeout(60)
class PageExchangeTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String LARGE = "{\"a\":\"" + "b".repeat(5_000) + "\"}";

    private final Clocks clocks = new Clocks(() -> 0, InstantSource.system());
    private final Snapshot nobody = Snapshot.empty(0);
    private final List<WebRequest> asked = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ProbeServer server;

    @BeforeEach
    void open() throws IOException {
        ProbeMetrics metrics = new ProbeMetrics(
                new MetricSources(
                        () -> nobody,
                        () -> JvmView.EMPTY,
                        () -> PssView.EMPTY,
                        Map::of,
                        Map::of,
                        new Tally(),
                        new Tally()),
                List.of("ok"),
                "0.1.0",
                "17");
        server = ProbeServer.open(
                JdkServers.opened(),
                PortOptions.open(LOOPBACK, new PortRange(0, 0)),
                Guard.NONE,
                Long.MAX_VALUE,
                metrics,
                new Health(() -> new FixedView(nobody), Duration.ofSeconds(1), clocks),
                this::answer,
                (what, fault) -> {});
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Optional<WebAnswer> answer(WebRequest request) {
        asked.add(request);
        return switch (request.path()) {
            case "/api/v1/large" ->
                Optional.of(WebAnswer.of(200, WebAnswer.JSON, LARGE).tagged().with("X-Of-The-Page", "yes"));
            case "/api/v1/broken" -> throw new IllegalStateException("as a fault of ours");
            default -> Optional.empty();
        };
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

    @Test
    void aPageGoesAsItIs() throws IOException, InterruptedException {
        HttpResponse<byte[]> plain = send(request("/api/v1/large?q=1").header("Accept", "application/json"));
        assertThat(text(plain)).isEqualTo(LARGE);
        assertThat(plain.headers().firstValue("X-Of-The-Page")).contains("yes");
        assertThat(plain.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(plain.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(asked).containsExactly(new WebRequest("/api/v1/large", "q=1", "application/json", ""));
    }

    @Test
    void whoTakesGzipGetsIt() throws IOException, InterruptedException {
        HttpResponse<byte[]> packed = send(request("/api/v1/large").header("Accept-Encoding", "br, gzip"));
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(LARGE.getBytes(UTF_8));
        HttpResponse<byte[]> refused = send(request("/api/v1/large").header("Accept-Encoding", "gzip;q=0"));
        assertThat(text(refused)).isEqualTo(LARGE);
    }

    @Test
    void whoHasItGetsNothing() throws IOException, InterruptedException {
        String tag = send(request("/api/v1/large")).headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> known = send(request("/api/v1/large").header("If-None-Match", tag));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(send(request("/api/v1/large").header("If-None-Match", "\"x\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aHeadHasTheLengthOnly() throws IOException, InterruptedException {
        HttpResponse<byte[]> head = send(request("/api/v1/large").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(LARGE.length()));
    }

    @Test
    void machinesAreRefusedInJson() throws IOException, InterruptedException {
        HttpResponse<byte[]> post = send(request("/api/v1/large").POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(text(post)).isEqualTo("{\"schema_version\":1,\"error\":\"only GET and HEAD\"}");
        assertThat(send(request("/api/v1/broken")).statusCode()).isEqualTo(500);
        assertThat(text(send(request("/api/v1/broken")))).startsWith("{\"schema_version\":1,\"error\":");
        assertThat(text(send(request("/metrics").POST(HttpRequest.BodyPublishers.noBody()))))
                .isEqualTo("only GET and HEAD\n");
    }

    /** A page in a browser that has a name of its own for this address (DNS rebinding). */
    @Test
    void anotherHostIsRefusedBeforeAnythingIsAsked() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /api/v1/large HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("evil").doesNotContain("bbb");
        }
        assertThat(asked).isEmpty();
    }
}
