package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Culprit;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.event.StderrRing;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gone is not killed: who is named needs evidence. */
class ForwardRulesTest {
    private static final OptionalLong AT_DEATH = OptionalLong.of(0);

    private final Deaths shell = Deaths.byExit(137).command("/bin/sh", "-c", "cd /x; java -jar x.jar");

    private static Optional<Diagnosis> judge(Deaths deaths) {
        return ForwardRules.forwardedSignal(
                deaths.evidence(), Mechanism.of(deaths.death().ending()));
    }

    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    private static Cause.Forwarded cause(Diagnosis diagnosis) {
        return (Cause.Forwarded) diagnosis.cause().orElseThrow();
    }

    private static Optional<Culprit> culprit(String comm, long pid) {
        return Optional.of(new Culprit(comm, OptionalLong.of(pid)));
    }

    @Test
    void needsAProcessThatVanished() {
        assertThat(judge(shell)).isEmpty();
        assertThat(judge(shell.descendant(5, "x", 1, 1, true))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 145, 200, 255})
    void needsACodeThatStandsForASignalThatEndsProcesses(int code) {
        assertThat(judge(Deaths.byExit(code).descendant(5, "x", 1, 1, false))).isEmpty();
    }

    @Test
    void doesNotTrustAnExitValueAlone() {
        assertThat(judge(Deaths.byCodeOnly(137).descendant(5, "x", 1, 1, false)))
                .isEmpty();
    }

    @Test
    void theCommandThatTheScriptEndsWithIsLikely() {
        Diagnosis diagnosis = diagnose(shell.descendant(5, "java", 1, 1, false));
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(cause(diagnosis)).isEqualTo(new Cause.Forwarded(9, culprit("java", 5), 1, ""));
    }

    @Test
    void anotherCommandIsNotThoughItIsGone() {
        Diagnosis diagnosis = diagnose(shell.descendant(5, "sleep", 900, 1, false));
        assertThat(diagnosis.rule()).isEqualTo("forwarded_signal");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
        assertThat(cause(diagnosis).who()).isEmpty();
    }

    @Test
    void severalSuspectsAreOneOfThemWithoutAName() {
        Diagnosis diagnosis =
                diagnose(shell.descendant(5, "java", 800, 1, false).descendant(6, "tee", 700, 1, false));
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
        assertThat(cause(diagnosis)).isEqualTo(new Cause.Forwarded(9, Optional.empty(), 2, ""));
    }

    @Test
    void whoWasGoneAtAnEarlierLookIsNoSuspect() {
        Diagnosis diagnosis = diagnose(shell.descendant(5, "python3", 4242, 900, 1700, OptionalLong.of(700))
                .descendant(6, "java", 4242, 1, 300, AT_DEATH));
        assertThat(cause(diagnosis).who()).isEqualTo(culprit("java", 6));
        assertThat(diagnose(Deaths.byExit(137).descendant(5, "python3", 4242, 900, 1700, OptionalLong.of(700)))
                        .rule())
                .isEqualTo("error");
    }

    @Test
    void aShellCannotHaveTheStatusOfAnothersChild() {
        Diagnosis diagnosis = diagnose(
                shell.descendant(5, "find", 77, 900, 1, AT_DEATH).descendant(6, "java", 4242, 1, 300, AT_DEATH));
        assertThat(cause(diagnosis).who()).isEqualTo(culprit("java", 6));
    }

    @Test
    void aShellBelowGivesWayToItsCommand() {
        Diagnosis diagnosis =
                diagnose(shell.descendant(5, "sh", 4242, 9, 1, AT_DEATH).descendant(6, "java", 5, 1, 300, AT_DEATH));
        assertThat(cause(diagnosis).who()).isEqualTo(culprit("java", 6));
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void aProgramThatIsNoWrapperDoesNotGiveWay() {
        Diagnosis diagnosis = diagnose(
                shell.descendant(5, "java", 4242, 9, 1, AT_DEATH).descendant(6, "helper", 5, 1, 300, AT_DEATH));
        assertThat(cause(diagnosis).who()).isEqualTo(culprit("java", 5));
    }

    @Test
    void aJvmThatDidNotCleanUpWasEnded() {
        Deaths script = Deaths.byExit(137).command("/opt/run.sh").descendant(4243, "java", 1, 1, false);
        assertThat(diagnose(script).confidence()).isEqualTo(Confidence.POSSIBLE);
        assertThat(diagnose(script.jvm(new Jvms().below(4243).file(FileFate.LEFT)))
                        .confidence())
                .isEqualTo(Confidence.LIKELY);
    }

    @ParameterizedTest
    @CsvSource({"/bin/sh, LIKELY", "bash, LIKELY", "/opt/run.sh, LIKELY", "python3, POSSIBLE", "/opt/shiny, POSSIBLE"})
    void isOnlyPossibleIfTheChildIsNoShell(String program, Confidence confidence) {
        Deaths deaths = Deaths.byExit(137).command(program, "-c", "x").descendant(5, "x", 1, 1, false);
        assertThat(judge(deaths))
                .hasValueSatisfying(d -> assertThat(d.confidence()).isEqualTo(confidence));
    }

    @Test
    void hintsAtWhoSentIt() {
        Deaths killed = shell.descendant(6, "x", 1, 1, false);
        assertThat(diagnose(killed).hint()).hasValue(Hint.Plain.FIND_KILLER);
        assertThat(diagnose(killed.oom(new Ooms().machine(0, 0).counts())).hint())
                .hasValue(Hint.Plain.FIND_OTHER_KILLER);
        Deaths hungUp = Deaths.byExit(129).command("sh").descendant(6, "x", 1, 1, false);
        assertThat(diagnose(hungUp).hint()).hasValue(new Hint.FindSender(1, culprit("x", 6)));
    }

    @Test
    void bashSaysWhoItWasEvenIfItWasNeverSampled() {
        Deaths deaths = Deaths.byExit(137)
                .command("bash", "-o", "pipefail", "-c", "fwdie | tee log")
                .descendant(29857, "tee", 900, 1, false)
                .stderr("bash: line 1: 29856 Killed                  /usr/local/bin/fwdie");
        Diagnosis diagnosis = diagnose(deaths);
        assertThat(diagnosis.rule()).isEqualTo("told_by_shell");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(diagnosis.evidence()).startsWith(Clue.SHELL_WORDS);
        assertThat(cause(diagnosis).who()).isEqualTo(culprit("fwdie", 29856));
    }

    @Test
    void dashSaysThatItWasAndTheScriptSaysWho() {
        assertThat(cause(diagnose(shell.descendant(5, "java", 1, 1, false).stderr("Killed")))
                        .who())
                .isEqualTo(culprit("java", 5));
        Diagnosis unseen = diagnose(Deaths.byExit(139).command("sh", "-c", "x").stderr("Segmentation fault"));
        assertThat(unseen.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(cause(unseen).who()).isEmpty();
    }

    @Test
    void theWordsOfAShellBelowAnotherProgramAreLikely() {
        Diagnosis diagnosis =
                diagnose(Deaths.byExit(137).command("npm", "start").stderr("Killed"));
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void aShellThatSaysNothingWhereItWouldHaveSpokenSettlesItToo() {
        Diagnosis diagnosis = diagnose(shell.descendant(5, "java", 1, 1, false).stderr(new Whole(true)));
        assertThat(diagnosis.rule()).isEqualTo("error");
        assertThat(diagnosis.evidence()).containsExactly(Clue.WAIT_STATUS, Clue.SHELL_SILENT);
        assertThat(diagnosis.hint()).isNotEqualTo(Optional.of(new Hint.SignalCode(9)));
    }

    @Test
    void silenceProvesNothingWhereStderrIsNotKnownToItsEnd() {
        assertThat(diagnose(shell.descendant(5, "java", 1, 1, false).stderr(new Whole(false)))
                        .rule())
                .isEqualTo("forwarded_signal");
    }

    @ParameterizedTest
    @CsvSource({"sh, java 2>/dev/null", "zsh, java", "sh, exec >&2; java"})
    void silenceProvesNothingWhereTheShellMayHaveSpokenElsewhere(String program, String script) {
        Deaths deaths = Deaths.byExit(137)
                .command(program, "-c", script)
                .descendant(5, "java", 1, 1, false)
                .stderr(new Whole(true));
        assertThat(diagnose(deaths).rule()).isEqualTo("forwarded_signal");
    }

    @Test
    void silenceProvesNothingOfACommandThatPassesOnWhatItSaw() {
        assertThat(diagnose(shell.descendant(5, "su", 1, 1, false).stderr(new Whole(true)))
                        .rule())
                .isEqualTo("forwarded_signal");
    }

    /** Nothing was written. */
    private record Whole(boolean isWhole) implements StderrRing {
        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public byte[] lastBytes() {
            return new byte[0];
        }

        @Override
        public int capacityBytes() {
            return 1024;
        }
    }
}
