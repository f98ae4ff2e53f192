package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Ends;
import io.forkwatch.e2e.program.Obeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** JVMs that inherit the agent from their supervisor: what they say of their end, and that nobody else notices. */
final class ChildRoleIT {
    private static final String INHERITED = "JAVA_TOOL_OPTIONS";
    private static final Pattern STARTED = Pattern.compile("started (\\d+)");

    private static Supervisor supervisor(Jdk jdk) {
        Supervisor supervisor = Program.of(jdk, Obeys.class)
                .withEnvironment(INHERITED, Shipped.javaagent("port=0,interval=200ms"))
                .start(Shipped.newDirectory("child-role"));
        supervisor.awaitStdout("ready");
        return supervisor;
    }

    private static String java(Jdk jdk, String options, String way) {
        return String.join(
                " ",
                "exec",
                jdk.home().resolve("bin/java").toString(),
                "-Xmx32m",
                options,
                "-cp",
                Program.classes(Ends.class).toString(),
                Ends.class.getName(),
                way);
    }

    private static String said(Jdk jdk, String options, String way, int exitValue) {
        try (Supervisor supervisor = supervisor(jdk)) {
            supervisor.writeLine("start " + java(jdk, options, way));
            supervisor.awaitStdout("ended ");
            assertThat(supervisor.stdout()).containsPattern("ended \\d+ " + exitValue + "\\n");
            supervisor.awaitStderr("child died: ");
            supervisor.closeStdin();
            return supervisor.awaitEnd().stderr();
        }
    }

    @OnEveryJdk
    void whoCallsExitIsNamedWithItsThread(Jdk jdk) {
        assertThat(said(jdk, "", "exit", 3))
                .contains("exit 3: System.exit was called in thread \"worker-1\" at " + Ends.class.getName())
                .contains("black box  heartbeat ")
                .contains(" before the end: System.exit called in thread \"worker-1\" at " + Ends.class.getName());
    }

    @OnEveryJdk
    void theExceptionOfAWorkerIsAmongTheLastWords(Jdk jdk) {
        assertThat(said(jdk, "", "uncaught", 5))
                .contains("exit 5: System.exit was called in thread \"main\" at " + Ends.class.getName() + ".main(")
                .containsPattern("its last words, .* before the end: uncaught java.lang.IllegalStateException:"
                        + " no route to the depot in thread \"worker-1\" at " + Ends.class.getName());
    }

    @OnEveryJdk
    void theExceptionOfMainIsTheReason(Jdk jdk) {
        assertThat(said(jdk, "", "main", 1))
                .contains("exit 1: uncaught java.lang.IllegalStateException: no route to the depot in thread \"main\""
                        + " (likely)");
    }

    @OnEveryJdk
    void anOutOfMemoryErrorBeforeAnExitIsTold(Jdk jdk) {
        assertThat(said(jdk, "", "oome", 6))
                .containsPattern("exit 6: System.exit was called in thread \"main\" at .*, after uncaught"
                        + " java.lang.OutOfMemoryError: Java heap space \\(likely\\)");
    }

    /** No more than a heap that was full can be seen of it. */
    @OnEveryJdk
    void oneThatWasCaughtIsNoMoreThanPossible(Jdk jdk) {
        assertThat(said(jdk, "", "caught", 7))
                .contains("exit 7: System.exit was called in thread \"main\" at " + Ends.class.getName()
                        + ".exitAtError(")
                .containsPattern("(perhaps at an OutOfMemoryError \\(possible\\)|\\(likely\\))\\n")
                .doesNotContain("uncaught");
    }

    @OnEveryJdk
    void whoHaltsLeavesNoNote(Jdk jdk) {
        assertThat(said(jdk, "", "halt", 8)).contains("exit 8 without System.exit: by Runtime.halt");
        assertThat(said(jdk, "-XX:+ExitOnOutOfMemoryError", "fill", 3))
                .contains("ended itself at an OutOfMemoryError, exit 3", "black box  heartbeat ")
                .doesNotContain("System.exit called");
    }

    @OnEveryJdk
    void ofWhoIsKilledTheLastBeatIsLeft(Jdk jdk) {
        try (Supervisor supervisor = supervisor(jdk)) {
            supervisor.writeLine("start " + java(jdk, "", "hold"));
            URI children = supervisor.metricsUrl().resolve("/api/v1/children");
            await("its status")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> get(children).contains("\"status\":\"OrderTest.pays\""));
            assertThat(get(children)).contains("\"beat\":\"on_time\"");
            Matcher started = STARTED.matcher(supervisor.stdout());
            assertThat(started.find()).isTrue();
            ProcessHandle.of(Long.parseLong(started.group(1))).orElseThrow().destroyForcibly();
            supervisor.awaitStderr("black box  heartbeat ");
            assertThat(supervisor.stderr())
                    .contains("killed by signal 9 (SIGKILL)", "status \"OrderTest.pays\"")
                    .doesNotContain("System.exit", "trouble");
        }
    }

    private static String get(URI uri) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @OnEveryJdk
    void nobodyElseNotices(Jdk jdk) throws IOException {
        Launch launch =
                Program.of(jdk, Ends.class, "all", "exit", "main", "uncaught", "oome", "caught", "halt", "handler");
        Outcome alone = launch.withEnvironment(INHERITED, "-Dsome=option").run("child-role-alone");
        Outcome watched =
                launch.withEnvironment(INHERITED, Shipped.javaagent("port=0")).run("child-role-watched");

        assertThat(watched.stdout()).isEqualTo(alone.stdout()).contains("handled no route to the depot", "halt 8");
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue());
        assertThat(Ours.notIn(watched)).isEqualTo(Ours.notIn(alone));
        assertThat(Ours.in(watched).stream().filter(line -> line.contains(" watches the children of pid ")))
                .hasSize(1);
        assertThat(watched.stderr()).doesNotContain("trouble");
        assertThat(markers(watched)).as("markers that are left").isEmpty();
    }

    private static List<Path> markers(Outcome outcome) throws IOException {
        Matcher pid = Pattern.compile("watches the children of pid (\\d+)").matcher(outcome.stderr());
        assertThat(pid.find()).isTrue();
        try (Stream<Path> all = Files.list(Path.of("/tmp"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("forkwatch-" + pid.group(1) + "-"))
                    .toList();
        }
    }
}
