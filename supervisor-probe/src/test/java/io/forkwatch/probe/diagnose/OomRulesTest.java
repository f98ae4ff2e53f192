package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OomRulesTest {
    private static final long MIB = 1 << 20;

    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    private static ProcessSample sample(long rssMib, long ageMillis) {
        OptionalDouble none = OptionalDouble.empty();
        long rss = rssMib * MIB;
        return new ProcessSample(Deaths.before(ageMillis), 'R', rss, 1, rss, 1, 1, none, none, CpuTime.ZERO);
    }

    private static Ooms moved() {
        return new Ooms().group(4, 1, 1).machine(1, 1).limitMib(64).peakMib(64).limitHit(true, "/ci/build");
    }

    @ParameterizedTest
    @CsvSource({
        // alone, rss of 64 MiB, age of that sample in ms, peak of the group, confidence
        "true,  40, 900, 64, CERTAIN",
        "true,  40, 900, 65, CERTAIN",
        "true,  40, 900, 63, LIKELY",
        "true,  31, 900, 64, LIKELY",
        "true,  40, 5000, 64, LIKELY",
        "false, 60, 4, 64, LIKELY",
        "false, 16, 4, 64, LIKELY",
    })
    void aKillIsCertainOnlyIfNobodyElseCanHaveBeenTheVictim(
            boolean alone, long rss, long age, long peak, Confidence confidence) {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9)
                .sample(sample(rss, age))
                .oom(moved().peakMib(peak).alone(alone).counts()));
        assertThat(diagnosis.reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
        assertThat(diagnosis.rule()).isEqualTo("oom_killed");
        assertThat(diagnosis.evidence()).containsExactly(Clue.CGROUP_OOM_COUNTER, Clue.WAIT_STATUS);
    }

    @Test
    void aLimitThatNobodyReachedIsNotBlamedForAKillOfTheMachine() {
        Deaths death = Deaths.bySignal(9)
                .sample(sample(60, 4))
                .oom(moved().alone(true).limitHit(false, "").counts());
        assertThat(diagnose(death).reason()).isEqualTo(Reason.OOM_HOST);
        assertThat(diagnose(death).confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnose(death).hint()).contains(Hint.Plain.MACHINE_MEMORY);
    }

    @Test
    void whereNobodyKnowsWhichLimitItWasTheVictimIsNotCertain() {
        Ooms unknown = new Ooms().group(4, 1, 1).limitMib(64).peakMib(64).alone(true);
        Deaths death = Deaths.bySignal(9).sample(sample(60, 4)).oom(unknown.counts());
        assertThat(diagnose(death).reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnose(death).confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void aSmallOneOfAGroupThatIsKilledAsAWholeIsAVictimToo() {
        Deaths death = Deaths.bySignal(9)
                .sample(sample(1, 4))
                .oom(moved().wholeCgroup().counts());
        assertThat(diagnose(death).reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnose(death).confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void aGroupThatWasGuessedLowersWhatItsCounterSays() {
        Deaths death =
                Deaths.bySignal(9).sample(sample(60, 4)).oom(moved().guessed().counts());
        assertThat(diagnose(death).confidence()).isEqualTo(Confidence.POSSIBLE);
        Deaths still = Deaths.bySignal(9)
                .oom(new Ooms().group(3, 0, 0).machine(1, 1).guessed().counts());
        assertThat(diagnose(still).reason()).isEqualTo(Reason.SIGNAL);
    }

    @Test
    void aChildThatEverRanAnotherIsNeverACertainVictim() {
        Deaths parent = Deaths.bySignal(9)
                .sample(sample(40, 4))
                .descendant(7, "java", MIB, 4, false)
                .oom(moved().alone(true).counts());
        assertThat(diagnose(parent).confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void aSmallChildWasRatherKilledBySomeone() {
        Diagnosis diagnosis = diagnose(
                Deaths.bySignal(9).sample(sample(3, 4)).oom(moved().alone(true).counts()));
        assertThat(diagnosis.reason()).isEqualTo(Reason.SIGNAL);
        assertThat(diagnosis.evidence()).contains(Clue.CGROUP_OOM_COUNTER);
    }

    /** A shell made its group, and became the program long before. */
    @Test
    void aProcessThatWasGoneLongBeforeIsNotTheVictim() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9)
                .sample(sample(3, 500))
                .descendant(7, "mkdir", 4096, 8_000, false)
                .oom(moved().alone(true).counts()));
        assertThat(diagnosis.reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void aProcessThatWasThereAtTheLastLookMayBeTheVictim() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9)
                .sample(sample(3, 500))
                .descendant(7, "worker", 4096, 500, false)
                .oom(moved().alone(true).counts()));
        assertThat(diagnosis.reason()).isEqualTo(Reason.SIGNAL);
    }

    /** At a gigabyte a second nothing was to be seen of it half a second before. */
    @Test
    void oneThatWasAloneAndNotLookedAtJustBeforeIsTheVictimHoweverSmallItWas() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9)
                .sample(sample(3, 500))
                .oom(moved().alone(true).counts()));
        assertThat(diagnosis.reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
    }

    @ParameterizedTest
    @CsvSource({"9000, OOM_CGROUP", "11000, SIGNAL"})
    void pageFaultsTellTheSizeOfTheYoungOnly(long lifetimeMillis, Reason reason) {
        Deaths burst = Deaths.bySignal(9)
                .lifetimeMillis(lifetimeMillis)
                .oom(moved().faultedMib(65).counts());
        assertThat(diagnose(burst).reason()).isEqualTo(reason);
    }

    @Test
    void withoutAVisibleLimitItWasTheMachinesMemory() {
        Deaths death = Deaths.bySignal(9)
                .sample(sample(40, 4))
                .oom(new Ooms().group(1, 1, 1).machine(1, 1).alone(true).counts());
        assertThat(diagnose(death).reason()).isEqualTo(Reason.OOM_HOST);
        assertThat(diagnose(death).confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void highMemoryAloneIsNoOomKill() {
        Deaths near = Deaths.bySignal(9)
                .sample(sample(63, 4))
                .oom(new Ooms()
                        .group(3, 0, 0)
                        .machine(0, 0)
                        .limitMib(64)
                        .peakMib(64)
                        .alone(true)
                        .counts());
        assertThat(diagnose(near).reason()).isEqualTo(Reason.KILLED_EXTERNALLY);
        assertThat(diagnose(near).confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnose(near).evidence()).contains(Clue.NO_OOM_KILL);
        assertThat(diagnose(near).hint()).contains(Hint.Plain.FIND_OTHER_KILLER);
    }

    @Test
    void aKillElsewhereOnTheMachineIsNotOurs() {
        Deaths decoy =
                Deaths.bySignal(9).oom(new Ooms().group(3, 0, 0).machine(1, 1).counts());
        assertThat(diagnose(decoy).reason()).isEqualTo(Reason.KILLED_EXTERNALLY);
        assertThat(diagnose(decoy).evidence())
                .contains(Clue.CGROUP_COUNTER_STILL)
                .doesNotContain(Clue.NO_OOM_KILL);
    }

    @ParameterizedTest
    @CsvSource({"900, SIGNAL", "1000, KILLED_EXTERNALLY"})
    void aYoungChildMayHaveBeenKilledInAGroupThatNobodySawItIn(long lifetimeMillis, Reason reason) {
        Deaths death = Deaths.bySignal(9)
                .lifetimeMillis(lifetimeMillis)
                .oom(new Ooms().group(3, 0, 0).machine(1, 1).counts());
        assertThat(diagnose(death).reason()).isEqualTo(reason);
    }

    @Test
    void whoMayHaveCalledDestroyIsNotOutside() {
        Deaths death = Deaths.bySignal(9)
                .kill(false, 5000)
                .oom(new Ooms().group(3, 0, 0).machine(0, 0).counts());
        assertThat(diagnose(death).reason()).isEqualTo(Reason.SIGNAL);
        Evidence unwatched = Evidence.of(
                Deaths.bySignal(9)
                        .oom(new Ooms().group(3, 0, 0).machine(0, 0).counts())
                        .death(),
                false);
        assertThat(new Diagnoser().diagnose(unwatched).reason()).isEqualTo(Reason.SIGNAL);
    }

    @Test
    void aCleanExitAfterAKillInTheGroupIsToldIfOneThatItRanIsGone() {
        Deaths death = Deaths.byExit(0).descendant(4243, "java", MIB, 40, false).oom(moved().counts());
        assertThat(diagnose(death).reason()).isEqualTo(Reason.OK);
        assertThat(diagnose(death).abnormal()).isTrue();
        assertThat(diagnose(death).rule()).isEqualTo("perhaps_outlived_oom_kill");
        assertThat(diagnose(death.kernelLog(true)).abnormal()).isTrue();
        assertThat(diagnose(death.kernelLog(false)).abnormal())
                .as("the log names none of its own")
                .isFalse();
        Deaths allAlive =
                Deaths.byExit(0).descendant(4243, "java", MIB, 40, true).oom(moved().counts());
        assertThat(diagnose(allAlive).abnormal()).isFalse();
    }

    @Test
    void theMachinesCounterAloneIsNeverMoreThanPossible() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9)
                .sample(sample(2000, 4))
                .oom(new Ooms().machine(1, 1).counts()));
        assertThat(diagnosis.reason()).isEqualTo(Reason.OOM_HOST);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
        assertThat(diagnosis.evidence()).startsWith(Clue.MACHINE_OOM_COUNTER);
    }

    @Test
    void aLogThatNamesOthersForTheMachinesCounterClearsIt() {
        Deaths death = Deaths.bySignal(9)
                .sample(sample(2000, 4))
                .oom(new Ooms().machineSinceRead(1).counts());
        assertThat(diagnose(death.kernelLog(true)).rule()).isEqualTo("oom_killed_on_machine");
        assertThat(diagnose(death.kernelLog(false)).reason())
                .as("all lines are there, and none has its pid")
                .isEqualTo(Reason.SIGNAL);
    }

    @Test
    void aShellThatForwards137AtOnceLikelyLostItsCommandToIt() {
        Diagnosis diagnosis =
                diagnose(Deaths.byExit(137).command("sh", "-c", "x").oom(moved().counts()));
        assertThat(diagnosis.reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.rule()).isEqualTo("descendant_oom_killed");
    }

    @ParameterizedTest
    @CsvSource({
        // exit code, kills since start, since the last read, reason, confidence
        "137, 1, 1, OOM_CGROUP, POSSIBLE",
        "137, 1, 0, ERROR, CERTAIN",
        "137, 0, 0, ERROR, CERTAIN",
        "1, 1, 1, OOM_CGROUP, POSSIBLE",
        "1, 1, 0, ERROR, CERTAIN",
        "0, 1, 1, OK, CERTAIN",
        "143, 1, 1, ERROR, CERTAIN",
    })
    void anExitOfAProgramThatRanNothingIsAtMostPossible(
            int code, long sinceStart, long sinceRead, Reason reason, Confidence confidence) {
        Diagnosis diagnosis = diagnose(Deaths.byExit(code)
                .command("./program")
                .oom(new Ooms()
                        .group(4, sinceStart, sinceRead)
                        .machine(1, 1)
                        .limitMib(64)
                        .counts()));
        assertThat(diagnosis.reason()).isEqualTo(reason);
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
    }

    @Test
    void anOlderKillCountsForAChildThatRanOthers() {
        Diagnosis diagnosis = diagnose(Deaths.byExit(1)
                .descendant(7, "java", 40 * MIB, 900, false)
                .oom(new Ooms().group(4, 1, 0).limitMib(64).counts()));
        assertThat(diagnosis.rule()).isEqualTo("descendant_oom_killed");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
    }

    @Test
    void ourOwnKillComesFirst() {
        Deaths both = Deaths.bySignal(9)
                .kill(true, 4)
                .sample(sample(60, 4))
                .oom(moved().alone(true).counts());
        assertThat(diagnose(both).reason()).isEqualTo(Reason.KILLED_BY_SUPERVISOR);
    }

    @Test
    void anExitValueAloneIsNotJudged() {
        assertThat(diagnose(Deaths.byCodeOnly(137).oom(moved().alone(true).counts()))
                        .reason())
                .isEqualTo(Reason.UNKNOWN);
    }
}
