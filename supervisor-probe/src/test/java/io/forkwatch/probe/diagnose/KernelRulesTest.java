package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelRulesTest {
    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    private static Ooms moved() {
        return new Ooms().group(4, 1, 1).machine(1, 1).limitMib(64);
    }

    @ParameterizedTest
    @CsvSource({"true, OOM_CGROUP", "false, OOM_HOST"})
    void aVictimThatTheLogNamesIsCertainAndItTellsWhoseMemoryItWas(boolean ofGroup, Reason reason) {
        Diagnosis diagnosis =
                diagnose(Deaths.bySignal(9).oom(moved().counts()).kernelKill(4242, "java", ofGroup, false));
        assertThat(diagnosis.reason()).isEqualTo(reason);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(diagnosis.evidence()).containsExactly(Clue.KERNEL_LOG, Clue.CGROUP_OOM_COUNTER, Clue.WAIT_STATUS);
    }

    @Test
    void noCounterIsNeeded() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9).kernelKill(4242, "java", true, false));
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(diagnosis.evidence()).containsExactly(Clue.KERNEL_LOG, Clue.WAIT_STATUS);
    }

    @Test
    void aLineFromBeforeTheOpeningNeedsACounterToBeCertain() {
        Deaths death = Deaths.bySignal(9).kernelKill(4242, "java", true, true);
        assertThat(diagnose(death).reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnose(death).confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnose(death.oom(moved().counts())).confidence()).isEqualTo(Confidence.CERTAIN);
    }

    @ParameterizedTest
    @CsvSource({"15, SIGNAL", "6, SIGNAL"})
    void whoeverEndedByAnotherSignalWasNotKilledByIt(int signal, Reason reason) {
        assertThat(diagnose(Deaths.bySignal(signal).kernelKill(4242, "java", true, false))
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void anExit137OfItsOwnIsNoKillWhateverThatPidWas() {
        assertThat(diagnose(Deaths.byExit(137).kernelKill(4242, "java", true, false))
                        .reason())
                .isEqualTo(Reason.ERROR);
    }

    @Test
    void theLogSaysWhatAnExitValueAloneCannot() {
        assertThat(diagnose(Deaths.byCodeOnly(137).kernelKill(4242, "java", true, false))
                        .confidence())
                .isEqualTo(Confidence.CERTAIN);
        assertThat(diagnose(Deaths.vanished().kernelKill(4242, "java", true, false))
                        .reason())
                .isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnose(Deaths.byCodeOnly(1).kernelKill(4242, "java", true, false))
                        .reason())
                .isEqualTo(Reason.ERROR);
    }

    @Test
    void whereTheLogHasAnotherNameForEachKillSomeoneSentTheSignal() {
        Diagnosis diagnosis =
                diagnose(Deaths.bySignal(9).oom(moved().alone(true).counts()).kernelKill(7, "x", true, false));
        assertThat(diagnosis.reason()).isEqualTo(Reason.KILLED_EXTERNALLY);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.evidence()).startsWith(Clue.KERNEL_LOG_OTHERS);
    }

    @ParameterizedTest
    @CsvSource({"timeout 60 java, CERTAIN", "env A=b sudo -u x java, CERTAIN"})
    void aWrapperThatEndsAsItsCommandWasNotKilledWhileOthersWere(String command, Confidence confidence) {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9)
                .command(command.split(" "))
                .descendant(4243, "java", 1 << 20, 40, false)
                .oom(moved().counts())
                .kernelKill(4243, "java", true, false));
        assertThat(diagnosis.rule()).isEqualTo("relayed_oom_kill");
        assertThat(diagnosis.reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
    }

    /** It ends by no signal of its command: whoever killed it was not the kernel. */
    @Test
    void anotherProgramWasKilledWhileOneBelowItWas() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9)
                .command("python3", "run.py")
                .descendant(4243, "java", 1 << 20, 40, false)
                .oom(moved().counts())
                .kernelKill(4243, "java", true, false));
        assertThat(diagnosis.rule()).isEqualTo("killed_while_others_were_oom_killed");
        assertThat(diagnosis.reason()).isEqualTo(Reason.KILLED_EXTERNALLY);
    }

    @Test
    void aVictimThatWasNeverSampledIsPerhapsTheCommandOfThatName() {
        Deaths death =
                Deaths.bySignal(9).command("timeout", "60", "/bin/fweatslow").oom(moved().counts());
        Diagnosis diagnosis = diagnose(death.kernelKill(4243, "fweatslow", true, false));
        assertThat(diagnosis.rule()).isEqualTo("relayed_oom_kill");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
    }

    @Test
    void aKillWithoutANameMayBeOurs() {
        Ooms two = new Ooms().group(5, 2, 2).machine(2, 2).limitMib(64).faultedMib(65);
        Deaths death = Deaths.bySignal(9).lifetimeMillis(900).oom(two.counts());
        assertThat(diagnose(death.kernelKill(7, "x", true, false)).reason()).isEqualTo(Reason.OOM_CGROUP);
        assertThat(diagnose(death.kernelKill(8, "x", true, false)).reason()).isEqualTo(Reason.KILLED_EXTERNALLY);
        assertThat(diagnose(death.kernelLog(true)).reason())
                .as("lines were lost")
                .isEqualTo(Reason.OOM_CGROUP);
    }

    @Test
    void ofAYoungChildTheMachineCountsSinceTheLastRead() {
        Deaths death = Deaths.bySignal(9)
                .lifetimeMillis(200)
                .oom(new Ooms().group(3, 0, 0).machineSinceRead(1).counts());
        assertThat(diagnose(death).reason()).isEqualTo(Reason.SIGNAL);
        assertThat(diagnose(death.kernelKill(7, "x", false, true)).reason()).isEqualTo(Reason.KILLED_EXTERNALLY);
    }

    @ParameterizedTest
    @CsvSource({
        // exit code, reason, confidence, rule, told
        "137, OOM_CGROUP, CERTAIN, descendant_oom_killed_by_kernel_log",
        "1, OOM_CGROUP, LIKELY, descendant_oom_killed_by_kernel_log",
        "143, ERROR, LIKELY, forwarded_signal",
        "0, OK, CERTAIN, outlived_oom_kill",
    })
    void aVictimBelowTheChildIsToldByName(int code, Reason reason, Confidence confidence, String rule) {
        Diagnosis diagnosis = diagnose(Deaths.byExit(code)
                .command("sh", "-c", "java -jar x.jar")
                .descendant(4243, "java", 1 << 20, 40, false)
                .oom(moved().counts())
                .kernelKill(4243, "java", true, false));
        assertThat(diagnosis.reason()).isEqualTo(reason);
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
        assertThat(diagnosis.rule()).isEqualTo(rule);
        assertThat(diagnosis.abnormal()).isTrue();
    }

    @Test
    void aCleanExitIsCleanIfTheVictimWasSomeoneElse() {
        Diagnosis diagnosis = diagnose(
                Deaths.byExit(0).descendant(4243, "java", 1 << 20, 40, false).kernelKill(7, "x", true, false));
        assertThat(diagnosis.abnormal()).isFalse();
    }

    @Test
    void ourOwnKillComesFirst() {
        assertThat(diagnose(Deaths.bySignal(9).kill(true, 4).kernelKill(4242, "java", true, false))
                        .reason())
                .isEqualTo(Reason.KILLED_BY_SUPERVISOR);
    }
}
