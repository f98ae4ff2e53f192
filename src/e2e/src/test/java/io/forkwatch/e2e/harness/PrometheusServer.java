package io.forkwatch.e2e.harness;

import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Prometheus that scrapes each second. It and its promtool are in Debian's package {@code prometheus}. */
public final class PrometheusServer implements AutoCloseable {
    private final Supervisor process;
    private final URI query;

    private PrometheusServer(Supervisor process, URI query) {
        this.process = process;
        this.query = query;
    }

    /**
     * Starts one.
     *
     * @param targets host and port of each
     * @param rules files of rules
     */
    public static PrometheusServer scraping(List<String> targets, List<Path> rules) throws IOException {
        Path directory = Shipped.newDirectory("prometheus");
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files: [%s]
                scrape_configs:
                  - job_name: forkwatch
                    static_configs:
                      - targets: ['%s']
                """.formatted(
                        String.join(", ", rules.stream().map(Path::toString).toList()), String.join("', '", targets)));
        int port = freePort();
        List<String> command = List.of(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
        return new PrometheusServer(
                Supervisor.start(command, Map.of(), directory),
                URI.create("http://127.0.0.1:" + port + "/api/v1/query"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The series that an expression gives now. */
    public JsonArray query(String expression) throws IOException {
        return ask(expression).getAsJsonObject("data").getAsJsonArray("result");
    }

    /** What the server answers, an error too. */
    public JsonObject ask(String expression) throws IOException {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(query + "?query=" + encoded).toURL().openConnection();
        try (InputStream answer =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return JsonParser.parseString(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }

    /** What it has said. */
    public String stderr() {
        return process.stderr();
    }

    /** Without such a program on the PATH the test is skipped, and says so. */
    public static void requireOnPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return;
            }
        }
        String reason = program + " is not on the PATH; Debian's package prometheus has it";
        System.out.println("skipped: " + reason);
        abort(reason);
    }

    @Override
    public void close() {
        process.close();
    }
}
