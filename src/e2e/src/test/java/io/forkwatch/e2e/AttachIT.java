package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Inventory;
import io.forkwatch.e2e.program.Obeys;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code java -jar forkwatch.jar attach PID}: into launchers that run already, some with children. */
final class AttachIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern STARTED = Pattern.compile("started (\\d+)");

    @OnEveryJdk
    void childrenThatLiveAlreadyAreAdoptedAndLaterOnesAreSeenInFull(Jdk jdk) {
        Path directory = Shipped.newDirectory("attach");
        Path log = directory.resolve("forkwatch.log");
        try (Supervisor launcher = Program.of(jdk, Obeys.class).start(directory)) {
            launcher.awaitStdout("ready");
            launcher.writeLine("churn");
            long killed = start(launcher, "exec sleep 301");
            long exits = start(launcher, "until [ -e go ]; do sleep 0.1; done; exit 3");
            long destroyed = start(launcher, "exec sleep 302");

            Outcome attach = attach(jdk, launcher.pid(), "port=0,interval=200ms,log.format=json,log=" + log);
            assertThat(attach.exitValue()).as(attach.toString()).isZero();
            assertThat(attach.stdout()).startsWith("forkwatch: on in pid " + launcher.pid() + ";");
            assertThat(attach.stderr()).isEmpty();
            awaitSleeps(log, 2);

            kill9(killed);
            Summary ofKilled = death(log, killed);
            touch(directory.resolve("go"));
            Summary ofExit = death(log, exits);
            launcher.writeLine("destroy " + destroyed);
            Summary ofDestroyed = death(log, destroyed);
            long later = start(launcher, "exec sleep 303");
            awaitSleeps(log, 1);
            kill9(later);
            Summary ofLater = death(log, later);
            launcher.writeLine("calm");
            launcher.awaitStdout("churned true, wrong 0");
            launcher.awaitStdout("ended " + killed + " 137");
            launcher.awaitStdout("ended " + exits + " 3");
            launcher.awaitStdout("ended " + destroyed + " 143");
            launcher.awaitStdout("ended " + later + " 137");

            assertThat(ofKilled.number("mechanism.exit_value")).isEqualTo(137);
            assertThat(ofKilled.text("kind")).isEqualTo("sleep");
            assertThat(ofKilled.text("command")).isEqualTo("sleep 301");
            assertThat(ofKilled.number("last_sample.rss_bytes")).isPositive();
            assertThat(ofExit.number("mechanism.exit_value")).isEqualTo(3);
            assertThat(ofExit.text("cause.reason")).isEqualTo("error");
            assertThat(ofDestroyed.text("cause.reason")).isEqualTo("killed_by_supervisor");
            assertThat(List.of(ofKilled, ofExit, ofDestroyed))
                    .extracting(death -> death.text("mechanism.certainty"))
                    .as("what the JDK says, or if a look was in time the zombie itself")
                    .allMatch(certainty -> certainty.equals("code_only") || certainty.equals("exact"));
            assertThat(ofLater.text("mechanism.certainty")).isEqualTo("exact");
            assertThat(ofLater.number("mechanism.signal")).isEqualTo(9);

            launcher.closeStdin();
            assertThat(launcher.awaitEnd().exitValue()).isZero();
        }
        assertThat(Summaries.read(log).deaths()).hasSize(4);
        assertThat(Summaries.read(log).ofEvent("trouble")).isEmpty();
    }

    /** The age of a child is that of its process, not that of the agent. */
    @OnEveryJdk
    void aChildIsAsOldAsItIs(Jdk jdk) {
        Path directory = Shipped.newDirectory("attach-age");
        Path log = directory.resolve("forkwatch.log");
        try (Supervisor launcher = Program.of(jdk, Obeys.class).start(directory)) {
            launcher.awaitStdout("ready");
            long child = start(launcher, "sleep 3; touch old; exec sleep 304");
            await("some age").atMost(PATIENCE).until(() -> Files.exists(directory.resolve("old")));
            assertThat(attach(jdk, launcher.pid(), "port=0,log.format=json,log=" + log)
                            .exitValue())
                    .isZero();
            awaitSleeps(log, 1);
            kill9(child);
            assertThat(death(log, child).number("lifetime_seconds")).isGreaterThan(3);
        }
    }

    @OnEveryJdk
    void aSecondAttachSaysSoAndChangesNothing(Jdk jdk) {
        try (Supervisor launcher = Program.of(jdk, Inventory.class).start(Shipped.newDirectory("attach-twice"))) {
            awaitJvm(launcher);
            assertThat(attach(jdk, launcher.pid(), "port=0").exitValue()).isZero();
            launcher.metricsUrl();
            assertRefused(
                    attach(jdk, launcher.pid(), "port=0"), 1, "Forkwatch is on in it already; nothing was loaded");
            launcher.closeStdin();
            Outcome outcome = launcher.awaitEnd();
            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stdout()).contains("bridge true", "listeners 1");
            assertThat(outcome.stderrLines().stream().filter(line -> line.startsWith("[forkwatch]")))
                    .hasSize(1);
        }
    }

    @OnEveryJdk
    void ofTwoAttachesAtTheSameTimeOneIsToldThatTheOtherWasFirst(Jdk jdk) throws IOException {
        try (Supervisor launcher = Program.of(jdk, Inventory.class).start(Shipped.newDirectory("attach-race"))) {
            awaitJvm(launcher);
            List<String> command = command(jdk, Long.toString(launcher.pid()), "port=0");
            List<Outcome> outcomes = new ArrayList<>();
            try (Supervisor one = Supervisor.start(command, Map.of(), Shipped.newDirectory("attach-one"));
                    Supervisor other = Supervisor.start(command, Map.of(), Shipped.newDirectory("attach-other"))) {
                outcomes.add(one.awaitEnd());
                outcomes.add(other.awaitEnd());
            }
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.exitValue() == 0)
                    .singleElement()
                    .satisfies(first -> {
                        assertThat(first.stdout()).startsWith("forkwatch: on in pid " + launcher.pid() + ";");
                        assertThat(first.stderr()).isEmpty();
                    });
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.exitValue() != 0)
                    .singleElement()
                    .satisfies(second -> {
                        assertThat(second.exitValue()).isEqualTo(1);
                        assertThat(second.stdout()).isEmpty();
                        assertThat(second.stderrLines())
                                .singleElement()
                                .asString()
                                .containsAnyOf("another attach to it was first", "Forkwatch is on in it already");
                    });
            launcher.metricsUrl();
            launcher.closeStdin();
            Outcome outcome = launcher.awaitEnd();
            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stdout()).contains("bridge true", "listeners 1");
            assertThat(outcome.stderrLines().stream().filter(line -> line.startsWith("[forkwatch]")))
                    .hasSize(1);
        }
    }

    @OnEveryJdk
    void whatCannotBeLeavesTheJvmAsItWas(Jdk jdk) {
        try (Supervisor launcher = Program.of(jdk, Inventory.class).start(Shipped.newDirectory("attach-bad"))) {
            awaitJvm(launcher);
            assertRefused(attach(jdk, launcher.pid(), "prot=1"), 2, "unknown option \"prot\"");
            assertRefused(attach(jdk, launcher.pid(), "port=0", "quiet"), 2, "attach PID [key=value,key=value]");
            launcher.closeStdin();
            Outcome outcome = launcher.awaitEnd();
            assertThat(outcome.stdout()).contains("bridge false").doesNotContain("thread forkwatch");
            assertThat(outcome.stderr()).isEmpty();
        }
    }

    @OnEveryJdk
    void whoIsNoJvmIsNotEvenKnockedAt(Jdk jdk) throws IOException {
        assertRefused(attach(jdk, "x"), 2, "\"x\" is not allowed: a pid is a number");
        assertRefused(attach(jdk, "4194304"), 1, "there is no such process");
        try (Supervisor sleep =
                Supervisor.start(List.of("sleep", "300"), Map.of(), Shipped.newDirectory("attach-sleep"))) {
            assertRefused(attach(jdk, sleep.pid(), ""), 1, "it is not a HotSpot JVM");
            assertThat(ProcessHandle.of(sleep.pid()))
                    .as("a SIGQUIT would have ended it")
                    .isPresent();
        }
    }

    @OnEveryJdk
    void aJvmThatDoesNotListenSaysSo(Jdk jdk) {
        Launch deaf = Program.of(jdk, Inventory.class).withJvmOptions("-XX:+DisableAttachMechanism");
        try (Supervisor launcher = deaf.start(Shipped.newDirectory("attach-deaf"))) {
            awaitJvm(launcher);
            assertRefused(attach(jdk, launcher.pid(), ""), 1, "does not support the attach mechanism");
            launcher.closeStdin();
            assertThat(launcher.awaitEnd().stdout())
                    .doesNotContain("thread dump", "thread forkwatch")
                    .contains("bridge false");
        }
    }

    @OnEveryJdk
    void aJvmOfAnotherUserIsRefused(Jdk jdk) throws IOException {
        try (Supervisor launcher = Program.of(jdk, Inventory.class).start(Shipped.newDirectory("attach-other"))) {
            awaitJvm(launcher);
            List<String> command =
                    new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            command.addAll(command(jdk, Long.toString(launcher.pid())));
            Outcome outcome = run(command, "attach-as-nobody");
            if (outcome.stderr().contains("setpriv:")) {
                System.out.println("skipped: cannot become another user: " + outcome.stderr());
                abort("cannot become another user");
            }
            assertRefused(outcome, 1, "it belongs to uid 0 and cannot be looked into from here");
        }
    }

    @OnEveryJdk
    void aJvmBelowAWatchedOneStaysAChildUnlessNestedIsAskedFor(Jdk jdk) {
        List<String> below = Program.of(jdk, Inventory.class).command();
        Launch above =
                Program.of(jdk, Relay.class, below.toArray(String[]::new)).watched("port=0");
        try (Supervisor supervisor = above.start(Shipped.newDirectory("attach-below"))) {
            supervisor.metricsUrl();
            long child = onlyChild(supervisor.pid());
            assertRefused(attach(jdk, child, "port=0"), 1, "above it is watched by Forkwatch already; nested=true");
            supervisor.awaitStderr("[forkwatch] is off: a process above this one is watched by Forkwatch already");
            assertThat(attach(jdk, child, "port=0,nested=true").exitValue()).isZero();
            supervisor.awaitStderr("watches the children of pid " + child);
            supervisor.closeStdin();
            assertThat(supervisor.awaitEnd().stdout()).contains("bridge true", "listeners 1");
        }
    }

    private static long onlyChild(long pid) {
        await("a JVM below")
                .atMost(PATIENCE)
                .until(() -> ProcessHandle.of(pid).orElseThrow().children().anyMatch(AttachIT::isJvm));
        return ProcessHandle.of(pid)
                .orElseThrow()
                .children()
                .filter(AttachIT::isJvm)
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static boolean isJvm(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/maps")).contains("/libjvm.so");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Knocking at a JVM that has not set up its signals would end it. */
    private static void awaitJvm(Supervisor launcher) {
        await("a JVM that listens").atMost(PATIENCE).until(() -> catchesQuit(launcher.pid()));
    }

    private static boolean catchesQuit(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("SigCgt:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 4) != 0);
        } catch (IOException gone) {
            return false;
        }
    }

    private static void assertRefused(Outcome outcome, int exitValue, String line) {
        assertThat(outcome.stderr()).contains(line).startsWith("forkwatch: ").containsOnlyOnce("\n");
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.exitValue()).isEqualTo(exitValue);
    }

    private static Outcome attach(Jdk jdk, long pid, String... options) {
        List<String> arguments = new ArrayList<>(List.of(Long.toString(pid)));
        arguments.addAll(List.of(options));
        return attach(jdk, arguments.toArray(String[]::new));
    }

    private static Outcome attach(Jdk jdk, String... arguments) {
        return Launch.of(jdk, words(arguments).toArray(String[]::new)).run("attach-command");
    }

    private static List<String> command(Jdk jdk, String... arguments) {
        return Launch.of(jdk, words(arguments).toArray(String[]::new)).command();
    }

    private static List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of("-jar", Shipped.agentJar().toString(), "attach"));
        words.addAll(List.of(arguments));
        return words;
    }

    private static Outcome run(List<String> command, String name) throws IOException {
        try (Supervisor running = Supervisor.start(command, Map.of(), Shipped.newDirectory(name))) {
            return running.awaitEnd();
        }
    }

    private static long start(Supervisor launcher, String script) {
        long before = started(launcher).size();
        launcher.writeLine("start " + script);
        await("a child").atMost(PATIENCE).until(() -> started(launcher).size() > before);
        List<Long> pids = started(launcher);
        return pids.get(pids.size() - 1);
    }

    private static List<Long> started(Supervisor launcher) {
        return STARTED.matcher(launcher.stdout())
                .results()
                .map((MatchResult found) -> Long.parseLong(found.group(1)))
                .toList();
    }

    /** Those of kind sleep, as the metrics have them: the churn has other children. */
    private static void awaitSleeps(Path log, int count) {
        await(count + " sleeps").atMost(PATIENCE).until(() -> sleeps(log) == count);
    }

    private static double sleeps(Path log) {
        return Summaries.read(log).ofEvent("started").stream()
                .map(started -> Scrape.of(URI.create(started.text("url"))))
                .mapToDouble(scrape -> scrape.sum("forkwatch_children", Map.of("kind", "sleep")))
                .findFirst()
                .orElse(0);
    }

    private static Summary death(Path log, long pid) {
        await("the death of " + pid)
                .atMost(PATIENCE)
                .until(() -> Summaries.read(log).deaths().stream().anyMatch(death -> death.number("pid") == pid));
        return Summaries.read(log).deaths().stream()
                .filter(death -> death.number("pid") == pid)
                .findFirst()
                .orElseThrow();
    }

    private static void kill9(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
