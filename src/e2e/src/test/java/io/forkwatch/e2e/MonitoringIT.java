package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.PrometheusServer;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.HoldsChildren;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is in examples/monitoring, read by those that it is for. */
final class MonitoringIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHILDREN = 3;
    private static final Path EXAMPLES = Path.of(System.getProperty("basedir", ""), "../../examples/monitoring")
            .toAbsolutePath()
            .normalize();

    private static Outcome run(Map<String, String> environment, String... command) throws IOException {
        try (Supervisor running = Supervisor.start(List.of(command), environment, Shipped.newDirectory("monitoring"))) {
            return running.awaitEnd();
        }
    }

    @Test
    void promtoolAcceptsTheConfiguration() throws IOException {
        PrometheusServer.requireOnPath("promtool");
        Outcome checked = run(Map.of(), "promtool", "check", "config", EXAMPLES + "/prometheus.yml");

        assertThat(checked.stdout() + checked.stderr()).contains("SUCCESS: 2 rule files found");
        assertThat(checked.exitValue()).isZero();
    }

    @Test
    void alertsFireWhenTheyShould() throws IOException {
        PrometheusServer.requireOnPath("promtool");
        Outcome tested = run(Map.of(), "promtool", "test", "rules", EXAMPLES + "/tests/alerts_test.yml");

        assertThat(tested.stdout() + tested.stderr()).contains("SUCCESS").doesNotContain("FAILED");
        assertThat(tested.exitValue()).isZero();
    }

    /** Prometheus, the launcher and the script itself: what a newcomer is told to start. */
    @OnEveryJdk
    void theDemoShowsAnAlertThatFires(Jdk jdk) throws IOException {
        PrometheusServer.requireOnPath("prometheus");
        Outcome demo = run(
                Map.of(
                        "JAVA_HOME", jdk.home().toString(),
                        "AGENT_JAR", Shipped.agentJar().toString(),
                        "LAUNCHERS_JAR", Shipped.launchersJar().toString()),
                "sh",
                EXAMPLES + "/alert-demo.sh");

        assertThat(demo.stderr()).isEmpty();
        assertThat(demo.stdout())
                .contains(
                        "ForkwatchChildOutOfMemory fires",
                        "ran out of memory by its own account",
                        "child died: worker[0]",
                        "OutOfMemoryError");
        assertThat(demo.exitValue()).isZero();
    }

    /** An expression that only looks right fails here; one that finds nothing may wait for a child in trouble. */
    @Test
    void aRealServerUnderstandsEachExpressionOfTheDashboards() throws IOException {
        PrometheusServer.requireOnPath("prometheus");
        List<Path> rules = List.of(EXAMPLES.resolve("rules/fleet.yml"), EXAMPLES.resolve("rules/alerts.yml"));
        try (Supervisor supervisor = Program.of(Jdk.found().get(0), HoldsChildren.class, Integer.toString(CHILDREN))
                        .watched("port=0,interval=200ms")
                        .start(Shipped.newDirectory("dashboards"));
                PrometheusServer prometheus = PrometheusServer.scraping(
                        List.of(supervisor.metricsUrl().getAuthority()), rules)) {
            String instance = supervisor.metricsUrl().getAuthority();
            await("what the rules record")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> prometheus
                                    .query("instance:forkwatch_children:sum == " + CHILDREN)
                                    .size()
                            == 1);
            for (String board : List.of("fleet", "supervisor")) {
                assertUnderstood(board, instance, prometheus);
            }
        }
    }

    private static void assertUnderstood(String board, String instance, PrometheusServer prometheus)
            throws IOException {
        String text = Files.readString(EXAMPLES.resolve("grafana/" + board + ".json"));
        int found = 0;
        for (JsonElement panel : JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                String expression = target.getAsJsonObject()
                        .get("expr")
                        .getAsString()
                        .replace("$__rate_interval", "30s")
                        .replace("$instance", instance)
                        .replace("$job", "forkwatch")
                        .replace("$kind", ".*");
                JsonObject answer = prometheus.ask(expression);
                assertThat(answer.get("status").getAsString())
                        .as("%s: %s", expression, answer)
                        .isEqualTo("success");
                found += answer.getAsJsonObject("data").getAsJsonArray("result").size() > 0 ? 1 : 0;
            }
        }
        assertThat(found).as("expressions of %s that find something", board).isGreaterThan(5);
    }
}
