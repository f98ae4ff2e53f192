package io.forkwatch.probe.publish.http;

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
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.auth.Gatekeeper;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import io.forkwatch.probe.publish.web.LongAnswer;
import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.LongPlan;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes long, on the port, beside scrapes. */
@Timeout(60)
class LongAnswersTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final List<WebRequest> planned = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LongPlan plan = work(LONG, () -> LongAnswer.line(200, "done"));
    private Optional<ProbeServer> opened = Optional.empty();

    private static LongPlan.Work work(Duration patience, LongPlan.Task task) {
        return new LongPlan.Work(LONG, patience, task);
    }

    /** A task that ends when it is told to. */
    private LongAnswer held() {
        begun.countDown();
        await(mayEnd);
        return new LongAnswer(
                200,
                "text/plain",
                Map.of(),
                -1,
                new ByteArrayInputStream("held".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                closed::countDown);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Pages implements WebPages {
        @Override
        public Optional<WebAnswer> answer(WebRequest request) {
            return Optional.empty();
        }

        @Override
        public Optional<LongPages> longPages() {
            return Optional.of(request -> {
                planned.add(request);
                return plan;
            });
        }
    }

    private ProbeServer open(String host, AuthOptions auth, WebPages pages) throws IOException {
        Gatekeeper gatekeeper = new Gatekeeper(auth, System::nanoTime, line -> faults.add(new AssertionError(line)));
        gatekeeper.check();
        Snapshot none = Snapshot.empty(0);
        ProbeServer server = ProbeServer.open(
                JdkServers.opened(),
                new PortOptions(host, new PortRange(0, 0), auth, TlsOptions.NONE),
                new Guard(auth.wanted() ? Optional.of(gatekeeper) : Optional.empty(), Optional.empty()),
                Long.MAX_VALUE,
                new ProbeMetrics(
                        new MetricSources(
                                () -> none,
                                () -> JvmView.EMPTY,
                                () -> PssView.EMPTY,
                                Map::of,
                                Map::of,
                                new Tally(),
                                new Tally()),
                        List.of("ok"),
                        "1",
                        "17"),
                new Health(() -> new FixedView(none), Duration.ofSeconds(1), Clocks.system()),
                pages,
                (what, fault) -> faults.add(fault));
        opened = Optional.of(server);
        return server;
    }

    private void open() throws IOException {
        open("127.0.0.1", AuthOptions.NONE, new Pages());
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        opened.ifPresent(ProbeServer::close);
        assertThat(faults).isEmpty();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + opened.orElseThrow().port() + path));
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void anAnswerIsSentAsItIs() throws Exception {
        plan = work(
                LONG,
                () -> new LongAnswer(
                        200,
                        "application/octet-stream",
                        Map.of("Content-Disposition", "attachment"),
                        3,
                        new ByteArrayInputStream(new byte[] {'a', 'b', 'c'}),
                        closed::countDown));
        open();
        HttpResponse<String> answer = ask(to("/debug/threads?x=1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("abc");
        assertThat(answer.headers().map())
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry("content-disposition", List.of("attachment"))
                .containsEntry("content-length", List.of("3"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("x-content-type-options", List.of("nosniff"));
        assertThat(planned).extracting(WebRequest::path).containsExactly("/debug/threads");
        await(closed);
    }

    @Test
    void besideOneThatIsAtWorkTheNextIsToldWhenToComeAndScrapesAreAnswered() throws Exception {
        plan = work(LONG, this::held);
        open();
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(to("/debug/jfr").build(), BodyHandlers.ofString());
        await(begun);

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> second = ask(to("/debug/threads"));
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(Long.parseLong(second.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1L, 31L);
            assertThat(ask(to("/metrics")).statusCode()).isEqualTo(200);
        }
        mayEnd.countDown();
        assertThat(first.get().body()).isEqualTo("held");
        await(closed);
    }

    @Test
    void afterOneComesTheNext() throws Exception {
        open();
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = ask(to("/debug/threads"));
            // Its threads end a moment after it is sent.
            assertThat(answer.statusCode()).isIn(200, 429);
            while (answer.statusCode() == 429) {
                answer = ask(to("/debug/threads"));
            }
        }
    }

    /** What is at work is not broken off: its turn is over when it has ended. */
    @Test
    void oneThatTakesTooLongIsNotWaitedForAndItsAnswerIsThrownAway() throws Exception {
        plan = work(Duration.ofMillis(1), this::held);
        open();
        assertThat(ask(to("/debug/jfr")).statusCode()).isEqualTo(504);
        assertThat(ask(to("/debug/threads")).statusCode()).isEqualTo(429);
        mayEnd.countDown();
        await(closed);
    }

    @Test
    void aFaultIsOursToTellAndNotThePorts() throws Exception {
        plan = work(LONG, () -> {
            throw new IllegalStateException("of the task");
        });
        open();
        HttpResponse<String> answer = ask(to("/debug/threads"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("Forkwatch could not answer; its log has the reason\n");
        assertThat(faults).extracting(Throwable::getMessage).containsExactly("of the task");
        faults.clear();
    }

    @Test
    void aRefusalCostsNoTurn() throws Exception {
        plan = work(LONG, this::held);
        open();
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(to("/debug/jfr").build(), BodyHandlers.ofString());
        await(begun);
        plan = new LongPlan.Refused(WebAnswer.of(400, "text/plain", "no\n"));
        assertThat(ask(to("/debug/threads?y")).statusCode()).isEqualTo(400);
        mayEnd.countDown();
        assertThat(first.get().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PUT", "DELETE"})
    void onlyGet(String method) throws Exception {
        open();
        HttpResponse<String> answer = ask(to("/debug/threads").method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
        assertThat(planned).isEmpty();
    }

    /** An image in a page of somebody else would have a browser ask, though that page could not read the answer. */
    @ParameterizedTest
    @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 200", "none, 200"})
    void thePagesOfOthersCannotHaveItDone(String site, int status) throws Exception {
        open();
        assertThat(ask(to("/debug/threads").header("Sec-Fetch-Site", site)).statusCode())
                .isEqualTo(status);
    }

    @Test
    void whoAsksIsKnownBeforeAnythingIsRead(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        open("127.0.0.1", new AuthOptions(Optional.empty(), Optional.of(tokens), false), new Pages());
        for (String path : List.of("/debug/threads", "/debug/jfr?seconds=x", "/debug/children/x/0/jfr", "/debug/")) {
            assertThat(ask(to(path)).statusCode()).as(path).isEqualTo(401);
            assertThat(ask(to(path).POST(HttpRequest.BodyPublishers.noBody())).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(planned).isEmpty();
        assertThat(ask(to("/debug/threads").header("Authorization", "Bearer 0123456789abcdef"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void onAnAddressThatIsNotLoopbackItIsShutWithoutAuthentication() throws Exception {
        ProbeServer server = open("0.0.0.0", AuthOptions.NONE, new Pages());
        HttpResponse<String> answer = ask(to("/debug/threads"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("auth.users, auth.tokens or tls.client.ca");
        assertThat(planned).isEmpty();
        assertThat(server.isDebugShut()).isTrue();
        assertThat(server.isDebugOpen()).isFalse();
    }

    @Test
    void withAuthenticationItIsOpenThere(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        ProbeServer server = open("0.0.0.0", new AuthOptions(Optional.empty(), Optional.of(tokens), true), new Pages());
        assertThat(ask(to("/debug/threads")).statusCode()).isEqualTo(401);
        assertThat(ask(to("/debug/threads").header("Authorization", "Bearer 0123456789abcdef"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.isDebugOpen()).isTrue();
    }

    @Test
    void withoutTheOptionThereIsNothing() throws Exception {
        ProbeServer server = open("127.0.0.1", AuthOptions.NONE, WebPages.none());
        assertThat(ask(to("/debug/threads")).statusCode()).isEqualTo(404);
        assertThat(server.isDebugOpen()).isFalse();
        assertThat(server.isDebugShut()).isFalse();
    }
}
