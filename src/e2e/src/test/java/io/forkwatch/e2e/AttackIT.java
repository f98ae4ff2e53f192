package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.RawHttp;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;

/** Who means no good, at the port of the shipped jar. What each attack gets stands in a row; beside all, a scrape is answered. */
final class AttackIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** In each request of the table, somewhere; in no answer. */
    private static final String MARK = "zqx7mark";

    private static final String HOST = "Host: localhost\r\n";
    private static final String END = "\r\n\r\n";

    /** No answer at all: the connection is closed. */
    private static final int NONE = 0;

    /**
     * One of them.
     *
     * @param what is tried
     * @param bytes that are sent
     * @param status that comes back
     */
    private record Attack(String what, String bytes, int status) {
        static Attack get(String target, int status) {
            return new Attack(target, "GET " + target + " HTTP/1.1\r\n" + HOST + "X: " + MARK + END, status);
        }

        static Attack with(String header, int status) {
            return with("/api/v1/children", header, status);
        }

        static Attack with(String target, String header, int status) {
            return new Attack(
                    header, "GET " + target + " HTTP/1.1\r\n" + HOST + header + "\r\nX: " + MARK + END, status);
        }

        static Attack method(String line, int status) {
            return new Attack(line, line + " HTTP/1.1\r\n" + HOST + "X: " + MARK + END, status);
        }
    }

    private static final List<Attack> PATHS = List.of(
            Attack.get("/" + MARK, 404),
            Attack.get("/%2e%2e/%2e%2e/etc/passwd?" + MARK, 404),
            Attack.get("/../../etc/passwd#" + MARK, 404),
            Attack.get("/assets/../../../" + MARK, 404),
            Attack.get("/assets/..%2findex.html?" + MARK, 404),
            Attack.get("/assets/uplot/uPlot.min.css", 404),
            Attack.get("/assets/%2e%2e%5cindex.html", 404),
            Attack.get("/..\\" + MARK, 400),
            Attack.get("/metrics%00" + MARK, 404),
            Attack.get("/metrics%0d%0aSet-Cookie:%20" + MARK, 404),
            Attack.get("/metrics/" + MARK, 404),
            Attack.get("/./metrics", 404),
            Attack.get("/api/v1/../../metrics?" + MARK, 404),
            Attack.get("/api/v1/children/%00/0?pid=" + MARK, 404),
            Attack.get("/api/v1/children/<script>" + MARK + "/0", 400),
            Attack.get("/api/v1/children/%3Cscript%3E" + MARK + "/0", 404),
            Attack.get("/api/v1/children/..%2f..%2f/0?" + MARK, 404),
            Attack.get("/api/v1/exits?before=" + MARK, 400),
            Attack.get("/api/v1/exits?before=99999999999999999999", 400),
            Attack.get("/api/" + MARK, 404),
            Attack.get("http://" + MARK + ".example/metrics", 403),
            Attack.get("http://localhost@" + MARK + ".example/", 403),
            Attack.get("//" + MARK + ".example/metrics", 403),
            Attack.get("/%zz" + MARK, 400),
            Attack.get("", 404),
            Attack.get("/" + "a".repeat(17_000) + MARK, 431));

    private static final List<Attack> HEADERS = List.of(
            Attack.with("Origin: http://" + MARK + ".example", 200),
            Attack.with("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nOrigin: null", 403),
            Attack.with("/metrics", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors", 403),
            Attack.with("Sec-Fetch-Site: same-site", 403),
            Attack.with("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate", 200),
            Attack.with("Sec-Fetch-Site: same-origin", 200),
            Attack.with("Host: " + MARK + ".example", 403),
            Attack.with("host: localhost", 200),
            Attack.with("X-Forwarded-Host: " + MARK + ".example", 200),
            Attack.with("Accept: text/" + MARK, 406),
            Attack.with("If-None-Match: \"" + MARK + "\"", 200),
            Attack.with("Range: bytes=0-" + MARK, 200),
            Attack.with("X-HTTP-Method-Override: DELETE", 200),
            Attack.with("Y: " + MARK.repeat(2_200), 431),
            new Attack("a foreign Host", "GET / HTTP/1.1\r\nHost: " + MARK + ".example" + END, 403),
            new Attack("an empty Host", "GET /" + " HTTP/1.1\r\nHost:" + END, 403),
            new Attack("a Host with a user", "GET / HTTP/1.1\r\nHost: localhost@" + MARK + END, 403));

    private static final List<Attack> METHODS = List.of(
            Attack.method("TRACE /metrics", 405),
            Attack.method("OPTIONS /metrics", 405),
            Attack.method("PUT /api/v1/children", 405),
            Attack.method("DELETE /api/v1/children", 405),
            Attack.method(MARK + " /metrics", 405),
            Attack.method("get /metrics", 405),
            Attack.method("OPTIONS *", 404),
            Attack.method("CONNECT " + MARK + ".example:443", NONE),
            new Attack(
                    "a preflight",
                    "OPTIONS /api/v1/children HTTP/1.1\r\n" + HOST + "Origin: http://" + MARK
                            + ".example\r\nAccess-Control-Request-Method: GET" + END,
                    405),
            new Attack("a body", "POST /metrics HTTP/1.1\r\n" + HOST + "Content-Length: 8" + END + MARK, 405),
            new Attack(
                    "a request in a body",
                    "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 47" + END
                            + "GET /metrics HTTP/1.1\r\nHost: localhost" + "\r\nA: " + MARK + END,
                    405),
            new Attack(
                    "chunks",
                    "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked" + END + "8\r\n" + MARK + "\r\n0" + END,
                    405),
            new Attack(
                    "chunks and a length",
                    "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\nTransfer-Encoding: chunked" + END + "0" + END
                            + "GET /" + MARK + " HTTP/1.1\r\n" + HOST + "\r\n",
                    405),
            new Attack(
                    "a length that is none",
                    "GET /healthz HTTP/1.1\r\n" + HOST + "Content-Length: -5\r\nX: " + MARK + END,
                    200),
            new Attack(
                    "two requests at once",
                    "GET /healthz HTTP/1.1\r\n" + HOST + END.substring(2) + "GET /" + MARK + " HTTP/1.1\r\n" + HOST
                            + "\r\n",
                    200),
            new Attack("no HTTP", MARK + "\r\n", 400),
            new Attack("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n" + MARK, 400));

    private static Supervisor launcher(Jdk jdk, String options) {
        Supervisor launcher = Program.of(jdk, Obeys.class)
                .watched("port=0,interval=200ms" + options)
                .start(Shipped.newDirectory("attack"));
        launcher.awaitStdout("ready");
        launcher.metricsUrl();
        return launcher;
    }

    @OnEveryJdk
    void eachGetsWhatItIsToGetAndNothingOfItself(Jdk jdk) {
        try (Supervisor launcher = launcher(jdk, "")) {
            URI port = launcher.metricsUrl();
            SoftAssertions all = new SoftAssertions();
            for (List<Attack> attacks : List.of(PATHS, HEADERS, METHODS)) {
                for (Attack attack : attacks) {
                    RawHttp answer = RawHttp.send(port, attack.bytes());
                    all.assertThat(answer.status()).as(attack.what()).isEqualTo(attack.status());
                    all.assertThat(answer.text()).as(attack.what()).doesNotContainIgnoringCase(MARK);
                    all.assertThat(answer.answers()).as(attack.what()).isLessThanOrEqualTo(1);
                    all.assertThat(answer.head())
                            .as(attack.what())
                            .doesNotContain("access-control", "set-cookie", "server:", "location:");
                    if (answer.status() != NONE) {
                        checkHead(all, attack, answer);
                    }
                }
                assertThat(launcher.scrape().series("forkwatch_build_info")).hasSize(1);
            }
            all.assertAll();
            assertThat(launcher.scrape().series("forkwatch_trouble_total")).isEmpty();
            launcher.closeStdin();
            assertThat(launcher.awaitEnd().stderrLines()).as("the start line").hasSize(1);
        }
    }

    /** What the JDK refuses by itself has no header of ours. */
    private static void checkHead(SoftAssertions all, Attack attack, RawHttp answer) {
        all.assertThat(answer.head()).as(attack.what()).contains("connection: close");
        boolean own = !answer.body().startsWith("<h1>");
        if (own) {
            all.assertThat(answer.head())
                    .as(attack.what())
                    .contains("x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin");
        }
    }

    @OnEveryJdk
    void aPageHasItsPolicyAndAHeadNoBody(Jdk jdk) {
        try (Supervisor launcher = launcher(jdk, "")) {
            URI port = launcher.metricsUrl();
            for (String path : List.of("/", "/metrics", "/healthz", "/api/v1/children", "/assets/forkwatch.js")) {
                RawHttp get = RawHttp.send(port, "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
                RawHttp head = RawHttp.send(port, "HEAD " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
                assertThat(get.status()).as(path).isEqualTo(200);
                assertThat(head.status()).as(path).isEqualTo(200);
                assertThat(head.body()).as(path).isEmpty();
                assertThat(get.body()).as(path).isNotEmpty();
                assertThat(get.head()).as(path).contains("x-content-type-options: nosniff", "cache-control: no-");
            }
            String page =
                    RawHttp.send(port, "GET / HTTP/1.1\r\n" + HOST + "\r\n").head();
            assertThat(page)
                    .contains(
                            "content-security-policy: default-src 'none'; script-src 'self';",
                            "referrer-policy: no-referrer")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
        }
    }

    /** Commands, names of programs and last words with all that could end a text. */
    @OnEveryJdk
    void whatChildrenSayIsTextEverywhere(Jdk jdk) throws IOException {
        String hostile = "\"}],<img src=x onerror=alert(1)>\\\\u0000\u001b[2J\u2028\t# HELP x\\";
        try (Supervisor launcher = launcher(jdk, ",stderr.tail=4k")) {
            URI port = launcher.metricsUrl();
            Path odd = Files.createSymbolicLink(
                    Shipped.newDirectory("odd").resolve("a\"}\\n<b>' c"), Path.of("/bin/sleep"));
            launcher.writeLine("start x='" + hostile + "'; while :; do sleep 0.1; done");
            launcher.writeLine("start exec '" + odd.toString().replace("'", "'\\''") + "' 600");
            launcher.writeLine("start echo '" + hostile + "' >&2; exit 3");
            await("an end").atMost(PATIENCE).until(() -> exits(port).size() == 1);
            await("children").atMost(PATIENCE).until(() -> children(port).size() == 2);

            assertThat(children(port))
                    .extracting(child -> child.get("command").getAsString())
                    .anyMatch(command -> command.contains("<img src=x onerror=alert(1)>"))
                    .anyMatch(command -> command.contains("<b>"));
            assertThat(children(port))
                    .extracting(child -> child.get("kind").getAsString())
                    .allMatch(kind -> kind.matches("[a-z0-9._-]{1,40}"));
            assertThat(exits(port).get(0).get("text").getAsString())
                    .contains("exit")
                    .doesNotContain("\u001b", "\r", "\u2028");
            for (String path : List.of("/api/v1/children", "/api/v1/exits", "/api/v1/supervisor", "/api/v1/orphans")) {
                assertThat(body(port, path))
                        .as(path)
                        .doesNotContain("\u001b", "\r", "\n")
                        .startsWith("{");
            }
            Scrape scrape = launcher.scrape();
            assertThat(scrape.values().keySet())
                    .allMatch(series -> series.labels().values().stream().allMatch(value -> value.matches("[ -~]*")));
            assertThat(scrape.text()).doesNotContain("<", "onerror");
            assertThat(body(port, "/")).doesNotContain("onerror");
        }
    }

    private static String body(URI port, String path) {
        RawHttp answer = RawHttp.send(port, "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static List<JsonObject> children(URI port) {
        return objects(port, "children");
    }

    private static List<JsonObject> exits(URI port) {
        return objects(port, "exits");
    }

    private static List<JsonObject> objects(URI port, String what) {
        JsonArray all = JsonParser.parseString(body(port, "/api/v1/" + what))
                .getAsJsonObject()
                .getAsJsonArray(what);
        return all.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    /** As fast as eight can, beside one who is known. */
    @OnEveryJdk
    void wrongPasswordsAtSpeedKeepNobodyOut(Jdk jdk) throws Exception {
        Path folder = Shipped.newDirectory("secrets");
        Path users = Files.writeString(
                folder.resolve("users"), "ops:$2y$10$V7NFXrBXNPuaP6BN3oSGnOTXWd5gYLDPN5QhWhqx3qAcHxzb0wxTa\n");
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        ExecutorService attackers = Executors.newFixedThreadPool(8);
        try (Supervisor launcher = launcher(jdk, ",auth.users=" + users + ",auth.tokens=" + tokens)) {
            URI port = launcher.metricsUrl();
            List<Future<List<RawHttp>>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int first = 40 * i;
                all.add(attackers.submit(() -> wrong(port, first)));
            }
            String known = "GET /metrics HTTP/1.1\r\n" + HOST + "Authorization: Bearer 0123456789abcdef" + END;
            for (int i = 0; i < 20; i++) {
                RawHttp answer = RawHttp.send(port, known);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).contains("forkwatch_build_info");
            }
            for (Future<List<RawHttp>> each : all) {
                assertThat(each.get()).allSatisfy(answer -> {
                    assertThat(answer.status()).isIn(401, 429, 503);
                    assertThat(answer.text()).doesNotContain("forkwatch_", MARK, "ops");
                });
            }
            for (List<Attack> attacks : List.of(PATHS, HEADERS, METHODS)) {
                assertThat(attacks).allSatisfy(attack -> {
                    RawHttp answer = RawHttp.send(port, attack.bytes());
                    assertThat(answer.status()).as(attack.what()).isNotEqualTo(200);
                    assertThat(answer.text()).as(attack.what()).doesNotContain("forkwatch_", MARK, "tree_rss");
                });
            }
            for (String path : List.of("/", "/api/v1/exits", "/assets/forkwatch.js", "/healthz", "/nothing")) {
                RawHttp unknown = RawHttp.send(port, "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
                assertThat(unknown.status()).as(path).isEqualTo(401);
                assertThat(unknown.head()).contains("www-authenticate: basic realm=\"forkwatch\"", "nosniff");
            }
        } finally {
            attackers.shutdownNow();
        }
    }

    private static List<RawHttp> wrong(URI port, int first) {
        List<RawHttp> answers = new ArrayList<>();
        for (int i = first; i < first + 40; i++) {
            String pair = Base64.getEncoder().encodeToString(("ops:" + MARK + i).getBytes(StandardCharsets.UTF_8));
            String scheme = i % 2 == 0 ? "Basic " + pair : "Bearer " + MARK + i;
            answers.add(RawHttp.send(port, "GET /metrics HTTP/1.1\r\n" + HOST + "Authorization: " + scheme + END));
        }
        return answers;
    }

    @OnEveryJdk
    void slowClientsHoldTheirOwnConnectionAndNoMore(Jdk jdk) throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (Supervisor launcher = launcher(jdk, "")) {
            URI port = launcher.metricsUrl();
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(port.getHost(), port.getPort());
                socket.getOutputStream()
                        .write(i % 2 == 0 ? "GET /metrics HT".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
                slow.add(socket);
            }
            for (int i = 0; i < 10; i++) {
                for (Socket socket : slow.subList(0, 10)) {
                    socket.getOutputStream().write('T'); // One byte now and then.
                }
                assertThat(launcher.scrape().series("forkwatch_build_info")).hasSize(1);
            }
            await("all of them shown out")
                    .atMost(PATIENCE)
                    .until(() -> launcher.scrape().sum("forkwatch_dropped_total", Map.of("what", "connections")) == 40);
            for (Socket socket : slow) {
                socket.setSoTimeout(10_000);
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
