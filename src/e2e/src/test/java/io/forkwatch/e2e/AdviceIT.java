package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.e2e.harness.ControlGroup;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Asks;
import io.forkwatch.e2e.program.Obeys;
import io.forkwatch.probe.SupervisorProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Real children that cross their soft limits, hover, and leave them. */
final class AdviceIT {
    private static final Pattern STARTED = Pattern.compile("started (\\d+)");

    private static Supervisor supervisor(Jdk jdk, String options) {
        Supervisor supervisor = Program.of(jdk, Obeys.class)
                .watched("port=0,interval=100ms," + options)
                .start(Shipped.newDirectory("advice"));
        supervisor.awaitStdout("ready");
        return supervisor;
    }

    /** A shell that holds so much memory, and then what it is told to do. */
    private static long holding(Supervisor supervisor, int mib, String then) {
        supervisor.writeLine("start x=$(head -c " + mib + "m /dev/zero | tr '\\0' x); " + then);
        await("the child")
                .atMost(Duration.ofSeconds(60))
                .until(() -> STARTED.matcher(supervisor.stdout()).find());
        Matcher started = STARTED.matcher(supervisor.stdout());
        assertThat(started.find()).isTrue();
        return Long.parseLong(started.group(1));
    }

    @OnEveryJdk
    void whoIsBeyondItsLimitIsAdvisedAndTheAdviceIsTaken(Jdk jdk) {
        try (Supervisor supervisor = supervisor(jdk, "kind.pool=zero,limit.pool.rss=20m,limit.for=1s,limit.fds=5000")) {
            long pid = holding(supervisor, 40, "while :; do sleep 0.1; done");
            supervisor.awaitStderr("pool[0] pid " + pid + " should be recycled: its tree has ");
            await("its row")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(supervisor.scrape().text())
                            .contains(
                                    "forkwatch_child_advised_recycle{kind=\"pool\",slot=\"0\"} 1.0",
                                    "forkwatch_limit_trips_total{kind=\"pool\",limit=\"rss\"} 1.0",
                                    "forkwatch_limit_trips_total{kind=\"pool\",limit=\"fds\"} 0.0"));
            supervisor.writeLine("destroy " + pid);
            supervisor.awaitStderr("pool[0] pid " + pid + " was recycled ");
            assertThat(supervisor.stderr().lines().filter(line -> line.contains("should be recycled")))
                    .hasSize(1);
        }
    }

    @OnEveryJdk
    void aLimitInAFileChangesWhileTheSupervisorRuns(Jdk jdk) throws IOException {
        Path file = Shipped.newDirectory("reload").resolve("forkwatch.properties");
        Files.writeString(file, "limit.for=0s\n");
        try (Supervisor supervisor = supervisor(jdk, "kind.pool=zero,@" + file)) {
            long pid = holding(supervisor, 40, "while :; do sleep 0.1; done");
            Files.writeString(file, "limit.for=0s\nlimit.rss=20\n");
            supervisor.awaitStderr("options stay as they were: limit.rss=");
            Files.writeString(file, "limit.for=0s\nlimit.pool.rss=20m\nsummary=all\n");
            supervisor.awaitStderr("options read again: limit.pool.rss holds from now on; summary holds after");
            supervisor.awaitStderr("pool[0] pid " + pid + " should be recycled: its tree has ");
            assertThat(supervisor.scrape().text())
                    .contains(
                            "forkwatch_option_reloads_total{result=\"failure\"} 1.0",
                            "forkwatch_option_reloads_total{result=\"success\"} 1.0",
                            "forkwatch_limit_trips_total{kind=\"pool\",limit=\"rss\"} 1.0");
        }
    }

    /** A supervisor with code of its own, which is compiled against nothing of ours. */
    @OnEveryJdk
    void aPoolThatAsksRecyclesItsWorker(Jdk jdk) {
        Outcome outcome = Launch.ofStories(jdk, "recycle")
                .watched("port=0,interval=200ms,limit.rss=100m,limit.for=0s")
                .run("recycle");
        assertThat(outcome.exitValue()).isZero();
        assertThat(outcome.stdout()).contains("advised to recycle the worker", "Java says: exit value 0");
        assertThat(outcome.stderr()).contains(" should be recycled: its tree has ", " was recycled ");
    }

    /** The library beside the agent, alone as the docs have it, or with the copy of the entry that comes with it. */
    @OnEveryJdk
    void whoIsCompiledAgainstTheLibraryMayAskByIt(Jdk jdk) {
        Path library = Program.classes(SupervisorProbe.class);
        Path entry =
                Shipped.agentJar().resolveSibling("../entry/target/classes").normalize();
        for (List<Path> classPath : List.of(List.of(library), List.of(library, entry))) {
            Outcome outcome = Program.withClassPath(
                            jdk,
                            classPath,
                            Asks.class,
                            "x=$(head -c 40m /dev/zero | tr '\\0' x); while :; do sleep 0.1; done")
                    .watched("port=0,interval=100ms,limit.rss=20m,limit.for=0s")
                    .run("asks");
            assertThat(outcome.stdout()).isEqualTo("rss true 20971520 false\nended\n");
            assertThat(outcome.stderr()).contains(" watches the children of pid ", " was recycled ");
        }
    }

    @OnEveryJdk
    void whoAsksWithoutTheAgentOrALimitIsNotAdvised(Jdk jdk) {
        Launch launch = Program.withClassPath(
                jdk, List.of(Program.classes(SupervisorProbe.class)), Asks.class, "exec sleep 600", "2000");
        assertThat(launch.run("asks").stdout()).isEqualTo("not advised\nended\n");
        Outcome watched = launch.watched("port=0,interval=100ms").run("asks");
        assertThat(watched.stdout()).isEqualTo("not advised\nended\n");
        assertThat(watched.stderr()).doesNotContain("trouble");
    }

    @OnEveryJdk
    void aPoolThatNobodyAdvisesWorksOn(Jdk jdk) {
        Outcome outcome = Launch.ofStories(jdk, "recycle").watched("port=0").run("recycle");
        assertThat(outcome.stdout()).contains("nobody advised to recycle the worker");
        assertThat(outcome.stderr()).doesNotContain("recycled", "trouble");
    }

    @OnEveryJdk
    void aShortSpikeIsNone(Jdk jdk) {
        try (Supervisor supervisor = supervisor(jdk, "kind.pool=zero,limit.pool.rss=20m,limit.for=20s")) {
            holding(supervisor, 40, "sleep 1; unset x; exec sleep 3");
            supervisor.awaitStdout("ended ");
            assertThat(supervisor.stderr()).doesNotContain("recycled");
        }
    }

    /** In a group with a limit, half of which is the mark: the child stays well below what the kernel would kill for. */
    @OnEveryJdk
    void memoryThatIsAboutToBeFullIsSaidBeforeTheKernelActs(Jdk jdk) throws IOException {
        Optional<ControlGroup> made = ControlGroup.create(ControlGroup.Limit.MEMORY, "advice", 220 << 20);
        assumeTrue(made.isPresent(), "no right to make a memory cgroup of version 1 here");
        try (ControlGroup group = made.get();
                Supervisor supervisor = supervisor(jdk, "kind.grower=grow,memory.warn=50%")) {
            Files.writeString(group.procs(), Long.toString(supervisor.pid()));
            supervisor.writeLine("start exec " + jdk.home().resolve("bin/java") + " -Xmx400m -cp "
                    + Shipped.launchersJar() + " io.forkwatch.examples.launchers.work.Worker grow 3");
            supervisor.awaitStderr("memory of cgroup /" + group.directory().getFileName() + " is ");
            assertThat(supervisor.scrape().text())
                    .contains("forkwatch_oom_next_victim{kind=\"grower\",slot=\"0\"} 1.0");
            supervisor.awaitStdout("ended ");
            assertThat(supervisor.stderr())
                    .containsPattern(
                            "is \\d+ % full: .*; largest: .*grower\\[0] pid \\d+ .* the kernel takes grower\\[0]")
                    .doesNotContain("died");
        }
    }

    @OnEveryJdk
    void whoLeavesItsLimitIsCleared(Jdk jdk) {
        try (Supervisor supervisor = supervisor(jdk, "kind.pool=zero,limit.pool.rss=20m,limit.for=0s")) {
            long pid = holding(supervisor, 40, "sleep 3; exec sleep 600");
            supervisor.awaitStderr("pool[0] pid " + pid + " should be recycled");
            supervisor.awaitStderr("pool[0] pid " + pid + " need not be recycled any more: its tree has ");
        }
    }

    private static String oomScoreAdj(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "oom_score_adj"))
                .trim();
    }

    @OnEveryJdk
    void childrenArePreferredIfThatIsWantedAndSoAreThoseThatTheyForkLater(Jdk jdk) throws IOException {
        try (Supervisor supervisor = supervisor(jdk, "oom.prefer.children=true")) {
            String before = oomScoreAdj(supervisor.pid());
            assumeTrue(!before.equals("1000"), "all have the most here");
            long pid = holding(
                    supervisor,
                    1,
                    "while ! grep -q 1000 /proc/$$/oom_score_adj; do sleep 0.1; done;" + " (exec sleep 600) & wait");
            await("the child of the child")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> ProcessHandle.of(pid)
                            .orElseThrow()
                            .children()
                            .anyMatch(child -> child.info().command().orElse("").endsWith("sleep")));
            assertThat(oomScoreAdj(pid)).isEqualTo("1000");
            for (ProcessHandle below :
                    ProcessHandle.of(pid).orElseThrow().children().toList()) {
                assertThat(oomScoreAdj(below.pid())).isEqualTo("1000");
            }
            assertThat(oomScoreAdj(supervisor.pid())).isEqualTo(before);
            supervisor.awaitStderr("; raises the oom_score_adj of children to 1000 (oom.prefer.children)");
            assertThat(supervisor.stderr()).doesNotContain("trouble", "of no use");
        }
    }

    @OnEveryJdk
    void noChildIsTouchedOtherwise(Jdk jdk) throws IOException {
        try (Supervisor supervisor = supervisor(jdk, "kind.pool=zero")) {
            long pid = holding(supervisor, 1, "exec sleep 600");
            supervisor.awaitStderr("watches the children of pid");
            await("its sample")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> supervisor.scrape().text().contains("forkwatch_child_processes"));
            assertThat(oomScoreAdj(pid)).isEqualTo(oomScoreAdj(supervisor.pid()));
            assertThat(supervisor.stderr()).doesNotContain("oom_score_adj");
        }
    }
}
