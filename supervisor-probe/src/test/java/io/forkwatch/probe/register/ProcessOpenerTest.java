package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessOpenerTest {
    private static final long TICK_NANOS = 10_000_000;

    @TempDir
    private Path mount;

    private RegisterLab lab;

    @BeforeEach
    void build() {
        lab = new RegisterLab(mount);
    }

    private Optional<FinalStat> lastWords(TestProcess process, int exitValue) {
        return lab.opener.lastWords(new Zombie(process.pid(), exitValue, process.statBytes(), 0));
    }

    private Optional<FinalStat> lastWords(String stat, int exitValue) {
        return lab.opener.lastWords(new Zombie(7, exitValue, stat.getBytes(StandardCharsets.ISO_8859_1), 0));
    }

    @Test
    void aKillAndAnExitOf137AreToldApart() {
        assertThat(lastWords(lab.proc.process(7).zombie(9), 137).orElseThrow().ending())
                .isEqualTo(new Ending.Exact(new WaitStatus(9)));
        assertThat(lastWords(lab.proc.process(7).zombie(137 << 8), 137)
                        .orElseThrow()
                        .ending())
                .isEqualTo(new Ending.Exact(new WaitStatus(35072)));
    }

    @Test
    void theCpuTimeIsThatOfTheZombieAndOfThoseItWaitedForByMode() {
        TestProcess zombie = lab.proc.process(7).zombie(0).cpu(1, 20).waitedCpu(300, 4000);
        assertThat(lastWords(zombie, 0).orElseThrow().cpu())
                .isEqualTo(new CpuTime(301 * TICK_NANOS, 4020 * TICK_NANOS));
    }

    /** proc_pid_stat(5): without the right to trace it, exit_code is 0. The times are still there. */
    @Test
    void aHiddenStatusLeavesTheExitValueAndTheCpuTime() {
        FinalStat words =
                lastWords(lab.proc.process(7).zombie(0).cpu(5, 0), 137).orElseThrow();
        assertThat(words.ending()).isEqualTo(new Ending.Flags(137, false));
        assertThat(words.cpu()).isEqualTo(new CpuTime(5 * TICK_NANOS, 0));
    }

    @Test
    void theFlagsOfAHiddenZombieTellASignal() {
        TestProcess killed = lab.proc.process(7).hiddenZombie(true);
        assertThat(lastWords(killed, 137).orElseThrow().ending()).isEqualTo(new Ending.Flags(137, true));
        assertThat(lastWords(killed, 5).orElseThrow().ending())
                .as("no signal has that exit value")
                .isEqualTo(new Ending.CodeOnly(5));
        assertThat(lastWords(killed, -1).orElseThrow().ending())
                .as("the JDK saw nothing")
                .isEqualTo(new Ending.CodeOnly(-1));
    }

    @Test
    void aStatusThatContradictsTheExitValueIsNotBelieved() {
        assertThat(lastWords(lab.proc.process(7).zombie(9), 0).orElseThrow().ending())
                .isEqualTo(new Ending.CodeOnly(0));
    }

    /** With hidepid a process of another user looks as if it were gone. */
    @Test
    void whereOthersAreHiddenWhoIsNotThereNeedNotBeGone() throws IOException {
        assertThat(lab.opener.open(7, "", 0).gone()).isTrue();
        lab.proc.write("self/stat", "x");
        assertThat(lab.opener.open(7, "", 0).gone()).isFalse();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void whatCouldNotBeReadSaysNothing() {
        assertThat(lastWords("", 0)).isEmpty();
        assertThat(lab.troubles.seen()).as("that is normal").isEmpty();
    }

    @Test
    void whatIsMalformedSaysNothingAndIsReported() {
        assertThat(lastWords("7 (x", 0)).isEmpty();
        assertThat(lab.troubles.seen()).containsExactly("zombie");
    }

    @Test
    void theWordsOfAnotherProcessAreNotItsOwn() {
        assertThat(lastWords(lab.proc.process(8).zombie(0).stat(), 0))
                .as("another pid")
                .isEmpty();
        assertThat(lastWords(lab.proc.process(7).state('S').stat(), 0))
                .as("not dead")
                .isEmpty();
    }

    @Test
    void theWordsOfTheZombieBeforeAreForgotten() {
        lastWords(lab.proc.process(7).comm("a".repeat(63)).zombie(9).cpu(99, 99), 137);
        FinalStat words = lastWords(lab.proc.process(7).zombie(3 << 8), 3).orElseThrow();
        assertThat(words.ending()).isEqualTo(new Ending.Exact(new WaitStatus(768)));
        assertThat(words.cpu()).isEqualTo(CpuTime.ZERO);
    }

    @Test
    void aProcessIsFollowedByItsDescriptor() throws IOException {
        TrackedProcess process = lab.open(lab.proc.process(7).starttime(4711), "");
        assertThat(process.key().starttimeTicks()).isEqualTo(4711);
        assertThat(lab.openDescriptors()).isEqualTo(1);
        lab.opener.close(process);
        assertThat(lab.openDescriptors()).isZero();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void aProcessThatIsNotThereIsGone() {
        ProcessOpener.Opened opened = lab.opener.open(7, "", 0);
        assertThat(opened.process()).isEmpty();
        assertThat(opened.gone()).isTrue();
        assertThat(lab.troubles.seen()).as("that is normal").isEmpty();
    }

    @Test
    void aProcessThatGoesWhileItIsOpenedLeavesNoDescriptorBehind() throws IOException {
        lab.proc.process(7).vanish();
        assertThat(lab.opener.open(7, "", 0).gone()).isTrue();
        assertThat(lab.openDescriptors()).isZero();
    }

    @Test
    void aProcessThatCannotBeReadIsNotGoneAndLeavesNoDescriptorBehind() throws IOException {
        lab.proc.process(7).garble();
        ProcessOpener.Opened opened = lab.opener.open(7, "", 0);
        assertThat(opened.process()).isEmpty();
        assertThat(opened.gone()).isFalse();
        assertThat(lab.troubles.seen()).containsExactly("open");
        assertThat(lab.openDescriptors()).isZero();
    }

    @Test
    void aCommandIsReadWhereItIsThere() throws IOException {
        lab.proc.process(7).cmdline("java", "-jar", "a b.jar");
        assertThat(lab.opener.commandOf(7)).isEqualTo(new CommandLine(List.of("java", "-jar", "a b.jar")));
        assertThat(lab.opener.commandOf(8)).isEqualTo(CommandLine.UNKNOWN);
    }

    @Test
    void oneThatCannotBeLookedAtDoesNotKeepTheOthersFromBeingLookedAt() throws IOException {
        TestProcess bad = lab.proc.process(7);
        TestProcess gone = lab.proc.process(8);
        List<TrackedProcess> both = List.of(lab.open(bad, ""), lab.open(gone, ""));
        bad.garble();
        gone.vanish();
        lab.opener.lookOnce(both, 5);
        assertThat(both).extracting(TrackedProcess::isGone).containsExactly(false, true);
        assertThat(lab.troubles.seen()).containsExactly("look");
    }
}
