package io.forkwatch.probe.sample;

import static io.forkwatch.probe.sample.Lab.PAGE;
import static io.forkwatch.probe.sample.Lab.millis;
import static io.forkwatch.probe.sample.Lab.ticks;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How children leave, from the events that the interception delivers to what the reporter is handed. */
class DeathTest {
    @TempDir
    private Path mount;

    private Lab lab;

    @BeforeEach
    void build() {
        lab = new Lab(mount).ticked();
    }

    private TestProcess seen(TestProcess process) throws IOException {
        lab.start(process);
        lab.doWork();
        return process;
    }

    private Death end(TestProcess process, int raw, int exitValue) throws IOException {
        process.zombie(raw).write();
        lab.inbox.zombie(process.pid(), exitValue);
        lab.doWork();
        return lab.sink.onlyDeath();
    }

    /** What the JDK merges, the raw wait status tells apart. */
    @ParameterizedTest(name = "raw {0} beside exit value {1}")
    @CsvSource({"0, 0", "768, 3", "9, 137", "35072, 137", "15, 143", "36608, 143", "139, 139", "11, 139"})
    void aZombieThatWasReadIsExact(int raw, int exitValue) throws IOException {
        assertThat(end(seen(lab.proc.process(7)), raw, exitValue).ending())
                .isEqualTo(new Ending.Exact(new WaitStatus(raw)));
    }

    @Test
    void aStatusOf0BesideAnotherExitValueIsHidden() throws IOException {
        Death death = end(seen(lab.proc.process(7)), 0, 137);
        assertThat(death.ending()).isEqualTo(new Ending.Flags(137, false));
    }

    @Test
    void aZombieThatCouldNotBeReadLeavesTheExitValue() throws IOException {
        seen(lab.proc.process(7)).vanish();
        lab.inbox.zombie(7, 137);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.CodeOnly(137));
        assertThat(lab.sink.onlyDeath().cpuExact()).isFalse();
    }

    @Test
    void aZombieHasTheFinalCpuTime() throws IOException {
        TestProcess child = seen(lab.proc.process(7).cpu(10, 20));
        Death death = end(child.cpu(11, 22).waitedCpu(100, 200), 0, 0);
        assertThat(death.cpu()).isEqualTo(ticks(111, 222));
        assertThat(death.cpuExact()).isTrue();
    }

    @Test
    void withoutAZombieTheCpuTimeIsThatOfTheLastSample() throws IOException {
        seen(lab.proc.process(7).cpu(10, 20)).vanish();
        lab.inbox.zombie(7, 0);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().cpu()).isEqualTo(ticks(10, 20));
    }

    @Test
    void aDeathTellsWhoWhenAndWhatWasSeenLast() throws IOException {
        TestProcess child =
                lab.start(lab.proc.process(7).starttime(4711).rss(30)).status(1000, 0);
        lab.doWorkAfterMillis(10);
        lab.clock.passMillis(30);
        child.zombie(9).write();
        lab.inbox.zombie(7, 137);
        lab.clock.passMillis(2);
        lab.doWork();
        Death death = lab.sink.onlyDeath();
        assertThat(death.child().key().starttimeTicks()).isEqualTo(4711);
        assertThat(death.child().name()).isEqualTo(new Name(new Kind("worker"), new Slot(0)));
        assertThat(death.child().command()).isEqualTo(new CommandLine(List.of("/bin/worker")));
        assertThat(death.child().directory()).isEqualTo("/work");
        assertThat(death.child().startedAt()).isEqualTo(HandClock.EPOCH.plusMillis(100));
        assertThat(death.at())
                .as("when it was a zombie, not when that was told")
                .isEqualTo(HandClock.EPOCH.plusMillis(140));
        assertThat(death.lifetime()).isEqualTo(Duration.ofMillis(40));
        assertThat(death.lastSample().orElseThrow().rssBytes()).isEqualTo(30 * PAGE);
        assertThat(death.peak().rssBytes()).isEqualTo(1_024_000);
    }

    @Test
    void aDeadChildIsNoLivingChild() throws IOException {
        TestProcess other = seen(lab.proc.process(8));
        end(seen(lab.proc.process(7)), 0, 0);
        lab.doWorkAfterMillis(20);
        assertThat(lab.sink.lastSnapshot().children()).containsExactly(lab.child(other));
        assertThat(lab.totals().living()).isEqualTo(1);
    }

    @Test
    void aChildThatWasOverBeforeItCouldBeSeenDiesAllTheSame() {
        lab.announce(lab.proc.process(7), ExitValue.UNKNOWN);
        lab.inbox.zombie(7, 3);
        lab.doWork();
        Death death = lab.sink.onlyDeath();
        assertThat(death.ending()).isEqualTo(new Ending.CodeOnly(3));
        assertThat(death.lastSample()).isEmpty();
        assertThat(death.child().key().starttimeTicks()).isZero();
    }

    @Test
    void theEndOfAProcessThatIsNoChildIsNone() throws IOException {
        seen(lab.proc.process(7));
        lab.inbox.zombie(8, 0);
        lab.doWork();
        assertThat(lab.sink.deaths).isEmpty();
    }

    @Test
    void whereAnExitEventIsLostTheJdkKnowsTheExitValueAfter100Millis() throws IOException {
        TestProcess child = lab.proc.process(7).write();
        lab.announce(child, () -> OptionalInt.of(42));
        lab.doWork();
        child.vanish();
        assertThat(lab.doWorkAfterMillis(50))
                .as("comes back when it is to be settled")
                .isEqualTo(millis(100));
        lab.doWorkAfterMillis(99);
        assertThat(lab.sink.deaths).as("the exit event may still be on its way").isEmpty();
        assertThat(lab.doWorkAfterMillis(1)).as("then until the next tick").isEqualTo(millis(750));
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.CodeOnly(42));
        assertThat(lab.sink.onlyDeath().cpuExact()).isFalse();
    }

    @Test
    void whereNobodyKnowsItHasVanished() throws IOException {
        seen(lab.proc.process(7)).vanish();
        lab.doWorkAfterMillis(50);
        lab.doWorkAfterMillis(100);
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.Vanished());
    }

    @Test
    void aTickFindsOutThatAChildIsGone() throws IOException {
        TestProcess child = seen(lab.proc.process(7));
        lab.doWorkAfterMillis(250);
        lab.proc.write("7/stat", "");
        lab.doWorkAfterMillis(650);
        assertThat(lab.sink.ticks).hasSize(2);
        lab.doWorkAfterMillis(100);
        assertThat(lab.sink.onlyDeath().child().key().pid()).isEqualTo(child.pid());
    }

    /** Where {@code stat} never could be read, {@code status} may still tell that there is nothing any more. */
    @Test
    void ofAChildThatCannotBeReadTheAbsenceIsNoticedWithinTenTicks() throws IOException {
        TestProcess child = lab.proc.process(7);
        child.garble();
        lab.announce(child, ExitValue.UNKNOWN);
        lab.doWork();
        lab.doWorkAfterMillis(900);
        child.vanish();
        for (int tick = 0; tick < 10; tick++) {
            lab.doWorkAfterMillis(1000);
        }
        lab.doWorkAfterMillis(100);
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.Vanished());
    }

    @Test
    void theExitEventThatComesInTimeCounts() throws IOException {
        TestProcess child = seen(lab.proc.process(7));
        byte[] lastStat = child.zombie(9).statBytes();
        child.vanish();
        lab.doWorkAfterMillis(50);
        lab.proc.write("7/stat", new String(lastStat, java.nio.charset.StandardCharsets.ISO_8859_1));
        lab.inbox.zombie(7, 137);
        lab.doWorkAfterMillis(100);
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.Exact(new WaitStatus(9)));
    }

    @Test
    void aChildThatWasGoneBeforeItCouldBeOpenedAndIsNeverHeardOfHasVanished() {
        lab.announce(lab.proc.process(7), ExitValue.UNKNOWN);
        lab.doWork();
        lab.doWorkAfterMillis(99);
        assertThat(lab.sink.deaths).isEmpty();
        lab.doWorkAfterMillis(1);
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.Vanished());
    }

    @Test
    void ofAChildThatCannotBeReadTheJdkMayStillKnowTheEnd() throws IOException {
        lab.proc.process(7).garble();
        lab.announce(lab.proc.process(7), () -> OptionalInt.of(5));
        lab.doWork();
        lab.doWorkAfterMillis(100);
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.CodeOnly(5));
    }

    @Test
    void aNewChildWithThePidOfALivingOneMeansThatTheOldOneIsDead() throws IOException {
        TestProcess child = lab.proc.process(7).rss(30).write();
        lab.announce(child, () -> OptionalInt.of(42));
        lab.doWork();
        lab.clock.passMillis(300);
        lab.start(child.starttime(900).rss(60));
        lab.doWork();
        Death death = lab.sink.onlyDeath();
        assertThat(death.ending()).isEqualTo(new Ending.CodeOnly(42));
        assertThat(death.child().key().starttimeTicks()).isEqualTo(1);
        assertThat(death.nanos()).isEqualTo(lab.clock.nanos());
        assertThat(death.lastSample().orElseThrow().rssBytes()).isEqualTo(30 * PAGE);
        assertThat(lab.sink.lastSnapshot().children()).hasSize(1);
        assertThat(lab.child(child).child().key().starttimeTicks()).isEqualTo(900);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(60 * PAGE);
        assertThat(lab.totals().starts()).isEqualTo(2);
    }

    @Test
    void requestsToKillAreAttachedToTheirChildOldestFirst() throws IOException {
        seen(lab.proc.process(8));
        TestProcess child = seen(lab.proc.process(7));
        Kill asked = new Kill(7, false, "main", List.of("a.B.c(B.java:1)"), lab.clock.nanos());
        Kill forced = new Kill(7, true, "main", List.of("a.B.d(B.java:2)"), lab.clock.nanos());
        lab.inbox.killAsked(new Kill(8, true, "other", List.of(), lab.clock.nanos()));
        lab.inbox.killAsked(asked);
        lab.inbox.killAsked(forced);
        lab.inbox.killAsked(new Kill(99, true, "no child", List.of(), lab.clock.nanos()));
        assertThat(end(child, 9, 137).kills()).containsExactly(asked, forced);
    }

    @Test
    void aStartThatFailedIsCountedAndTold() {
        lab.inbox.startFailed(new StartFailure(
                new CommandLine(List.of("/bin/worker")), "", "error=2, No such file", lab.clock.nanos()));
        lab.doWork();
        assertThat(lab.sink.failedKinds).containsExactly(new Kind("worker"));
        assertThat(lab.totals().startFailures()).isEqualTo(1);
        assertThat(lab.totals().starts()).isZero();
    }

    @Test
    void aSlotIsFreeAgainAfterTheDeath() throws IOException {
        TestProcess first = seen(lab.proc.process(7));
        TestProcess second = seen(lab.proc.process(8));
        end(first, 0, 0);
        TestProcess third = seen(lab.proc.process(9));
        lab.doWorkAfterMillis(20);
        assertThat(lab.child(second).child().name().slot().number()).isEqualTo(1);
        assertThat(lab.child(third).child().name().slot().number()).isZero();
    }

    @Test
    void theCpuTimeOfAKindNeverRunsBackwardsWhenASlotIsUsedAgain() throws IOException {
        TestProcess first = seen(lab.proc.process(7).cpu(100, 10));
        assertThat(lab.totals().cpu()).isEqualTo(ticks(100, 10));
        end(first.cpu(150, 20), 0, 0);
        lab.doWorkAfterMillis(20);
        assertThat(lab.totals().cpu()).as("topped up with the exact figure").isEqualTo(ticks(150, 20));
        seen(lab.proc.process(8).cpu(3, 1));
        lab.doWorkAfterMillis(20);
        assertThat(lab.totals().cpu()).isEqualTo(ticks(153, 21));
        assertThat(lab.totals().living()).isEqualTo(1);
        assertThat(lab.totals().starts()).isEqualTo(2);
    }

    /** Descendants that nobody waited for are in the last sample and not in the zombie. */
    @Test
    void theCpuTimeOfAKindKeepsWhatItsDescendantsUsed() throws IOException {
        TestProcess child = seen(lab.proc.process(7).cpu(10, 0));
        lab.proc.process(8).parent(7).comm("java").cpu(90, 5).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.totals().cpu()).isEqualTo(ticks(100, 5));
        assertThat(end(child.cpu(20, 1), 0, 0).cpu()).isEqualTo(ticks(20, 1));
        lab.doWorkAfterMillis(20);
        assertThat(lab.totals().cpu()).isEqualTo(ticks(100, 5));
    }

    @Test
    void aDeathIsToldInTheIterationThatHearsOfItAndPublished() throws IOException {
        TestProcess child = seen(lab.proc.process(7));
        lab.doWorkAfterMillis(250);
        lab.clock.passMillis(20);
        end(child, 0, 0);
        assertThat(lab.sink.lastSnapshot().children()).isEmpty();
    }

    /** A JVM leaves its crash file where it works, not where the shell that became it was started. */
    @Test
    void aChildThatChangedItsDirectoryIsToldWithTheLastOne() throws IOException {
        Lab lab = new Lab(mount).ticked();
        TestProcess child = lab.start(lab.proc.process(70).comm("sh"));
        lab.doWork();
        Files.createSymbolicLink(mount.resolve("70/cwd"), Path.of("/elsewhere"));
        lab.doWorkAfterMillis(60);
        child.zombie(6).write();
        lab.inbox.zombie(70, 134);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().child().directory()).isEqualTo("/elsewhere");
    }

    /** HotSpot goes there for an instant, to seek the files of dead JVMs. */
    @Test
    void theDirectoryOfPerformanceDataIsNotTakenForThatOfAJvm() throws IOException {
        Lab lab = new Lab(mount).ticked();
        TestProcess child = lab.start(lab.proc.process(70).comm("java"));
        Files.createSymbolicLink(mount.resolve("70/cwd"), Path.of("/tmp/hsperfdata_ci"));
        lab.doWork();
        child.zombie(256).write();
        lab.inbox.zombie(70, 1);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().child().directory()).isEqualTo("/work");
    }

    /** Between fork and exec it is still where this JVM is, and may end before it is sampled again. */
    @Test
    void theDirectoryOfThisJvmIsNotTakenForThatOfAChild() throws IOException {
        Files.createDirectories(mount.resolve("self"));
        Files.createSymbolicLink(mount.resolve("self/cwd"), Path.of("/supervisor"));
        Lab lab = new Lab(mount).ticked();
        TestProcess child = lab.start(lab.proc.process(70).comm("jspawnhelper"));
        Files.createSymbolicLink(mount.resolve("70/cwd"), Path.of("/supervisor"));
        lab.doWork();
        child.zombie(256).write();
        lab.inbox.zombie(70, 1);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().child().directory()).isEqualTo("/work");
    }
}
