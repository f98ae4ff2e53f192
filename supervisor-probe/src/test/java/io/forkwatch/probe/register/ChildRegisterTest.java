package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.Surroundings;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildRegisterTest {
    private static final byte[] UNREADABLE = {};

    @TempDir
    private Path mount;

    private RegisterLab lab;

    @BeforeEach
    void build() {
        lab = new RegisterLab(mount);
    }

    private Optional<ChildEnd> end(long pid) {
        return lab.register.ended(new Zombie(pid, 0, UNREADABLE, lab.clock.nanos()));
    }

    private List<Integer> slots() {
        return lab.register.living().stream()
                .map(each -> each.child().name().slot().number())
                .toList();
    }

    @Test
    void aChildIsNamedAndDatedAtItsStartNotWhenItWasHeardOf() throws IOException {
        Spawn spawn = lab.spawn(7, "/opt/worker", "now");
        lab.clock.passMillis(30);
        lab.proc.process(7).starttime(4711).write();
        assertThat(lab.register.started(spawn)).isEmpty();
        Child child = lab.youngest().child();
        assertThat(child.key()).isEqualTo(new ProcessKey(7, 4711));
        assertThat(child.name()).hasToString("worker[0]");
        assertThat(child.command()).isEqualTo(new CommandLine(List.of("/opt/worker", "now")));
        assertThat(child.startedAt()).isEqualTo(HandClock.EPOCH);
        assertThat(child.startedNanos()).isEqualTo(spawn.nanos());
    }

    @Test
    void aDirectoryIsTheOneThatWasGivenOrElseThatOfTheSupervisor() {
        lab.register.started(lab.spawn(7, "a"));
        lab.register.started(new Spawn(8, CommandLine.UNKNOWN, "/tmp", 0, ExitValue.UNKNOWN));
        assertThat(lab.register.living())
                .extracting(each -> each.child().directory())
                .containsExactly("/work", "/tmp");
    }

    @Test
    void aCommandThatNobodySawIsReadFromTheProcess() throws IOException {
        TestProcess process = lab.proc.process(7).cmdline("/usr/bin/worker", "-v");
        process.write();
        lab.register.started(new Spawn(7, CommandLine.UNKNOWN, "", 0, ExitValue.UNKNOWN));
        assertThat(lab.youngest().child().command()).isEqualTo(new CommandLine(List.of("/usr/bin/worker", "-v")));
        assertThat(lab.youngest().child().name().kind()).isEqualTo(new Kind("worker"));
    }

    @Test
    void aCommandThatWasSeenIsNotReadFromTheProcess() throws IOException {
        lab.proc.process(7).cmdline("jspawnhelper").write();
        lab.register.started(lab.spawn(7, "/bin/worker"));
        assertThat(lab.youngest().child().command().program()).isEqualTo("/bin/worker");
    }

    @Test
    void theCommandOfAProcessThatIsGoneIsNotThatOfWhoHasItsPidNow() throws IOException {
        lab.proc.process(7).cmdline("stranger");
        lab.register.started(new Spawn(7, CommandLine.UNKNOWN, "", 0, ExitValue.UNKNOWN));
        assertThat(lab.youngest().child().command()).isEqualTo(CommandLine.UNKNOWN);
    }

    /** With a reaper that says nothing, or whose event was dropped, the pid may have another owner by then. */
    @Test
    void aChildWhosePidIsAStrangersByNowIsNotLostAndTheStrangerIsNobodysChild() throws IOException {
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        lab.proc.process(7).parent(1).cmdline("stranger").write();
        ExitValue jdk = () -> OptionalInt.of(3);
        lab.register.started(new Spawn(7, CommandLine.UNKNOWN, "", lab.clock.nanos(), jdk));
        assertThat(lab.youngest().root()).isEmpty();
        assertThat(lab.youngest().child().command()).isEqualTo(CommandLine.UNKNOWN);
        assertThat(lab.youngest().child().directory()).isEqualTo("/work");
        lab.clock.passMillis(100);
        assertThat(lab.register.settleGone(lab.clock.nanos()))
                .extracting(end -> end.death().ending())
                .containsExactly(new Ending.CodeOnly(3));
    }

    @Test
    void whoHasThePidOfAProcessThatWasListedIsNoChildForThat() throws IOException {
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        lab.proc.process(7).parent(1).write();
        lab.register.foundUnhooked(new ProcessKey(7, 1), lab.clock.nanos());
        lab.proc.process(8).parent(50).starttime(2).write();
        lab.register.foundUnhooked(new ProcessKey(8, 1), lab.clock.nanos());
        assertThat(lab.register.living()).isEmpty();
        assertThat(lab.openDescriptors()).isZero();
    }

    @Test
    void aUsersRuleNamesAChild() {
        lab = new RegisterLab(mount, new KindRule(new Kind("mine"), Pattern.compile("--mine")));
        lab.register.started(lab.spawn(7, "/bin/worker", "--mine"));
        assertThat(lab.youngest().child().name()).hasToString("mine[0]");
    }

    /** The JDK may have reaped it before its stat could be read; then a sample may have been luckier. */
    @Test
    void aZombieThatASampleFoundIsBetterThanAnExitValue() throws IOException {
        TestProcess process = lab.proc.process(7);
        TrackedChild child = lab.child(process);
        process.zombie(9).write();
        lab.sample(child.root().orElseThrow());
        assertThat(lab.register.ended(new Zombie(7, 137, UNREADABLE, lab.clock.nanos())))
                .get()
                .satisfies(end -> assertThat(end.death().ending()).isEqualTo(new Ending.Exact(new WaitStatus(9))));
    }

    @Test
    void unlessTheyContradictEachOther() throws IOException {
        TestProcess process = lab.proc.process(7);
        TrackedChild child = lab.child(process);
        process.zombie(9).write();
        lab.sample(child.root().orElseThrow());
        assertThat(lab.register.ended(new Zombie(7, 3, UNREADABLE, lab.clock.nanos())))
                .get()
                .satisfies(end -> assertThat(end.death().ending()).isEqualTo(new Ending.CodeOnly(3)));
    }

    @Test
    void theSmallestSlotThatIsFreeIsTaken() {
        for (long pid = 1; pid <= 3; pid++) {
            lab.register.started(lab.spawn(pid, "/bin/worker"));
        }
        assertThat(slots()).containsExactly(0, 1, 2);
        assertThat(end(2)).isPresent();
        assertThat(slots()).containsExactly(0, 2);
        lab.register.started(lab.spawn(4, "/bin/worker"));
        lab.register.started(lab.spawn(5, "/bin/worker"));
        assertThat(slots()).containsExactly(0, 2, 1, 3);
    }

    @Test
    void childrenBeyondTheSlotsShareTheOverflowAndAreCounted() {
        for (long pid = 1; pid <= 34; pid++) {
            lab.register.started(lab.spawn(pid, "/bin/worker"));
        }
        assertThat(lab.youngest().child().name().slot()).isEqualTo(Slot.OVERFLOW);
        assertThat(lab.dropped.read()).isEqualTo(Map.of("slots", 2L));
        assertThat(lab.register.living()).hasSize(34);
    }

    @Test
    void aChildEndsOnce() {
        lab.register.started(lab.spawn(7, "/bin/worker"));
        assertThat(end(7)).isPresent();
        assertThat(end(7)).isEmpty();
        assertThat(lab.register.living()).isEmpty();
    }

    @Test
    void everyDescriptorIsGivenBackWithTheChild() throws IOException {
        TrackedChild child = lab.child(lab.proc.process(7));
        child.adopt(lab.open(lab.proc.process(8), "sh"));
        child.adopt(lab.open(lab.proc.process(9), "sh"));
        assertThat(lab.openDescriptors()).isEqualTo(3);
        lab.proc.process(8).vanish();
        lab.proc.process(9).zombie(0).write();
        end(7);
        assertThat(lab.openDescriptors()).isZero();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void theDescendantsThatLiveOnAreNamedWithItsEnd() throws IOException {
        TrackedChild child = lab.child(lab.proc.process(7));
        child.adopt(lab.open(lab.proc.process(8), "sh"));
        child.adopt(lab.open(lab.proc.process(9), "sh"));
        child.adopt(lab.open(lab.proc.process(10), "sh"));
        lab.proc.process(9).vanish();
        lab.proc.process(10).zombie(0).write();
        assertThat(end(7).orElseThrow().leftBehind())
                .containsExactly(new ChildEnd.Left(new ProcessKey(8, 1), Attribution.PARENT));
    }

    @Test
    void onlyChildrenThatAreGoneAreSettled() throws IOException {
        TrackedChild gone = lab.child(lab.proc.process(7));
        lab.child(lab.proc.process(8));
        gone.gone(lab.clock.nanos());
        lab.clock.passMillis(100);
        List<ChildEnd> ends = lab.register.settleGone(lab.clock.nanos());
        assertThat(ends).extracting(end -> end.death().child().key().pid()).containsExactly(7L);
        assertThat(ends.get(0).death().ending()).isEqualTo(new Ending.Vanished());
        assertThat(lab.register.living()).hasSize(1);
        assertThat(lab.register.settleGone(lab.clock.nanos())).isEmpty();
    }

    @Test
    void severalAreSettledInOneGo() {
        for (long pid = 1; pid <= 3; pid++) {
            lab.register.started(lab.spawn(pid, "/bin/worker"));
        }
        lab.clock.passMillis(100);
        assertThat(lab.register.settleGone(lab.clock.nanos())).hasSize(3);
        assertThat(lab.register.living()).isEmpty();
    }

    @Test
    void aChildThatCannotBeReadLivesUntilItsEndIsToldOrTheJdkKnowsIt() throws IOException {
        lab.proc.process(7).garble();
        int[] exitValue = {-1};
        ExitValue jdk = () -> exitValue[0] < 0 ? OptionalInt.empty() : OptionalInt.of(exitValue[0]);
        lab.register.started(new Spawn(7, CommandLine.UNKNOWN, "", lab.clock.nanos(), jdk));
        lab.clock.passMillis(5000);
        assertThat(lab.register.settleGone(lab.clock.nanos())).isEmpty();
        exitValue[0] = 3;
        assertThat(lab.register.settleGone(lab.clock.nanos()))
                .as("the exit event may be on its way")
                .isEmpty();
        lab.clock.passMillis(100);
        assertThat(lab.register.settleGone(lab.clock.nanos()))
                .extracting(end -> end.death().ending())
                .containsExactly(new Ending.CodeOnly(3));
    }

    @Test
    void aDeathThatWasMissedIsToldEvenIfTheNewChildCannotBeRead() throws IOException {
        lab.child(lab.proc.process(7));
        lab.proc.process(7).garble();
        assertThat(lab.register.started(lab.spawn(7, "/bin/worker"))).isPresent();
        assertThat(lab.register.living()).hasSize(1);
        assertThat(slots()).as("the old one's slot was free by then").containsExactly(0);
    }

    @Test
    void aStartThatFailedTakesNoSlotAndNoName() {
        StartFailure failure = new StartFailure(new CommandLine(List.of("/bin/worker")), "", "no", 0);
        assertThat(lab.register.startFailed(failure)).isEqualTo(new Kind("worker"));
        lab.register.started(lab.spawn(7, "/bin/worker"));
        assertThat(slots()).containsExactly(0);
        assertThat(lab.snapshot().kinds()).containsExactly(new KindTotals(new Kind("worker"), 1, 1, 1, CpuTime.ZERO));
    }

    @Test
    void aSnapshotIsWhatWasTrueThenAndDoesNotChange() throws IOException {
        lab.child(lab.proc.process(7));
        Snapshot snapshot = lab.register.view(11, 22, List.of()).snapshot();
        end(7);
        assertThat(snapshot.nanos()).isEqualTo(11);
        assertThat(snapshot.lagNanos()).isEqualTo(22);
        assertThat(snapshot.children()).hasSize(1);
        assertThat(snapshot.kinds().get(0).living()).isEqualTo(1);
    }

    @Test
    void theListOfTheLivingIsForReadingOnly() throws IOException {
        TrackedChild child = lab.child(lab.proc.process(7));
        assertThatThrownBy(() -> lab.register.living().remove(child)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> child.descendants().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(lab.register.living()).isSameAs(lab.register.living()).containsExactly(child);
    }

    @Test
    void whoIsKnownIsNotFoundOnceMore() throws IOException {
        lab.child(lab.proc.process(7));
        lab.register.foundUnhooked(new ProcessKey(7, 1), lab.clock.nanos());
        assertThat(lab.register.living()).hasSize(1);
        assertThat(lab.openDescriptors()).isEqualTo(1);
    }

    @Test
    void ofManyEachIsFoundByItsPidAsLongAsItLives() {
        for (long pid = 1; pid <= 500; pid++) {
            lab.register.started(lab.spawn(pid, "/bin/worker"));
        }
        for (long pid = 1; pid <= 500; pid += 2) {
            assertThat(end(pid))
                    .get()
                    .satisfies(end -> assertThat(end.leftBehind()).isEmpty());
        }
        assertThat(lab.register.living()).hasSize(250);
        for (long pid = 1; pid <= 500; pid++) {
            assertThat(lab.register.knows(pid)).isEqualTo(pid % 2 == 0);
        }
        lab.register.started(lab.spawn(1, "/bin/other"));
        assertThat(lab.register.knows(1)).isTrue();
        assertThat(lab.youngest().child().command().program()).isEqualTo("/bin/other");
    }

    @Test
    void whoMayHaveEndedAChildIsToldWithItsEnd() throws IOException {
        TestProcess victim = lab.proc.process(7).group(5, 5);
        lab.child(victim);
        lab.register.heardOf(killer(8));
        lab.clock.passMillis(12);

        Surroundings around = killed(victim).around();
        assertThat(around.killPrograms()).extracting(KillProgram::pid).containsExactly(8L);
        assertThat(around.group()).hasValue(5);
        assertThat(around.ppid()).isPresent();
    }

    @Test
    void ofManyTheNewestOnesAreAndOnlyThoseOfTheLastHalfMinute() throws IOException {
        TestProcess victim = lab.proc.process(7);
        lab.child(victim);
        lab.register.heardOf(killer(100));
        lab.clock.passMillis(30_001);
        for (int i = 0; i < 20; i++) {
            lab.register.heardOf(killer(200 + i));
        }
        assertThat(killed(victim).around().killPrograms())
                .hasSize(16)
                .extracting(KillProgram::pid)
                .startsWith(219L)
                .doesNotContain(100L);
    }

    @Test
    void aScriptGivesWayToWhatHasAKillInItsWords() throws IOException {
        TestProcess victim = lab.proc.process(7);
        lab.child(victim);
        lab.register.heardOf(killer(100));
        for (int i = 0; i < 20; i++) {
            lab.register.heardOf(new KillProgram(
                    new CommandLine(List.of("bash", "run.sh")), "", new Caller("main", List.of()), lab.clock.nanos()));
        }
        assertThat(killed(victim).around().killPrograms())
                .hasSize(16)
                .extracting(KillProgram::pid)
                .contains(100L);
    }

    @Test
    void aKillThatAListingFindsBelowAnotherChildIsToldWithIt() throws IOException {
        TestProcess victim = lab.proc.process(7);
        lab.child(victim);
        lab.child(lab.proc.process(20));
        lab.proc
                .process(21)
                .comm("kill")
                .parent(20)
                .starttime(77)
                .cmdline("kill", "-9", "7")
                .write();
        lab.register.adopt(new ProcessKey(21, 77), 20, lab.clock.nanos());

        assertThat(killed(victim).around().killPrograms()).singleElement().satisfies(program -> {
            assertThat(program.pid()).isEqualTo(21);
            assertThat(program.childPid()).isEqualTo(20);
            assertThat(program.caller().isKnown()).isFalse();
        });
    }

    @Test
    void aCleanEndHasNoUseForThem() throws IOException {
        lab.child(lab.proc.process(7));
        lab.register.heardOf(killer(8));
        lab.register
                .ended(new Zombie(7, 0, lab.proc.process(7).zombie(0).statBytes(), lab.clock.nanos()))
                .ifPresent(end -> assertThat(end.death().around()).isEqualTo(Surroundings.UNKNOWN));
    }

    private Death killed(TestProcess victim) {
        byte[] stat = victim.zombie(9).statBytes();
        return lab.register
                .ended(new Zombie(victim.pid(), 137, stat, lab.clock.nanos()))
                .orElseThrow()
                .death();
    }

    private KillProgram killer(long pid) {
        KillProgram program = new KillProgram(
                new CommandLine(List.of("kill", "-9", "7")), "", new Caller("main", List.of()), lab.clock.nanos());
        program.started(pid, ExitValue.UNKNOWN);
        return program;
    }
}
