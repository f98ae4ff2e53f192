package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.procfs.TestProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalStatReaderTest {
    private static final long TICK_NANOS = 10_000_000;

    @TempDir
    private Path mount;

    private RegisterLab lab;
    private FinalStatReader finalStats;

    @BeforeEach
    void build() {
        lab = new RegisterLab(mount);
        finalStats = new FinalStatReader(lab.access.units(), lab.troubles);
    }

    private Optional<FinalStat> read(TestProcess process, int exitValue) {
        return finalStats.read(new Zombie(process.pid(), exitValue, process.statBytes(), 0));
    }

    private Optional<FinalStat> read(String stat, int exitValue) {
        return finalStats.read(new Zombie(7, exitValue, stat.getBytes(StandardCharsets.ISO_8859_1), 0));
    }

    @Test
    void aKillAndAnExitOf137AreToldApart() {
        assertThat(read(lab.proc.process(7).zombie(9), 137).orElseThrow().ending())
                .isEqualTo(new Ending.Exact(new WaitStatus(9)));
        assertThat(read(lab.proc.process(7).zombie(137 << 8), 137).orElseThrow().ending())
                .isEqualTo(new Ending.Exact(new WaitStatus(35072)));
    }

    @Test
    void theCpuTimeIsThatOfTheZombieAndOfThoseItWaitedForByMode() {
        TestProcess zombie = lab.proc.process(7).zombie(0).cpu(1, 20).waitedCpu(300, 4000);
        assertThat(read(zombie, 0).orElseThrow().cpu()).isEqualTo(new CpuTime(301 * TICK_NANOS, 4020 * TICK_NANOS));
    }

    /** proc_pid_stat(5): without the right to trace it, exit_code is 0. The times are still there. */
    @Test
    void aHiddenStatusLeavesTheExitValueAndTheCpuTime() {
        FinalStat last = read(lab.proc.process(7).zombie(0).cpu(5, 0), 137).orElseThrow();
        assertThat(last.ending()).isEqualTo(new Ending.Flags(137, false));
        assertThat(last.cpu()).isEqualTo(new CpuTime(5 * TICK_NANOS, 0));
    }

    @Test
    void theFlagsOfAHiddenZombieTellASignal() {
        TestProcess killed = lab.proc.process(7).hiddenZombie(true);
        assertThat(read(killed, 137).orElseThrow().ending()).isEqualTo(new Ending.Flags(137, true));
        assertThat(read(killed, 5).orElseThrow().ending())
                .as("no signal has that exit value")
                .isEqualTo(new Ending.CodeOnly(5));
        assertThat(read(killed, -1).orElseThrow().ending())
                .as("the JDK saw nothing")
                .isEqualTo(new Ending.CodeOnly(-1));
    }

    @Test
    void aStatusThatContradictsTheExitValueIsNotBelieved() {
        assertThat(read(lab.proc.process(7).zombie(9), 0).orElseThrow().ending())
                .isEqualTo(new Ending.CodeOnly(0));
    }

    @Test
    void whatCouldNotBeReadSaysNothing() {
        assertThat(read("", 0)).isEmpty();
        assertThat(lab.troubles.seen()).as("that is normal").isEmpty();
    }

    @Test
    void whatIsMalformedSaysNothingAndIsReported() {
        assertThat(read("7 (x", 0)).isEmpty();
        assertThat(lab.troubles.seen()).containsExactly("zombie");
    }

    @Test
    void theStatOfAnotherProcessAreNotItsOwn() {
        assertThat(read(lab.proc.process(8).zombie(0).stat(), 0))
                .as("another pid")
                .isEmpty();
        assertThat(read(lab.proc.process(7).state('S').stat(), 0))
                .as("not dead")
                .isEmpty();
    }

    @Test
    void theStatOfTheZombieBeforeAreForgotten() {
        read(lab.proc.process(7).comm("a".repeat(63)).zombie(9).cpu(99, 99), 137);
        FinalStat last = read(lab.proc.process(7).zombie(3 << 8), 3).orElseThrow();
        assertThat(last.ending()).isEqualTo(new Ending.Exact(new WaitStatus(768)));
        assertThat(last.cpu()).isEqualTo(CpuTime.ZERO);
    }
}
