package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkwatch.e2e.harness.ControlGroup;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.KernelLog;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Real kills by the kernel's OOM killer, in a memory cgroup of version 1, and what only looks like one. */
final class OomIT {
    private static final int LIMIT_BYTES = 64 << 20;

    @OnEveryJdk
    void aChildThatOutgrowsItsGroupIsOomKilled(Jdk jdk) {
        Summary death = death("oom-direct", jdk, "exec " + worker(jdk, "grow 20"));

        assertThat(death.number("mechanism.raw_status")).isEqualTo(9);
        assertThat(death.text("cause.reason")).isEqualTo("oom_cgroup");
        if (KernelLog.isReadable()) {
            assertThat(death.text("cause.confidence")).isEqualTo("certain");
            assertThat(death.texts("cause.evidence")).startsWith("kernel_log", "cgroup_oom_counter");
            assertThat(death.number("kernel_log.pid")).isEqualTo(death.number("pid"));
            assertThat(death.text("kernel_log.line")).contains("Killed process " + (int) death.number("pid"));
        } else {
            assertThat(death.text("cause.confidence")).isIn("certain", "likely");
            assertThat(death.texts("cause.evidence")).startsWith("cgroup_oom_counter");
        }
        assertThat(death.number("oom.limit_bytes")).isEqualTo(LIMIT_BYTES);
        assertThat(death.number("oom.kills_since_last_look")).isEqualTo(1);
    }

    @OnEveryJdk
    void filesInSharedMemoryAreTold(Jdk jdk) throws IOException {
        Path file = Path.of("/dev/shm/forkwatch-e2e-" + ProcessHandle.current().pid());
        try {
            Summary death = death(
                    "oom-tmpfs", jdk, "head -c 31457280 /dev/zero > " + file + "; exec " + worker(jdk, "grow 20"));

            assertThat(death.text("cause.reason")).isEqualTo("oom_cgroup");
            assertThat(death.number("oom.shmem_bytes")).isBetween(30e6, (double) LIMIT_BYTES);
            assertThat(death.text("hint")).contains("30.0 MiB of that limit are shared memory or files on a tmpfs");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @OnEveryJdk
    void aShellWhoseCommandIsOomKilledPassesItOn(Jdk jdk) {
        Summary death = death("oom-grandchild", jdk, worker(jdk, "grow 20") + "; exit $?");

        assertThat(death.number("mechanism.raw_status")).isEqualTo(137 << 8);
        assertThat(death.text("cause.reason")).isEqualTo("oom_cgroup");
        assertThat(death.text("cause.confidence")).isEqualTo(KernelLog.isReadable() ? "certain" : "likely");
        assertThat(death.text("cause.rule")).startsWith("descendant_oom_killed");
    }

    @OnEveryJdk
    void aProgramThatSurvivesTheKillOfItsWorkerAndFailsIsToldWithTheVictim(Jdk jdk) {
        Summary death = death("oom-survivor", jdk, worker(jdk, "grow 20") + "; sleep 0.3; exit 1");

        assertThat(death.number("mechanism.raw_status")).isEqualTo(1 << 8);
        assertThat(death.text("cause.reason")).isEqualTo("oom_cgroup");
        assertThat(death.text("cause.confidence")).isEqualTo(KernelLog.isReadable() ? "likely" : "possible");
    }

    @OnEveryJdk
    void anExitZeroAfterTheKillOfAWorkerIsToldToo(Jdk jdk) {
        Summary death = death("oom-outlived", jdk, worker(jdk, "grow 20") + "; exit 0");

        assertThat(death.number("mechanism.raw_status")).isZero();
        assertThat(death.text("cause.reason")).isEqualTo("ok");
        assertThat(death.text("cause.rule"))
                .isEqualTo(KernelLog.isReadable() ? "outlived_oom_kill" : "perhaps_outlived_oom_kill");
    }

    @OnEveryJdk
    void aKillWhileAnotherOfTheSameGroupIsOomKilledIsNoOomKill(Jdk jdk) {
        Summary death =
                death("oom-decoy-same-group", jdk, "(" + worker(jdk, "grow 20") + "; kill -9 $$) & exec sleep 60");

        assertThat(death.number("mechanism.raw_status")).isEqualTo(9);
        assertThat(death.number("oom.kills_since_start")).isEqualTo(1);
        assertThat(death.text("cause.reason")).isEqualTo(KernelLog.isReadable() ? "killed_externally" : "signal");
    }

    @OnEveryJdk
    void aKillWhileAnotherGroupHasAnOomKillIsNoOomKill(Jdk jdk) throws IOException {
        try (ControlGroup other = group("oom-other")) {
            String victim = "sh -c 'echo $$ > " + other.procs() + "; exec " + worker(jdk, "grow 20") + "'";
            Summary death = death("oom-decoy-other-group", jdk, "(" + victim + "; kill -9 $$) & exec sleep 60");

            assertThat(death.number("mechanism.raw_status")).isEqualTo(9);
            assertThat(death.number("oom.machine_kills_since_last_look")).isEqualTo(1);
            assertThat(death.text("cause.reason")).isIn("killed_externally", "signal");
            assertThat(death.text("cause.rule")).doesNotContain("oom_killed_");
        }
    }

    @OnEveryJdk
    void aKillFromOutsideNearTheLimitIsNoOomKill(Jdk jdk) {
        // 16 MiB and a JVM of its own size: no kill is due, but the cgroup is well filled.
        String killer = "(sleep 4; kill -9 $$) & ";
        Summary death = death("oom-decoy-kill", jdk, killer + "exec " + worker(jdk, "job 30"));

        assertThat(death.number("mechanism.raw_status")).isEqualTo(9);
        assertThat(death.text("cause.reason")).isEqualTo("killed_externally");
        assertThat(death.text("cause.confidence")).isEqualTo("likely");
        assertThat(death.texts("cause.evidence")).doesNotContain("cgroup_oom_counter");
        assertThat(death.number("oom.kills_since_start")).isZero();
    }

    @OnEveryJdk
    void anExit137IsNoOomKill(Jdk jdk) {
        Summary death = death("oom-decoy-exit", jdk, "exit 137");

        assertThat(death.text("cause.reason")).isEqualTo("error");
        assertThat(death.text("cause.confidence")).isEqualTo("certain");
    }

    private static String worker(Jdk jdk, String work) {
        List<String> command = Launch.ofStories(jdk).command();
        String jar = command.get(command.size() - 1);
        return command.get(0) + " -XX:+UseSerialGC -Xmx300m -Xshare:auto -cp " + jar
                + " io.forkwatch.examples.launchers.work.Worker " + work;
    }

    private static ControlGroup group(String name) throws IOException {
        return ControlGroup.create(ControlGroup.Limit.MEMORY, name, LIMIT_BYTES)
                .orElseGet(() -> abort("no writable memory controller of version 1"));
    }

    private static Summary death(String name, Jdk jdk, String script) {
        Path directory = Shipped.newDirectory(name);
        Path log = directory.resolve("forkwatch.log");
        try (ControlGroup group = group(name)) {
            String enter = "echo $$ > " + group.procs() + "; ";
            Launch launch = Program.of(jdk, Relay.class, "sh", "-c", enter + script)
                    .watched("port=0,log.format=json,log=" + log);
            try (Supervisor supervisor = launch.start(directory)) {
                supervisor.awaitEnd();
            }
        } catch (IOException notRemoved) {
            throw new UncheckedIOException(notRemoved);
        }
        List<Summary> deaths = Summaries.read(log).deaths();
        assertThat(deaths).hasSize(1);
        return deaths.get(0);
    }
}
