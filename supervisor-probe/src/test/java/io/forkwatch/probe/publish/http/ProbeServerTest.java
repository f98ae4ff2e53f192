package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
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
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the port answers. */
@Timeout(60)
class ProbeServerTest {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    @SuppressWarnings("NullAway.Init")
    private OpenPort at;

    @BeforeEach
    void open() throws IOException {
        at = new OpenPort();
    }

    @AfterEach
    void close() {
        at.close();
    }

    private void openFor(AuthOptions auth) throws IOException {
        at.server.close();
        Gatekeeper gatekeeper = new Gatekeeper(auth, System::nanoTime, line -> at.faults.add(new AssertionError(line)));
        gatekeeper.check();
        at.server = ProbeServer.open(
                JdkServers.opened(),
                new PortOptions(OpenPort.LOOPBACK, OpenPort.ANY, auth, TlsOptions.NONE),
                new Guard(Optional.of(gatekeeper), Optional.empty()),
                Long.MAX_VALUE,
                at.metrics,
                at.health,
                WebPages.none(),
                (what, fault) -> at.faults.add(fault));
    }

    @Test
    void whoIsNotNamedInTheFileIsToldHowToSayWhoTheyAre(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        openFor(new AuthOptions(Optional.empty(), Optional.of(tokens), true));

        for (String path : List.of("/metrics", "/healthz", "/", "/nothing")) {
            HttpResponse<byte[]> refused = at.send(at.request(path));
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"forkwatch\"");
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        }
        HttpResponse<byte[]> answered =
                at.send(at.request("/metrics").header("Authorization", "Bearer 0123456789abcdef"));
        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(OpenPort.text(answered)).contains("forkwatch_children");
    }

    @Test
    void theHealthMayBeLeftOpen(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        openFor(new AuthOptions(Optional.empty(), Optional.of(tokens), false));

        assertThat(at.send(at.request("/healthz")).statusCode()).isNotEqualTo(401);
        assertThat(at.send(at.request("/metrics")).statusCode()).isEqualTo(401);
        assertThat(at.send(at.request("/healthz/../metrics")).statusCode()).isEqualTo(401);
    }

    /** Wrong ones as fast as one can: the host's processors are its own. */
    @Test
    void wrongPasswordsAreNotAllChecked(@TempDir Path folder) throws Exception {
        Path users = Files.writeString(
                folder.resolve("users"), "ops:$2y$10$V7NFXrBXNPuaP6BN3oSGnOTXWd5gYLDPN5QhWhqx3qAcHxzb0wxTa\n");
        openFor(new AuthOptions(Optional.of(users), Optional.empty(), true));

        HttpRequest.Builder wrong = at.request("/metrics").header("Authorization", "Basic b3BzOndyb25n");
        assertThat(at.send(wrong).statusCode()).isEqualTo(401);
        HttpResponse<byte[]> next = at.send(wrong);
        assertThat(next.statusCode()).isEqualTo(429);
        assertThat(next.headers().firstValue("Retry-After")).hasValue("1");
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
        HttpRequest.Builder request = at.request("/metrics");
        if (accept != null) {
            request.header("Accept", accept);
        }
        HttpResponse<byte[]> response = at.send(request);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(OpenPort.text(response))
                .contains("forkwatch_child_resident_memory_bytes{kind=\"worker\",slot=\"0\"} 7.0\n");
        assertThat(OpenPort.text(response).endsWith("# EOF\n")).isEqualTo(type.contains("openmetrics"));
        assertThat(at.faults).isEmpty();
    }

    @Test
    void severalAcceptHeadersAreReadAsOne() throws Exception {
        HttpResponse<byte[]> response = at.send(
                at.request("/metrics").header("Accept", PROTOBUF).header("Accept", "application/openmetrics-text"));

        assertThat(OpenPort.text(response)).endsWith("# EOF\n");
    }

    @Test
    void anAnswerIsCompressedWhenThatIsAccepted() throws Exception {
        HttpResponse<byte[]> plain = at.send(at.request("/metrics"));
        HttpResponse<byte[]> packed = at.send(at.request("/metrics").header("Accept-Encoding", "deflate, gzip"));

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.body()).hasSizeLessThan(plain.body().length / 2);
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(unpacked.readAllBytes(), UTF_8)).isEqualTo(OpenPort.text(plain));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0.5", "GZIP", "identity;q=0.5, gzip", "br, gzip;q=1.0, *;q=0"})
    void compressionIsUnderstoodHoweverItIsWritten(String encoding) throws Exception {
        HttpResponse<byte[]> response = at.send(at.request("/metrics").header("Accept-Encoding", encoding));

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "x-gzip", "", "gzip; q=0.0", "gzip;q=0.5,identity;q=0.6"})
    void anAnswerIsPlainWhereCompressionIsNotAccepted(String encoding) throws Exception {
        HttpResponse<byte[]> response = at.send(at.request("/metrics").header("Accept-Encoding", encoding));

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(OpenPort.text(response)).contains("# TYPE forkwatch_children gauge");
    }

    @Test
    void theNameParameterLeavesOnlyThatMetric() throws Exception {
        HttpResponse<byte[]> response =
                at.send(at.request("/metrics?name%5B%5D=forkwatch_children&name%5B%5D=forkwatch_child_starts_total"));

        assertThat(Scrape.parse(OpenPort.text(response)).series())
                .containsOnlyKeys(
                        "forkwatch_children{kind=\"worker\"}", "forkwatch_child_starts_total{kind=\"worker\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"debug=openmetrics", "debug=prometheus-protobuf", "debug=x", "a=b&%64ebug=x", "debug", "debug="})
    void theDebugParameterOfTheLibraryDoesNothing(String query) throws Exception {
        HttpResponse<byte[]> response = at.send(at.request("/metrics?" + query));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(OpenPort.text(response)).contains("# TYPE forkwatch_children gauge");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void moreParametersThanTheLibraryReadsAreRefused(String method) throws Exception {
        HttpResponse<byte[]> response =
                at.send(at.request("/metrics?" + "a=b&".repeat(1_100) + "name[]=x".replace("[]", "%5B%5D"))
                        .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(at.faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name%5B%5D=", "name%5B%5D=no_such_metric", "name[]=no_such_metric"})
    void aFilterThatNothingPassesIsAnsweredWithNothing(String query) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.server.port())) {
            socket.getOutputStream()
                    .write(("GET /metrics?" + query + " HTTP/1.0\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).doesNotContain("forkwatch_");
            assertThat(answer.lines().findFirst().orElseThrow()).containsAnyOf("200", "400");
        }
        assertThat(at.faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/healthz", "/"})
    void headAnswersAsGetWithoutABody(String path) throws Exception {
        HttpResponse<byte[]> get = at.send(at.request(path));
        HttpResponse<byte[]> head = at.send(
                at.request(path).header("Accept-Encoding", "gzip").method("HEAD", HttpRequest.BodyPublishers.noBody()));

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
                at.send(at.request("/metrics").method(method, HttpRequest.BodyPublishers.ofString("x".repeat(50_000))));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics/", "/metricsx", "/healthz/live", "/favicon.ico", "//metrics", "/..%2f"})
    void whatIsNotThereIsNotFound(String path) throws Exception {
        assertThat(at.send(at.request(path)).statusCode()).isEqualTo(404);
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
        HttpRequest.Builder request = at.request("/metrics").header("Sec-Fetch-Site", site);
        if (mode != null) {
            request.header("Sec-Fetch-Mode", mode);
        }
        HttpResponse<byte[]> response = at.send(request.header("Origin", "http://evil.example"));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(OpenPort.text(response)).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/healthz", "/nothing"})
    void everyAnswerIsForThisSiteAndNotToBeKept(String path) throws Exception {
        HttpResponse<byte[]> response = at.send(at.request(path));

        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .hasValue("same-origin");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void theIndexLinksBothPages() throws Exception {
        assertThat(OpenPort.text(at.send(at.request("/"))))
                .contains("href=\"/metrics\"")
                .contains("href=\"/healthz\"");
    }

    @Test
    void healthTurnsFromOkToStaleAsTheTickAges() throws Exception {
        at.nanos.set(Duration.ofSeconds(30).toNanos());
        HttpResponse<byte[]> ok = at.send(at.request("/healthz"));
        at.nanos.set(Duration.ofMillis(30_001).toNanos());
        HttpResponse<byte[]> stale = at.send(at.request("/healthz"));

        assertThat(ok.statusCode()).isEqualTo(200);
        assertThat(ok.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(OpenPort.text(ok))
                .isEqualTo("{\"status\":\"ok\",\"tick_age_ms\":30000,\"children\":1,\"host_lag_ms\":0}");
        assertThat(stale.statusCode()).isEqualTo(503);
        assertThat(OpenPort.text(stale))
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
        at.server.close();
        at.server = ProbeServer.open(
                HttpServer::create,
                OpenPort.LOOPBACK,
                OpenPort.ANY,
                broken,
                at.health,
                (what, fault) -> at.faults.add(fault));
        HttpResponse<byte[]> response = at.send(at.request("/metrics")
                .header("Accept-Encoding", encoding)
                .header("Accept", "application/openmetrics-text"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(OpenPort.text(response)).doesNotContain("Exception");
        assertThat(at.faults).singleElement().asString().contains("no snapshot");
    }
}
