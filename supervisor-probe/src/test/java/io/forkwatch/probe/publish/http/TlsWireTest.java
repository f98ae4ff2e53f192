package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.tls.TestCertificate;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import io.forkwatch.probe.publish.web.LongAnswer;
import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.LongPlan;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port with a certificate, asked by the JDK's own client and by sockets. */
@Timeout(60)
class TlsWireTest {
    @TempDir
    private static Path folder;

    private static TestCertificate own;
    private static TestCertificate clients;
    private static Path cert;
    private static Path key;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ProbeMetrics metrics;

    @SuppressWarnings("NullAway.Init")
    private Guard guard;

    private WebPages pages = WebPages.none();
    private ProbeServer server;

    @BeforeAll
    static void certificates() throws Exception {
        own = TestCertificate.make(folder, "own", "EC");
        clients = TestCertificate.make(folder, "client", "RSA");
        cert = Files.writeString(folder.resolve("cert.pem"), own.cert());
        key = Files.writeString(folder.resolve("key.pem"), own.key());
    }

    @BeforeEach
    void open() throws IOException {
        server = open(Optional.empty());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ProbeServer open(Optional<Path> clientCa) throws IOException {
        // So many kinds that the page is many records long.
        List<KindTotals> kinds = IntStream.range(0, 40)
                .mapToObj(kind -> Children.totals("worker-" + kind, 1))
                .toList();
        Snapshot snapshot = new Snapshot(0, List.of(), kinds, List.of(), 0);
        metrics = new ProbeMetrics(
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
        Health health = new Health(() -> new FixedView(snapshot), Duration.ofSeconds(1), Clocks.system());
        PortOptions options = new PortOptions(
                "127.0.0.1",
                new PortRange(0, 0),
                AuthOptions.NONE,
                new TlsOptions(Optional.of(cert), Optional.of(key), clientCa));
        guard = Guard.of(options, System::nanoTime, said::add);
        guard.check();
        return ProbeServer.open(
                JdkServers.opened(),
                options,
                guard,
                Long.MAX_VALUE,
                metrics,
                health,
                pages,
                (what, fault) -> said.add(what + fault));
    }

    private HttpClient client(String protocol, Optional<TestCertificate> identity) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", own.store().getCertificate("own"));
        trust.init(trusted);
        KeyManager[] keys = null;
        if (identity.isPresent()) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(identity.get().store(), TestCertificate.PASSWORD);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        return HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void answersAsWithoutIt(String protocol) throws Exception {
        HttpClient client = client(protocol, Optional.empty());
        HttpResponse<String> metrics = client.send(request("/metrics"), BodyHandlers.ofString());
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .hasSizeGreaterThan(20_000)
                .contains("forkwatch_children{")
                .endsWith("\n");
        assertThat(client.send(request("/nothing"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(404);
        assertThat(said).isEmpty();
        assertThat(server.url()).isEqualTo("https://127.0.0.1:" + server.port() + "/metrics");
    }

    /** As the port does it: see MetricsPort. */
    @Test
    void untilWhenItsCertificateIsValidIsAMetric() throws Exception {
        String name = "forkwatch_tls_certificate_expiry_timestamp_seconds ";
        HttpClient client = client("TLSv1.3", Optional.empty());
        assertThat(client.send(request("/metrics"), BodyHandlers.ofString()).body())
                .doesNotContain(name);

        metrics.certificate(guard.tls().orElseThrow()::expirySeconds);
        String text = client.send(request("/metrics"), BodyHandlers.ofString()).body();
        String value =
                text.lines().filter(line -> line.startsWith(name)).findAny().orElseThrow();
        X509Certificate certificate = (X509Certificate) own.store().getCertificate("own");
        assertThat((long) Double.parseDouble(value.substring(name.length())))
                .isEqualTo(certificate.getNotAfter().toInstant().getEpochSecond());
    }

    /** By another thread than those of the port, after its request has been read. */
    private record Slow(String body) implements WebPages {
        @Override
        public Optional<WebAnswer> answer(WebRequest request) {
            return Optional.empty();
        }

        @Override
        public Optional<LongPages> longPages() {
            return Optional.of(request ->
                    new LongPlan.Work(Duration.ZERO, Duration.ofSeconds(30), () -> LongAnswer.line(200, body)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whatTakesLongIsEncryptedAsWell(String protocol) throws Exception {
        server.close();
        pages = new Slow("0123456789".repeat(100_000));
        server = open(Optional.empty());
        HttpResponse<String> answer =
                client(protocol, Optional.empty()).send(request("/debug/threads"), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(1_000_001).endsWith("0123456789\n");
        assertThat(said).isEmpty();
    }

    @Test
    void aHeadThatIsTooLargeIsRefusedInWords() throws Exception {
        HttpClient client = client("TLSv1.3", Optional.empty());
        HttpRequest large = HttpRequest.newBuilder(request("/metrics"), (name, value) -> true)
                .header("X", "x".repeat(20_000))
                .build();
        assertThat(client.send(large, BodyHandlers.ofString()).statusCode()).isEqualTo(431);
    }

    /** Half a handshake each: a scrape beside them is answered. */
    @Test
    void whoSaysHalfOfAHandshakeHoldsUpNobody() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket half = new Socket(InetAddress.getLoopbackAddress(), server.port());
                half.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});
                halves.add(half);
            }
            HttpResponse<String> metrics =
                    client("TLSv1.3", Optional.empty()).send(request("/metrics"), BodyHandlers.ofString());
            assertThat(metrics.statusCode()).isEqualTo(200);
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\u0016\u0003\u0001\u00ff\u00ff",
                "\0\0\0\0\0\0"
            })
    void whoDoesNotSpeakItGetsNoFigureAndIsLetGo(String text) throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            plain.getOutputStream().write(text.getBytes(ISO_8859_1));
            plain.shutdownOutput();
            InputStream in = plain.getInputStream();
            assertThat(new String(in.readAllBytes(), UTF_8)).doesNotContain("forkwatch", "HTTP/1");
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        HttpResponse<String> next =
                client("TLSv1.3", Optional.empty()).send(request("/healthz"), BodyHandlers.ofString());
        assertThat(next.body()).contains("status");
    }

    @Test
    void clientsMayBeAskedForACertificateOfTheirOwn() throws Exception {
        server.close();
        server = open(Optional.of(Files.writeString(folder.resolve("clients.pem"), clients.cert())));

        HttpClient known = client("TLSv1.3", Optional.of(clients));
        assertThat(known.send(request("/metrics"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        HttpClient unknown = client("TLSv1.3", Optional.empty());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unknown.send(request("/metrics"), BodyHandlers.ofString()));
    }
}
