package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code new ProcessBuilder("kill", "-9", pid).start()}: the victim is 4242, of group 4240 and parent 4000. */
class KillProgramRulesTest {
    private static final OptionalInt RUNNING = OptionalInt.empty();

    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    private static Deaths victim(int signal) {
        return Deaths.bySignal(signal).around(4000, 4240);
    }

    @Test
    void aKillOfTheChildIsTheSupervisors() {
        Diagnosis diagnosis = diagnose(victim(9).ran(OptionalInt.of(0), 12, "kill", "-9", "4242"));
        assertThat(diagnosis.rule()).isEqualTo("killed_through_program");
        assertThat(diagnosis.reason()).isEqualTo(Reason.KILLED_BY_SUPERVISOR);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.evidence()).startsWith(Clue.KILL_PROGRAM);
        assertThat(diagnosis.caller())
                .hasValueSatisfying(caller -> assertThat(caller.thread()).isEqualTo("main"));
        assertThat(diagnosis.killedBy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "9, kill -9 4242",
        "9, kill -9 1 4242 7",
        "15, kill 4242",
        "15, kill -TERM -4240",
        "9, pkill -9 -P 4000",
        "9, pkill -KILL -g 4240",
        "9, sudo kill -KILL 4242",
    })
    void soIsThatOfItsGroupOrOfAllChildrenOfThisJvm(int signal, String command) {
        Diagnosis diagnosis = diagnose(victim(signal).ran(OptionalInt.of(0), 12, command.split(" ", -1)));
        assertThat(diagnosis.rule()).isEqualTo("killed_through_program");
    }

    @Test
    void soIsThatOfAShell() {
        for (String script : new String[] {
            "kill -9 4242",
            "kill -9 4242 || true",
            "kill -TERM 1; kill -9 4242; sleep 9",
            "test -d /proc/4242 && kill -9 4242"
        }) {
            Diagnosis diagnosis = diagnose(victim(9).ran(OptionalInt.of(0), 12, "bash", "-c", script));
            assertThat(diagnosis.rule()).as(script).isEqualTo("killed_through_program");
        }
    }

    @Test
    void aJvmThatCaughtItExitsByItself() {
        Deaths caught = Deaths.byExit(143).around(4000, 4240).ran(OptionalInt.of(0), 900, "kill", "4242");
        assertThat(diagnose(caught).rule()).isEqualTo("killed_through_program");
        Deaths ownCode = Deaths.byExit(137).around(4000, 4240).ran(OptionalInt.of(0), 900, "kill", "-9", "4242");
        assertThat(diagnose(ownCode).rule()).isEqualTo("error");
    }

    @Test
    void soIsThatOfTheCommandBelowAShell() {
        Deaths shell = Deaths.byExit(137)
                .command("sh", "-c", "sleep 9; x")
                .around(4000, 4240)
                .descendant(5, "sleep", 1, 9, false);
        assertThat(diagnose(shell.ran(OptionalInt.of(0), 3, "kill", "-9", "5")).rule())
                .isEqualTo("killed_through_program");
        Deaths parent = Deaths.byExit(143).command("sh", "-c", "sleep 9; x").descendant(5, "sleep", 1, 9, false);
        assertThat(diagnose(parent.ran(OptionalInt.of(0), 3, "pkill", "-P", "4242"))
                        .rule())
                .isEqualTo("killed_through_program");
    }

    @ParameterizedTest
    @CsvSource({
        "kill -0 4242",
        "kill -9 4243",
        "kill -9 424",
        "kill -9 -4242",
        "kill -TERM 4242",
        "kill -9 -4241",
        "pkill -9 -P 4001",
        "pkill -9 -f other.jar",
        "killall -9 node",
        "kill -l",
        "echo kill -9 4242",
    })
    void anotherOneOrAnotherSignalIsNot(String command) {
        Diagnosis diagnosis = diagnose(victim(9).ran(OptionalInt.of(0), 12, command.split(" ", -1)));
        assertThat(diagnosis.rule()).isEqualTo("signal");
    }

    @Test
    void oneThatFailedIsNot() {
        Deaths failed = victim(9).ran(OptionalInt.of(1), 12, "kill", "-9", "4242");
        assertThat(diagnose(failed).rule()).isEqualTo("signal");
        Deaths script = victim(9).ran(OptionalInt.of(1), 12, "sh", "-c", "sleep 1; kill -9 4242");
        assertThat(diagnose(script).rule()).isEqualTo("signal");
        // One of several may have been another.
        Deaths several = victim(9).ran(OptionalInt.of(1), 12, "kill", "-9", "4242", "7");
        assertThat(diagnose(several).confidence()).isEqualTo(Confidence.POSSIBLE);
    }

    @Test
    void oneThatIsOldOrLaterIsNot() {
        assertThat(diagnose(victim(9).ran(OptionalInt.of(0), 30_001, "kill", "-9", "4242"))
                        .rule())
                .isEqualTo("signal");
        assertThat(diagnose(victim(9).ran(OptionalInt.of(0), -1, "kill", "-9", "4242"))
                        .rule())
                .isEqualTo("signal");
    }

    @Test
    void oneThatStillRunsIsLikelyOnlyIfItHasJustBegun() {
        assertThat(diagnose(victim(9).ran(RUNNING, 12, "kill", "-9", "4242")).confidence())
                .isEqualTo(Confidence.LIKELY);
        assertThat(diagnose(victim(9).ran(RUNNING, 12, "sh", "-c", "sleep 5; kill -9 4242"))
                        .rule())
                .isEqualTo("perhaps_killed_through_program");
        assertThat(diagnose(victim(9).ran(RUNNING, 5000, "sh", "-c", "sleep 4; kill -9 4242"))
                        .rule())
                .isEqualTo("signal");
        assertThat(diagnose(victim(15).ran(RUNNING, 5000, "sh", "-c", "kill 4242; sleep 60"))
                        .confidence())
                .isEqualTo(Confidence.LIKELY);
    }

    @ParameterizedTest
    @CsvSource({
        "pkill -9 java",
        "killall -9 java",
        "pkill -9 -f surefirebooter",
        "pkill -9 -u root",
        "killtree 4242",
        "bash kill-it.sh 4242",
    })
    void whatOnlyMayMeanItIsPossible(String command) {
        Diagnosis diagnosis = diagnose(victim(9).ran(OptionalInt.of(0), 12, command.split(" ", -1)));
        assertThat(diagnosis.rule()).isEqualTo("perhaps_killed_through_program");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
    }

    @Test
    void theNameMayBeThatOfWhatAWrapperHasBecome() {
        Deaths wrapped = Deaths.bySignal(9).command("setsid", "/bin/sleep", "600");
        assertThat(diagnose(wrapped.ran(OptionalInt.of(0), 12, "pkill", "-9", "sleep"))
                        .rule())
                .isEqualTo("perhaps_killed_through_program");
    }

    @Test
    void theGroupOfAChildThatIsNotKnownIsNobodys() {
        Deaths unknown = Deaths.bySignal(15).ran(OptionalInt.of(0), 12, "kill", "-TERM", "-4240");
        assertThat(diagnose(unknown).rule()).isEqualTo("signal");
    }

    @Test
    void theKernelsLogAndACallOfDestroyGoBeforeIt() {
        Deaths both = victim(9).ran(OptionalInt.of(0), 12, "kill", "-9", "4242");
        assertThat(diagnose(both.kernelKill(4242, "java", true, false)).rule()).isEqualTo("oom_killed_by_kernel_log");
        assertThat(diagnose(both.kill(true, 4)).rule()).isEqualTo("killed_by_supervisor");
    }

    @Test
    void aCounterGoesBeforeWhatIsOnlyPossible() {
        Ooms moved = new Ooms().group(4, 1, 1).machine(1, 1).limitMib(2048).peakMib(2048);
        ProcessSample large = new ProcessSample(
                Deaths.before(4),
                'S',
                2000L << 20,
                1,
                2000L << 20,
                1,
                1,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                CpuTime.ZERO);
        Deaths perhaps = victim(9).sample(large).ran(OptionalInt.of(0), 12, "pkill", "-9", "java");
        assertThat(diagnose(perhaps.oom(moved.counts())).rule()).isEqualTo("oom_killed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "kill -9 $1 # bash cleanup.sh 4242",
                "kill -9 \"$@\" # ./cleanup.sh 7 4242",
                "pid=4242; sleep 1; kill -KILL $pid # sh -e cleanup.sh",
                "if test -d /proc/4242; then kill -9 4242; fi # sh cleanup.sh",
                "pkill -9 -P 4000 # sh cleanup.sh",
                "kill -9 $(cat pid) # sh cleanup.sh",
                "pgrep -f worker | xargs kill -9 # sh cleanup.sh",
                "fuser -k 8080/tcp # sh cleanup.sh",
            })
    void whatStandsInAScriptIsPossible(String text, String command) {
        Diagnosis diagnosis = diagnose(victim(9).ranScript(text, 12, command.split(" ", -1)));
        assertThat(diagnosis.rule()).isEqualTo("perhaps_killed_through_program");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "kill -9 $1 # 12 # bash cleanup.sh 4243",
                "kill -TERM $1 # 12 # bash cleanup.sh 4242",
                "sleep 9 & kill -9 ${!} # 12 # sh cleanup.sh",
                "trap 'kill -9 4242' EXIT # 12 # sh cleanup.sh",
                "kill -9 $(cat pid) # 2001 # sh cleanup.sh",
                "if [ $1 = stop ]; then kill -9 $(cat pid); fi # 12 # sh cleanup.sh start",
                "stop() { kill -9 $pid; }; run # 12 # sh cleanup.sh start",
                "case $1 in stop) kill -9 `cat pid`;; esac # 12 # sh cleanup.sh start",
                "exit 0; pkill -9 java # 12 # sh cleanup.sh",
                "kill -9 $1 # 30001 # sh cleanup.sh 4242",
                "kill -9 4242 # -1 # sh cleanup.sh",
            })
    void whatStandsInAScriptAndDoesNotFitIsNot(String text, long ageMillis, String command) {
        assertThat(diagnose(victim(9).ranScript(text, ageMillis, command.split(" ", -1)))
                        .rule())
                .isEqualTo("signal");
    }

    @Test
    void oneThatNamesItMayTakeItsTime() {
        assertThat(diagnose(victim(9).ranScript("sleep 9; kill -9 $1", 9000, "sh", "later.sh", "4242"))
                        .rule())
                .isEqualTo("perhaps_killed_through_program");
    }

    @Test
    void workersOfOneScriptDoNotEndEachOther() {
        Deaths worker = victim(9).command("bash", "/opt/worker.sh", "2");
        assertThat(diagnose(worker.ranScript("kill -9 $child", 12, "bash", "/opt/worker.sh", "1"))
                        .rule())
                .isEqualTo("signal");
    }

    @Test
    void whatAProcessBelowAnotherChildDidIsPossible() {
        Diagnosis diagnosis = diagnose(victim(9).ranBelow(12, "kill", "-9", "4242"));
        assertThat(diagnosis.rule()).isEqualTo("perhaps_killed_through_program");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
        assertThat(diagnosis.caller()).isEmpty();
        assertThat(diagnose(victim(9).ranBelow(5000, "bash", "-c", "sleep 5; kill -9 4242"))
                        .confidence())
                .isEqualTo(Confidence.POSSIBLE);
        assertThat(diagnose(victim(9).ranBelow(12, "kill", "-9", "4243")).rule())
                .isEqualTo("signal");
    }

    @Test
    void theCodeOfAnInterpreterMayMeanIt() {
        for (String[] code : new String[][] {
            {"python3", "-c", "import os; os.kill(4242, 9)"},
            {"perl", "-e", "kill 9, 4242"},
            {"node", "-e", "process.kill(4242, 'SIGKILL')"}
        }) {
            assertThat(diagnose(victim(9).ran(OptionalInt.of(0), 12, code)).rule())
                    .as(code[0])
                    .isEqualTo("perhaps_killed_through_program");
        }
        assertThat(diagnose(victim(9).ran(OptionalInt.of(0), 12, "python3", "-c", "import os; os.kill(4243, 9)"))
                        .rule())
                .isEqualTo("signal");
    }

    @Test
    void aNameBelowAShellIsNotItsOwn() {
        Deaths shell = Deaths.byExit(137)
                .command("sh", "-c", "java -jar x; y")
                .descendant(5, "java", 4242, 1, 9, OptionalLong.of(0));
        assertThat(diagnose(shell.ran(OptionalInt.of(0), 3, "pkill", "-9", "java"))
                        .rule())
                .isEqualTo("forwarded_signal");
    }
}
