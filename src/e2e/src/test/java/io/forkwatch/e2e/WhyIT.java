package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;

/** {@code why PID} of processes that are held up, and of such that only wait. */
final class WhyIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process each : started) {
            each.descendants().forEach(ProcessHandle::destroyForcibly);
            each.destroyForcibly();
            each.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private Process start(String script) {
        try {
            Process process = new ProcessBuilder("sh", "-c", script).start();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome why(Jdk jdk, String pid) {
        return Launch.of(jdk, "-jar", Shipped.agentJar().toString(), "why", pid).run("why-command");
    }

    /** What it says once it says that. */
    private static String why(Jdk jdk, long pid, Predicate<String> what) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Outcome outcome = why(jdk, Long.toString(pid));
                            assertThat(outcome.stderr()).isEmpty();
                            assertThat(outcome.exitValue()).isZero();
                            return outcome.stdout();
                        },
                        what);
    }

    @OnEveryJdk
    void nobodyReadsWhatItWrites(Jdk jdk) {
        Process shell = start("while :; do echo 0123456789 >&2; done");
        assertThat(why(jdk, shell.pid(), said -> said.contains("is blocked")))
                .matches("pid " + shell.pid() + " \\(sh\\) is blocked writing to stderr: the pipe is full"
                        + " \\([0-9,]+ bytes\\) and its reader is java \\(pid "
                        + ProcessHandle.current().pid()
                        + "\\), where no thread reads it; [^\n]* \\(certain\\)\n"
                        + "    " + shell.pid() + " sh: write: writing to stderr: [^\n]*\n[^\n]*\n");
        Process pipeline = start("yes | cat; true");
        assertThat(why(jdk, pipeline.pid(), said -> said.contains(" cat: write: ")))
                .containsPattern("\n    [0-9]+ yes: write: writing to stdout: [^\n]* its reader is cat \\(pid ")
                .containsPattern("\n    [0-9]+ cat: write: writing to stdout: [^\n]* its reader is java \\(pid ");
    }

    /** As the supervisor of another JVM sees it, from outside of both. */
    @OnEveryJdk
    void theReaderIsTheLauncher(Jdk jdk) {
        try (Supervisor launcher = Program.of(jdk, Obeys.class).start(Shipped.newDirectory("why"))) {
            launcher.awaitStdout("ready");
            launcher.writeLine("start exec yes >&2");
            launcher.awaitStdout("started ");
            long pid = Long.parseLong(
                    launcher.stdout().lines().skip(1).findFirst().orElseThrow().split(" ", -1)[1]);
            assertThat(why(jdk, pid, said -> said.contains("is blocked")))
                    .contains(
                            "writing to stderr: ",
                            "its reader is java (pid " + launcher.pid() + "), where no thread reads it");
        }
    }

    @OnEveryJdk
    void aLockAndAStop(Jdk jdk) throws IOException {
        Path lock = Files.createFile(Shipped.newDirectory("why-lock").resolve("lock"));
        Process holder = start("exec flock " + lock + " sh -c 'echo locked; exec sleep 600'");
        assertThat(holder.inputReader().readLine()).isEqualTo("locked");
        Process waits = start("exec flock " + lock + " true");
        assertThat(why(jdk, waits.pid(), said -> said.contains("is blocked")))
                .startsWith("pid " + waits.pid() + " (flock) is blocked waiting for the lock of " + lock
                        + ", which flock (pid " + holder.pid() + ") holds; ")
                .contains("sleep (pid ", "(certain)");
        start("kill -STOP " + waits.pid());
        assertThat(why(jdk, waits.pid(), said -> said.contains("stopped")))
                .startsWith("pid " + waits.pid() + " (flock) is stopped by a signal, in flock (certain)\n");
    }

    @OnEveryJdk
    void whoWaitsForWorkIsNotHeldUp(Jdk jdk) {
        Process cat = start("exec cat");
        assertThat(why(jdk, cat.pid(), said -> said.contains("stdin")))
                .startsWith("nothing that can be seen holds up pid " + cat.pid()
                        + " (cat): it is waiting for input from stdin, which java (pid ")
                .contains(", as a healthy program may be\n");
        Process sleep = start("sleep 600; true");
        assertThat(why(jdk, sleep.pid(), said -> said.contains("asleep")))
                .startsWith("nothing that can be seen holds up pid " + sleep.pid());
        try (Supervisor launcher = Program.of(jdk, Obeys.class).start(Shipped.newDirectory("why-jvm"))) {
            launcher.awaitStdout("ready");
            assertThat(why(jdk, launcher.pid(), said -> said.contains("stdin")))
                    .startsWith("nothing that can be seen holds up pid " + launcher.pid() + " (java): ");
        }
    }

    @OnEveryJdk
    void whatIsNoProcessIsNamed(Jdk jdk) {
        Outcome none = why(jdk, "999999999");
        assertThat(none.exitValue()).isEqualTo(2);
        assertThat(none.stdout()).isEmpty();
        assertThat(none.stderr())
                .matches(Pattern.quote("forkwatch: why: \"999999999\" is no process that can be seen from here")
                        + ".*\n");
    }
}
