package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import io.forkwatch.e2e.program.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Real children that do not go on, real ones that only wait, and an output that outlives its child. */
final class HangIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Supervisor supervisor(Jdk jdk, String kinds) {
        Supervisor supervisor = Program.of(jdk, Obeys.class)
                .watched("port=0,interval=200ms,hang.after=5s" + kinds)
                .start(Shipped.newDirectory("hang"));
        supervisor.awaitStdout("ready");
        return supervisor;
    }

    private static String java(Jdk jdk) {
        return jdk.home().resolve("bin/java") + " -cp " + Program.classes(Waits.class) + " " + Waits.class.getName();
    }

    private static void awaitLine(Supervisor supervisor, String regex) {
        await(regex)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(supervisor.stderr()).containsPattern(regex));
    }

    private static void signal(String name, String pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }

    private static String pidOf(Supervisor supervisor, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(supervisor.stderr());
        assertThat(matcher.find()).as(supervisor.stderr()).isTrue();
        return matcher.group(1);
    }

    @OnEveryJdk
    void whoIsBlockedIsSaidOnceAndWhenItGoesOn(Jdk jdk) throws IOException, InterruptedException {
        Path lock = Shipped.newDirectory("lock").resolve("file");
        try (Supervisor supervisor = supervisor(
                jdk,
                ",kind.filler=Waits.stderr,kind.pipeline=yes.here,kind.holder=sleep.601,kind.waiter=sleep.602,kind.stopped=sleep.603")) {
            supervisor.writeLine("start exec " + java(jdk) + " stderr");
            supervisor.writeLine("start yes here | (read line; exec sleep 600)");
            supervisor.writeLine("start exec flock " + lock + " sleep 601");
            supervisor.writeLine("start sleep 2; exec flock " + lock + " sleep 602");
            supervisor.writeLine("start kill -STOP $$; exec sleep 603");
            awaitLine(
                    supervisor,
                    "filler\\[0] pid \\d+ has been blocked for [\\d.]+ s writing to stderr: the pipe is full");
            awaitLine(supervisor, "pipeline\\[0] pid \\d+.* blocked for [\\d.]+ s writing to ");
            awaitLine(supervisor, "waiter\\[0] pid \\d+.* waiting for the lock of .*/file, which .* holds");
            awaitLine(supervisor, "stopped\\[0] pid \\d+ has been stopped by a signal");
            assertThat(supervisor.stderr()).contains("its reader is this JVM").doesNotContain("holder[0]", "trouble");
            assertThat(supervisor.scrape().text())
                    .contains(
                            "forkwatch_child_blocked{kind=\"filler\",on=\"output\",slot=\"0\"} 1.0",
                            "forkwatch_child_blocked{kind=\"pipeline\",on=\"output\",slot=\"0\"} 1.0",
                            "forkwatch_child_blocked{kind=\"stopped\",on=\"stopped\",slot=\"0\"} 1.0",
                            "forkwatch_child_blocked{kind=\"waiter\",on=\"file_lock\",slot=\"0\"} 1.0")
                    .doesNotContain("kind=\"holder\",on=");

            signal("CONT", pidOf(supervisor, "stopped\\[0] pid (\\d+)"));
            awaitLine(supervisor, "stopped\\[0] pid \\d+ goes on again: it was blocked for ");
            assertThat(supervisor.scrape().text()).doesNotContain("kind=\"stopped\",on=");
            assertThat(supervisor.stderr().lines().filter(line -> line.contains("filler[0]")))
                    .hasSize(1);
        }
    }

    @OnEveryJdk
    void whoHoldsTheOutputOfADeadChildIsNamed(Jdk jdk) {
        try (Supervisor supervisor = supervisor(jdk, ",kind.left=sleep.22,kind.quick=sleep.17")) {
            supervisor.writeLine("pump sleep 22 & sleep 5; exit 0");
            supervisor.writeLine("pump sleep 17 & sleep 0.5; exit 0");
            awaitLine(
                    supervisor,
                    "left\\[0] pid \\d+ ended [\\d.]+ s ago, but sleep 22 \\(pid \\d+, a process it left behind\\) still"
                            + " holds its stdout: thread \"pump-out\" of this JVM waits in read\\(\\) for the end of it");
            awaitLine(supervisor, "quick\\[0] pid \\d+ ended [\\d.]+ s ago, but sleep 17 \\(pid \\d+");
            assertThat(supervisor.scrape().text())
                    .contains("forkwatch_child_blocked{kind=\"left\",on=\"held_output\",slot=\"0\"} 1.0");
            supervisor.awaitStdout("drained 0 bytes of ");
            awaitLine(
                    supervisor,
                    "left\\[0] pid \\d+: thread \"pump-out\" of this JVM waits no more for the end of its stdout");
            assertThat(supervisor.stderr().lines().filter(line -> line.contains("still holds")))
                    .hasSize(2);
            assertThat(supervisor.stderr()).doesNotContain("trouble");
        }
    }

    /** From outside it looks as the one that waits for a latch. */
    @OnEveryJdk
    void aDeadlockIsFoundByAskingTheJvm(Jdk jdk) throws IOException {
        try (Supervisor supervisor =
                supervisor(jdk, ",dump.on.hang=true,kind.locked=Waits.deadlock,kind.idle=Waits.latch")) {
            supervisor.writeLine("start exec " + java(jdk) + " deadlock");
            supervisor.writeLine("start exec " + java(jdk) + " latch");
            awaitLine(
                    supervisor,
                    "locked\\[0] pid \\d+ has been blocked for [\\d.]+ s in a deadlock inside itself: its JVM has found"
                            + " threads that wait for each other; all of them are in /\\S+");
            assertThat(supervisor.scrape().text())
                    .contains("forkwatch_child_blocked{kind=\"locked\",on=\"lock\",slot=\"0\"} 1.0");
            Path file = Path.of(pidOf(supervisor, "all of them are in (/\\S+)"));
            assertThat(Files.readString(file)).contains("Found one Java-level deadlock");
            assertThat(supervisor.stderr()).doesNotContain("idle[0]", "trouble");
        }
    }

    /** They were asked before the one that is really blocked, which is said. */
    @OnEveryJdk
    void whoOnlyWaitsIsNeverSaid(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("healthy");
        Files.writeString(directory.resolve("Makefile"), "all:\n\t@sleep 600\n");
        String java =
                jdk.home().resolve("bin/java") + " -cp " + Program.classes(Waits.class) + " " + Waits.class.getName();
        List<String> healthy = new ArrayList<>(List.of(
                "exec cat",
                "exec sort",
                "exec sleep 600",
                "read line",
                "sleep 600 | cat",
                "exec " + java + " line",
                "exec " + java + " connection",
                "exec " + java + " latch",
                "exec flock " + directory.resolve("lock") + " sleep 600",
                "exec timeout 600 sleep 600",
                "exec tail -f /dev/null",
                "exec >&- 2>&-; sleep 600"));
        for (String program : List.of(
                "bash -c 'read line'",
                "python3 -c 'input()'",
                "perl -e '$line = <STDIN>'",
                "node -e 'process.stdin.resume()'",
                "node -e 'require(\"http\").createServer().listen(0, \"127.0.0.1\")'",
                "make -C " + directory,
                "bc",
                "xargs echo",
                "dd of=/dev/null")) {
            healthy.add("if command -v " + program.split(" ", 2)[0] + " > /dev/null; then exec " + program + "; fi");
        }
        try (Supervisor supervisor = supervisor(jdk, ",kind.blocked=dev.zero,kind.healthy=.")) {
            healthy.forEach(script -> supervisor.writeLine("start " + script));
            await("all of them")
                    .atMost(PATIENCE)
                    .until(() -> supervisor
                                    .stdout()
                                    .lines()
                                    .filter(line -> line.startsWith("started "))
                                    .count()
                            == healthy.size());
            for (int i = 0; i < 2; i++) {
                supervisor.writeLine("start exec head -c 1m /dev/zero >&2");
                awaitLine(supervisor, "blocked\\[" + i + "] pid \\d+ has been blocked for ");
            }
            assertThat(supervisor.stderr().lines().filter(line -> line.contains("healthy[") && !line.contains("died")))
                    .isEmpty();
            assertThat(supervisor.scrape().text()).doesNotContain("forkwatch_child_blocked{kind=\"healthy\"");
            assertThat(supervisor.stderr()).doesNotContain("trouble");
        }
    }
}
