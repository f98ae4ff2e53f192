package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.PrometheusServer;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.HoldsChildren;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who reads the metrics: Prometheus itself, and its promtool. Both are in Debian's package {@code prometheus}. */
final class PrometheusIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHILDREN = 3;
    private static final String RSS = "forkwatch_child_resident_memory_bytes";

    @OnEveryJdk
    void promtoolAcceptsTheScrape(Jdk jdk) throws IOException {
        PrometheusServer.requireOnPath("promtool");
        Path directory = Shipped.newDirectory("promtool");
        try (Supervisor supervisor =
                Launch.ofStories(jdk, "pool").watched("port=0").start(directory)) {
            await().atMost(PATIENCE).until(() -> supervisor.scrape().series(RSS).size() == CHILDREN);
            Files.writeString(
                    directory.resolve("scrape.txt"), supervisor.scrape().text());
        }
        Outcome checked = run(List.of("sh", "-c", "promtool check metrics < " + directory.resolve("scrape.txt")));

        assertThat(checked.stdout() + checked.stderr()).isEmpty();
        assertThat(checked.exitValue()).isZero();
    }

    @OnEveryJdk
    void aScraperThatAsksForProtobufGetsText(Jdk jdk) throws IOException {
        try (Supervisor supervisor = holding(jdk).start(Shipped.newDirectory("protobuf"))) {
            supervisor.awaitStdout("holding");
            HttpURLConnection connection =
                    (HttpURLConnection) supervisor.metricsUrl().toURL().openConnection();
            connection.setRequestProperty(
                    "Accept",
                    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");

            assertThat(connection.getResponseCode()).isEqualTo(200);
            assertThat(connection.getContentType()).startsWith("text/plain");
            String body = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Scrape.parse(body).series("forkwatch_build_info")).hasSize(1);
        }
    }

    /** A server with native histograms on asks so. */
    @OnEveryJdk
    void aScraperThatPrefersProtobufGetsItsNextChoice(Jdk jdk) throws IOException {
        try (Supervisor supervisor = holding(jdk).start(Shipped.newDirectory("openmetrics"))) {
            supervisor.awaitStdout("holding");
            HttpURLConnection connection =
                    (HttpURLConnection) supervisor.metricsUrl().toURL().openConnection();
            connection.setRequestProperty(
                    "Accept",
                    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                            + "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");

            assertThat(connection.getResponseCode()).isEqualTo(200);
            assertThat(connection.getContentType()).startsWith("application/openmetrics-text; version=1.0.0");
            String body = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(body).endsWith("# EOF\n");
            assertThat(Scrape.parse(body).series("forkwatch_build_info")).hasSize(1);
        }
    }

    /** The settings are of the same names: the host may have the library as well, of another version. */
    @OnEveryJdk
    void whatTheHostHasSetForItsOwnCopyOfTheLibraryChangesNothing(Jdk jdk) throws IOException {
        Set<String> plain = namesOf(holding(jdk));
        Path file = Files.writeString(
                Shipped.newDirectory("settings").resolve("prometheus.properties"),
                "io.prometheus.exporter.filter.metric_name_must_be_equal_to=host_metric\n");

        assertThat(namesOf(holding(jdk)
                        .withEnvironment("IO_PROMETHEUS_EXPORTER_HTTP_SERVER_PORT", "no-number")
                        .withEnvironment("IO_PROMETHEUS_METRICS_HISTOGRAM_NATIVE_ONLY", "true")
                        .withEnvironment("IO_PROMETHEUS_EXPORTER_INCLUDE_CREATED_TIMESTAMPS", "true")))
                .isEqualTo(plain);
        assertThat(namesOf(holding(jdk).withEnvironment("PROMETHEUS_CONFIG", file.toString())))
                .isEqualTo(plain);
        assertThat(namesOf(holding(jdk)
                        .withJvmOptions(
                                "-Dprometheus.config=" + file,
                                "-Dio.prometheus.exporter.http_server.port=no-number",
                                "-Dio.prometheus.exporter.filter.metric_name_must_be_equal_to=host_metric",
                                "-Dio.prometheus.exporter.include_created_timestamps=true")))
                .isEqualTo(plain);
        assertThat(plain).contains("forkwatch_child_lifetime_seconds_bucket", "forkwatch_build_info");
    }

    private static Set<String> namesOf(Launch launch) {
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("settings"))) {
            supervisor.awaitStdout("holding");
            await().atMost(PATIENCE).until(() -> supervisor.scrape().series(RSS).size() == CHILDREN);
            return supervisor.scrape().values().keySet().stream()
                    .map(Scrape.Series::name)
                    // The library's own metrics, and what might be there beside ours: other rows come in their time.
                    .filter(name -> name.startsWith("forkwatch_child_exit")
                            || name.startsWith("forkwatch_child_lifetime")
                            || name.startsWith("forkwatch_sampler_tick")
                            || name.equals("forkwatch_build_info")
                            || name.endsWith("_created")
                            || !name.startsWith("forkwatch_"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void aRealServerScrapesSupervisorsOnEveryJdk() throws IOException {
        PrometheusServer.requireOnPath("prometheus");
        List<Supervisor> supervisors = new ArrayList<>();
        try {
            for (Jdk jdk : Jdk.found()) {
                supervisors.add(holding(jdk).start(Shipped.newDirectory("scraped")));
            }
            List<String> targets = supervisors.stream()
                    .map(supervisor -> supervisor.metricsUrl().getAuthority())
                    .toList();
            try (PrometheusServer prometheus = PrometheusServer.scraping(targets, List.of())) {
                assertScraped(prometheus, targets.size());
                assertThat(prometheus.stderr()).doesNotContain("level=error", "append failed", "Error on ingesting");
            }
        } finally {
            supervisors.forEach(Supervisor::close);
        }
    }

    private static void assertScraped(PrometheusServer prometheus, int targets) {
        await("every target is up")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> prometheus.query("up == 1").size() == targets);
        await("the memory of every child")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> prometheus.query(RSS + " > 0").size() == targets * CHILDREN);
    }

    private static Launch holding(Jdk jdk) {
        return Program.of(jdk, HoldsChildren.class, Integer.toString(CHILDREN)).watched("port=0,interval=200ms");
    }

    private static Outcome run(List<String> command) throws IOException {
        try (Supervisor running = Supervisor.start(command, Map.of(), Shipped.newDirectory("tool"))) {
            return running.awaitEnd();
        }
    }
}
