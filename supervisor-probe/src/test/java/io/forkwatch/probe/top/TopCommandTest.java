package io.forkwatch.probe.top;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.takeover.LocalSupervisors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TopCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String type = "application/json";
    private String body = Answers.three();

    TopCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            boolean children = exchange.getRequestURI().getPath().equals("/api/v1/children");
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream packed = new GZIPOutputStream(exchange.getResponseBody())) {
                packed.write((children ? body : Answers.SUPERVISOR).getBytes(UTF_8));
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int run(boolean isTerminal, String... arguments) {
        return new TopCommand(
                        new LocalSupervisors(List.of(folder), ProcFs.system()),
                        isTerminal,
                        Map.of("TERM", "xterm", "COLUMNS", "100", "LINES", "7"),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(List.of(arguments));
    }

    private String mark(long pid, long starttime, String url) throws IOException {
        Path marker = Files.createDirectory(folder.resolve(Marker.name(pid, starttime)));
        Files.writeString(marker.resolve("url"), url);
        return url;
    }

    @Test
    void whereNobodyLooksItIsShownOnceAndWhole() {
        assertThat(run(false, url())).isZero();
        assertThat(out.toString(UTF_8).lines())
                .hasSize(9)
                .anyMatch(line -> line.startsWith("browser[0] "))
                .allMatch(line -> line.length() <= 100 && !line.contains("\u001b"));
        assertThat(err.size()).isZero();
    }

    @Test
    void onceInATerminalHasColours() {
        assertThat(run(true, "--once", url())).isZero();
        assertThat(out.toString(UTF_8).lines()).hasSize(9);
        assertThat(out.toString(UTF_8)).contains("\u001b[1;31m").doesNotContain("\u001b[?1049h");
    }

    @Test
    void jsonIsTheBodyAsItIs() {
        body = "{\"command\":\"\u4f60\u202e\"}";
        assertThat(run(false, "--json", url())).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(body + "\n");
    }

    @Test
    void jsonOnATerminalMeansTheSameAndMovesNothing() {
        body = "{\"command\":\"\u4f60\u202e\u009b31m\"}\u001b[2J";
        assertThat(run(true, "--json", url())).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("{\"command\":\"\\u4f60\\u202e\\u009b31m\"}\\u001b[2J\n");
    }

    @Test
    void withoutAnAddressItAsksTheOneSupervisorOfThisMachine() throws IOException {
        PidStat self = ProcFs.system().self();
        mark(4_194_400, 77, "http://127.0.0.1:1/metrics");
        mark(self.pid(), self.starttimeTicks() + 1, "http://127.0.0.1:2/metrics");
        assertThat(run(false)).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .isEqualTo("forkwatch: top: no JVM of this user is watched by Forkwatch here; name one: top"
                        + " http://HOST:PORT\n");

        mark(self.pid(), self.starttimeTicks(), url() + "/metrics");
        assertThat(run(false)).isZero();
        assertThat(out.toString(UTF_8)).contains("browser[0]");
    }

    @Test
    void ofSeveralOneIsToBeNamed() throws IOException {
        PidStat self = ProcFs.system().self();
        PidStat parent = ProcFs.system().stat(self.ppid());
        mark(self.pid(), self.starttimeTicks(), url() + "/metrics");
        mark(parent.pid(), parent.starttimeTicks(), "http://127.0.0.1:9/\u001b[2Jmetrics");
        assertThat(run(false)).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .startsWith("forkwatch: top: 2 supervisors are here, name one of them:\n")
                .contains("\n    " + url() + "  pid " + self.pid() + "  ", "  pid " + parent.pid())
                .doesNotContain("\u001b");
    }

    @Test
    void oneWithoutAPortIsSaid() throws IOException {
        PidStat self = ProcFs.system().self();
        Files.createDirectory(folder.resolve(Marker.name(self.pid(), self.starttimeTicks())));
        assertThat(run(false)).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .startsWith("forkwatch: top: the supervisors of this user have no port (pid " + self.pid() + ")");
    }

    @Test
    void whoAsksIsSaidFromFiles() throws IOException {
        Path password = Files.writeString(folder.resolve("p"), "g\u00e9heim\r\nnext\n");
        Path token = Files.writeString(folder.resolve("t"), "# ours\n\n 0123456789abcdef \n");
        assertThat(run(false, url(), "--user", "ops", "--password-file", password.toString()))
                .isZero();
        assertThat(run(false, url(), "--token-file", token.toString())).isZero();
        assertThat(authorizations)
                .containsExactly(
                        "Basic b3BzOmfDqWhlaW0=",
                        "Basic b3BzOmfDqWhlaW0=",
                        "Bearer 0123456789abcdef",
                        "Bearer 0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--token-file NONE | --token-file NONE cannot be read: there is no such file",
                "--token-file . | cannot be read: a directory",
                "--ca EMPTY | --ca EMPTY has no certificate; allowed is PEM",
                "--token-file EMPTY | --token-file EMPTY has no token; allowed is one line without blanks",
                "--sort x | --sort \"x\" is not allowed: rss, cpu, age or name",
            })
    void whatCannotBeUsedIsOneLineAndTwo(String arguments, String line) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        String none = folder.resolve("none").toString();
        String said = arguments.replace("EMPTY", empty.toString()).replace("NONE", none);
        assertThat(run(false, (url() + " " + said).split(" "))).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .startsWith("forkwatch: top: ")
                .contains(line.replace("EMPTY", empty.toString()).replace("NONE", none))
                .containsOnlyOnce("\n");
        assertThat(authorizations).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | application/json | who asks is not known there (401)",
                "403 | application/json | not answered under this host name (403)",
                "404 | text/plain | there is no Forkwatch (404)",
                "302 | text/plain | the answer is HTTP status 302",
                "500 | application/json | the answer is HTTP status 500",
                "200 | text/html | there is no Forkwatch: what it answers is no JSON",
            })
    void whatIsNoAnswerIsOneLineAndOne(int said, String is, String line) {
        status = said;
        type = is;
        assertThat(run(false, url())).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("forkwatch: top: " + url() + ": " + line)
                .containsOnlyOnce("\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void whoDoesNotListenIsOneLineAndOne() throws IOException {
        String gone;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = "http://127.0.0.1:" + free.getLocalPort();
        }
        assertThat(run(true, gone)).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("forkwatch: top: " + gone + ": nobody listens there (")
                .containsOnlyOnce("\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void anAnswerThatIsNoneOfOursIsOneLine() {
        body = "{\"\u001b[2J";
        assertThat(run(false, url())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("forkwatch: top: " + url() + ": what came is no JSON of Forkwatch\n");
    }
}
