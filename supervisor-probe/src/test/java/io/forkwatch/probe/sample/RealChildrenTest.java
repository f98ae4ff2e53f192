package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Against the kernel of this machine, without the interception: the events are made by hand. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class RealChildrenTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Clocks clocks = Clocks.system();
    private final ProcFs files = ProcFs.system();
    private final Recorder sink = new Recorder();
    private final Troubles troubles = new Troubles();
    private final EventInbox inbox = new EventInbox(100, files, clocks.monotonic(), new Tally(), () -> {});
    private final Sampler sampler = Lab.sampler(
            inbox,
            files,
            files.auxv(),
            clocks,
            new SamplingOptions(Duration.ofMillis(100), true),
            Lab.ORPHANS,
            sink,
            troubles);
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... command) throws IOException {
        long nanos = clocks.nanos();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        inbox.started(new Spawn(process.pid(), new CommandLine(List.of(command)), "", nanos, () -> exitValue(process)));
        return process;
    }

    private static OptionalInt exitValue(Process process) {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    private void workUntil(String what, BooleanSupplier done) {
        long deadline = clocks.nanos() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            assertThat(clocks.nanos()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Math.min(sampler.doWork(), LONGEST_PAUSE_NANOS));
        }
    }

    private Optional<ProcessSample> sample(Process process) {
        if (sink.views.isEmpty()) {
            return Optional.empty();
        }
        return sink.lastSnapshot().children().stream()
                .filter(child -> child.child().key().pid() == process.pid())
                .findFirst()
                .flatMap(LivingChild::sample);
    }

    private Death deathOf(Process process) {
        workUntil("the death", () -> !sink.deaths.isEmpty());
        assertThat(sink.onlyDeath().child().key().pid()).isEqualTo(process.pid());
        return sink.onlyDeath();
    }

    @Test
    void aSleeperIsSeenAndUsesNoCpu() throws IOException {
        Process sleeper = start("sleep", "600");
        workUntil(
                "a ratio",
                () -> sample(sleeper)
                        .flatMap(s -> s.cpuRatio().stream().boxed().findFirst())
                        .isPresent());
        ProcessSample sample = sample(sleeper).orElseThrow();
        assertThat(sample.rssBytes()).isPositive();
        assertThat(sample.treeProcesses()).isEqualTo(1);
        assertThat(sample.threads()).isEqualTo(1);
        workUntil(
                "a ratio near 0", () -> sample(sleeper).orElseThrow().cpuRatio().orElse(1) < 0.1);
        workUntil(
                "a peak by the kernel",
                () -> sink.lastSnapshot()
                        .children()
                        .get(0)
                        .slow()
                        .treeSwapBytes()
                        .isPresent());
        assertThat(troubles.seen()).isEmpty();
    }

    @Test
    void aBurnerUsesCpu() throws IOException {
        Process burner = start("sh", "-c", "while :; do :; done");
        workUntil(
                "a third of a core",
                () -> sample(burner).map(s -> s.cpuRatio().orElse(0)).orElse(0.0) > 0.3);
        assertThat(sample(burner).orElseThrow().cpuRatio().orElseThrow()).isLessThan(2);
        assertThat(sink.lastSnapshot().kinds().get(0).cpu().totalNanos()).isPositive();
    }

    @Test
    void aChildThatExitsWithNoExitEventLeavesTheExitValueOfTheJdk() throws Exception {
        Process child = start("sh", "-c", "read line; exit 7");
        workUntil("a sample", () -> sample(child).isPresent());
        child.outputWriter().append('\n').close();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(deathOf(child).ending()).isEqualTo(new Ending.CodeOnly(7));
        assertThat(sink.onlyDeath().lastSample()).isPresent();
    }

    /** Nobody has read the zombie here: 137 is all there is, and no signal is claimed. */
    @Test
    void aKilledChildLeaves137AndNoClaimOfASignal() throws Exception {
        Process child = start("sleep", "600");
        workUntil("a sample", () -> sample(child).isPresent());
        child.destroyForcibly();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(deathOf(child).ending()).isEqualTo(new Ending.CodeOnly(137));
        assertThat(sink.onlyDeath().cpuExact()).isFalse();
    }

    @Test
    void aShellWithAGrandchildIsATreeOfTwoAndTheGrandchildATombstone() throws Exception {
        Process shell = start("sh", "-c", "sleep 600 & echo $!; read line; kill $!; wait; exit 0");
        BufferedReader lines = shell.inputReader();
        long grandchild = Long.parseLong(lines.readLine());
        workUntil(
                "a tree of two",
                () -> sample(shell).map(ProcessSample::treeProcesses).orElse(0) == 2);
        ProcessSample sample = sample(shell).orElseThrow();
        assertThat(sample.treeRssBytes()).isGreaterThan(sample.rssBytes());
        shell.outputWriter().append('\n').close();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Descendant tombstone = deathOf(shell).descendants().get(0);
        assertThat(tombstone.key().pid()).isEqualTo(grandchild);
        assertThat(tombstone.comm()).isEqualTo("sleep");
        assertThat(tombstone.alive()).isFalse();
        assertThat(tombstone.rssBytes()).isPositive();
    }

    @Test
    void aGrandchildThatOutlivesTheChildIsToldAsAlive() throws Exception {
        Process shell = start("sh", "-c", "sleep 600 > /dev/null & echo $!; read line; exit 0");
        ProcessHandle grandchild =
                ProcessHandle.of(Long.parseLong(shell.inputReader().readLine())).orElseThrow();
        try {
            workUntil(
                    "a tree of two",
                    () -> sample(shell).map(ProcessSample::treeProcesses).orElse(0) == 2);
            shell.outputWriter().append('\n').close();
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(deathOf(shell).descendants())
                    .extracting(Descendant::alive)
                    .containsExactly(true);
        } finally {
            grandchild.destroyForcibly();
        }
    }
}
