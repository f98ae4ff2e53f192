package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.event.Kill;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitRulesTest {
    @Test
    void aHiddenExit137IsNoKill() {
        Diagnosis diagnosis =
                new Diagnoser().diagnose(Deaths.byFlags(137, false).evidence());
        assertThat(diagnosis.reason()).isEqualTo(Reason.ERROR);
        assertThat(diagnosis.evidence()).containsExactly(Clue.PROCESS_FLAGS);
    }

    @ParameterizedTest
    @CsvSource({
        // exit code, lifetime in ms, shell and script, rule, confidence
        "127, 12, sh, nope, command_not_found, LIKELY",
        "126, 12, /bin/bash, ./data.txt, command_not_executable, LIKELY",
        "127, 1000, sh, nope, error, CERTAIN",
        "127, 12, ./tool, nope, error, CERTAIN",
        "127, 12, sh, exit 127, error, CERTAIN",
        "127, 12, sh, exit 1270, command_not_found, LIKELY",
        "1, 12, sh, nope, error, CERTAIN",
    })
    void aYoungShellSaysThatItCouldNotRunItsCommand(
            int code, long lifetimeMillis, String shell, String script, String rule, Confidence confidence) {
        Diagnosis diagnosis = new Diagnoser()
                .diagnose(Deaths.byExit(code)
                        .command(shell, "-c", script)
                        .lifetimeMillis(lifetimeMillis)
                        .evidence());
        assertThat(diagnosis.rule()).isEqualTo(rule);
        assertThat(diagnosis.reason()).isEqualTo(Reason.ERROR);
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
    }

    @ParameterizedTest
    @CsvSource({
        // script, age in ms of the last sample of what is gone, confidence
        "sleep 10, 40, LIKELY",
        "sleep 10, 2000, LIKELY",
        "sleep 10, 2001, POSSIBLE",
        "sleep 1; exit 137, 40, POSSIBLE",
    })
    void aSignalIsLikelyPassedOnOnlyIfTheCommandWasThereUntilJustBefore(
            String script, long ageMillis, Confidence confidence) {
        Diagnosis diagnosis = new Diagnoser()
                .diagnose(Deaths.byExit(137)
                        .command("sh", "-c", script)
                        .descendant(4243, "sleep", 1 << 20, ageMillis, false)
                        .evidence());
        assertThat(diagnosis.rule()).isEqualTo("forwarded_signal");
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
    }

    @Test
    void aHiddenSignalIsOne() {
        Diagnosis diagnosis = new Diagnoser().diagnose(Deaths.byFlags(143, true).evidence());
        assertThat(diagnosis.reason()).isEqualTo(Reason.SIGNAL);
        assertThat(diagnosis.mechanism().signal()).hasValue(15);
        assertThat(new Diagnoser()
                        .diagnose(Deaths.byFlags(137, true).kill(true, 4).evidence())
                        .confidence())
                .isEqualTo(Confidence.CERTAIN);
    }

    private static Optional<Diagnosis> judge(BiFunction<Evidence, Mechanism, Optional<Diagnosis>> rule, Deaths deaths) {
        return judge(rule, deaths.evidence());
    }

    private static Optional<Diagnosis> judge(
            BiFunction<Evidence, Mechanism, Optional<Diagnosis>> rule, Evidence evidence) {
        return rule.apply(evidence, Mechanism.of(evidence.death().ending()));
    }

    @Nested
    class KilledBySupervisor {
        @Test
        void needsACallOfDestroy() {
            assertThat(judge(ExitRules::killedBySupervisor, Deaths.bySignal(9))).isEmpty();
            assertThat(judge(ExitRules::killedBySupervisor, Deaths.byCodeOnly(137)))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"9, true", "15, false"})
        void isCertainIfTheSignalIsTheOneThatWasSent(int signal, boolean force) {
            Diagnosis diagnosis = judge(
                            ExitRules::killedBySupervisor,
                            Deaths.bySignal(signal).kill(force, 3))
                    .orElseThrow();
            assertThat(diagnosis.confidence()).isEqualTo(Confidence.CERTAIN);
            assertThat(diagnosis.evidence()).containsExactly(Clue.DESTROY_CALL, Clue.WAIT_STATUS);
        }

        @Test
        void countsAJvmThatExits143ByItselfAfterSigterm() {
            assertThat(judge(ExitRules::killedBySupervisor, Deaths.byExit(143).kill(false, 3)))
                    .hasValueSatisfying(d -> assertThat(d.confidence()).isEqualTo(Confidence.CERTAIN));
        }

        @Test
        void isNotFooledByAnExit137AfterDestroyForciblyBecauseNobodyCatchesSigkill() {
            assertThat(judge(ExitRules::killedBySupervisor, Deaths.byExit(137).kill(true, 3)))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"9, false", "15, true", "11, true", "6, false"})
        void isNotFooledByAnotherSignal(int signal, boolean force) {
            assertThat(judge(
                            ExitRules::killedBySupervisor,
                            Deaths.bySignal(signal).kill(force, 3)))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"137, true", "143, false"})
        void isOnlyLikelyIfNothingButTheExitValueIsKnown(int value, boolean force) {
            assertThat(judge(
                            ExitRules::killedBySupervisor,
                            Deaths.byCodeOnly(value).kill(force, 3)))
                    .hasValueSatisfying(d -> assertThat(d.confidence()).isEqualTo(Confidence.LIKELY));
        }

        @Test
        void isOnlyLikelyIfTheCallLiesFarBack() {
            assertThat(judge(ExitRules::killedBySupervisor, Deaths.byExit(143).kill(false, 600_000)))
                    .hasValueSatisfying(d -> assertThat(d.confidence()).isEqualTo(Confidence.LIKELY));
        }

        @Test
        void ignoresACallAfterTheEnd() {
            assertThat(judge(ExitRules::killedBySupervisor, Deaths.bySignal(9).kill(true, -1)))
                    .isEmpty();
        }

        @Test
        void picksTheCallThatMatches() {
            Deaths escalated = Deaths.bySignal(9)
                    .kill(false, 5000, "polite")
                    .kill(true, 10, "forceful")
                    .kill(true, 5, "late");
            assertThat(judge(ExitRules::killedBySupervisor, escalated).flatMap(Diagnosis::killedBy))
                    .map(Kill::thread)
                    .hasValue("forceful");
        }

        @Test
        void prefersAFreshCallToOneThatHadNoEffect() {
            Deaths repeated = Deaths.byExit(143).kill(false, 600_000, "ignored").kill(false, 10, "heard");
            assertThat(judge(ExitRules::killedBySupervisor, repeated).flatMap(Diagnosis::killedBy))
                    .map(Kill::thread)
                    .hasValue("heard");
        }
    }

    @Nested
    class Ok {
        @Test
        void isExit0Only() {
            assertThat(judge(ExitRules::ok, Deaths.byExit(0))).isPresent();
            assertThat(judge(ExitRules::ok, Deaths.byCodeOnly(0))).isPresent();
            assertThat(judge(ExitRules::ok, Deaths.byExit(1))).isEmpty();
            assertThat(judge(ExitRules::ok, Deaths.bySignal(9))).isEmpty();
            assertThat(judge(ExitRules::ok, Deaths.vanished())).isEmpty();
        }
    }

    @Nested
    class JvmCrash {
        private static final String SEGV = "#  SIGSEGV (0xb) at pc=0x1, pid=%d, tid=1\n";
        private static final String OOME = """
                #  Internal Error (debug.cpp:362), pid=%d, tid=1
                #  fatal error: OutOfMemory encountered: Java heap space
                """;

        @Test
        void isCertainIfTheChildAbortedAndTheFileIsItsOwn() {
            Diagnosis diagnosis = crash(Deaths.bySignal(6), 4242, SEGV).orElseThrow();
            assertThat(diagnosis.reason()).isEqualTo(Reason.JVM_CRASH);
            assertThat(diagnosis.rule()).isEqualTo("jvm_crash");
            assertThat(diagnosis.confidence()).isEqualTo(Confidence.CERTAIN);
            assertThat(diagnosis.evidence()).containsExactly(Clue.CRASH_FILE, Clue.WAIT_STATUS);
        }

        @Test
        void isAnOutOfMemoryErrorIfTheFileSaysSo() {
            Diagnosis diagnosis = crash(Deaths.bySignal(6), 4242, OOME).orElseThrow();
            assertThat(diagnosis.reason()).isEqualTo(Reason.JVM_OOME);
            assertThat(diagnosis.rule()).isEqualTo("jvm_crash_oome");
            assertThat(diagnosis.confidence()).isEqualTo(Confidence.CERTAIN);
        }

        @Test
        void isLikelyIfAShellPassedItOn() {
            assertThat(crash(Deaths.byExit(134).command("sh", "-c", "java A; exit $?"), 4243, SEGV))
                    .hasValueSatisfying(d -> assertThat(d.confidence()).isEqualTo(Confidence.LIKELY));
        }

        @Test
        void isLikelyIfOnlyTheExitValueIsKnown() {
            assertThat(crash(Deaths.byCodeOnly(134), 4242, SEGV))
                    .hasValueSatisfying(d -> assertThat(d.confidence()).isEqualTo(Confidence.LIKELY));
        }

        @Test
        void isOnlyPossibleIfTheFileIsOfAJvmBelowAProgramThatIsNoShell() {
            assertThat(crash(Deaths.byExit(134).command("python3", "run.py"), 4243, SEGV))
                    .hasValueSatisfying(d -> assertThat(d.confidence()).isEqualTo(Confidence.POSSIBLE));
        }

        @Test
        void needsAFile() {
            assertThat(judge(JvmRules::crashed, Deaths.bySignal(6))).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"9", "11", "0", "35072", "36608"})
        void isNotFooledByAFileIfTheChildEndedInAnotherWay(int status) {
            assertThat(crash(Deaths.byStatus(status), 4242, SEGV)).isEmpty();
        }

        @Test
        void isLikelyWhereTheJvmExitedByItself() {
            Diagnosis diagnosis = crash(Deaths.byExit(1), 4242, SEGV).orElseThrow();

            assertThat(diagnosis.reason()).isEqualTo(Reason.JVM_CRASH);
            assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
            assertThat(crash(Deaths.byExit(1), 4243, SEGV).orElseThrow().confidence())
                    .as("below it")
                    .isEqualTo(Confidence.POSSIBLE);
        }

        private static Optional<Diagnosis> crash(Deaths deaths, long pid, String header) {
            return judge(JvmRules::crashed, deaths.crashFile(pid, header.formatted(pid)));
        }
    }

    @Nested
    class Signal {
        @Test
        void doesNotGuessFromAnExitValue() {
            assertThat(judge(ExitRules::signal, Deaths.byExit(137))).isEmpty();
            assertThat(judge(ExitRules::signal, Deaths.byCodeOnly(137))).isEmpty();
        }

        @Test
        void saysThatNobodyHereSentItIfThatWasWatched() {
            assertThat(judge(ExitRules::signal, Deaths.bySignal(9)))
                    .hasValueSatisfying(d -> assertThat(d.evidence()).contains(Clue.NO_DESTROY_CALL));
        }

        @Test
        void doesNotClaimThatNobodyHereSentItIfThatWasNotWatched() {
            Evidence unwatched = Evidence.of(Deaths.bySignal(9).death(), false);
            assertThat(judge(ExitRules::signal, unwatched))
                    .hasValueSatisfying(
                            d -> assertThat(d.evidence()).containsExactly(Clue.WAIT_STATUS, Clue.DESTROY_UNWATCHED));
        }

        @Test
        void mentionsACallThatDoesNotExplainIt() {
            assertThat(judge(ExitRules::signal, Deaths.bySignal(9).kill(false, 3)))
                    .hasValueSatisfying(
                            d -> assertThat(d.evidence()).containsExactly(Clue.WAIT_STATUS, Clue.OTHER_DESTROY_CALL));
        }

        @Test
        void doesNotMentionACallAfterTheEnd() {
            assertThat(judge(ExitRules::signal, Deaths.bySignal(9).kill(true, -1)))
                    .hasValueSatisfying(d -> assertThat(d.evidence()).contains(Clue.NO_DESTROY_CALL));
        }

        @ParameterizedTest
        @CsvSource({
            "9, FIND_KILLER",
            "1, SHUTDOWN_REQUEST",
            "2, SHUTDOWN_REQUEST",
            "15, SHUTDOWN_REQUEST",
            "6, ABORT",
            "11, NATIVE_FAULT",
            "13, BROKEN_PIPE",
            "24, CPU_TIME_LIMIT",
            "25, FILE_SIZE_LIMIT",
        })
        void hintsAtWhoSendsIt(int signal, Hint.Plain hint) {
            assertThat(judge(ExitRules::signal, Deaths.bySignal(signal)).flatMap(Diagnosis::hint))
                    .hasValue(hint);
        }

        @Test
        void hasNoHintWhereNothingIsKnown() {
            assertThat(judge(ExitRules::signal, Deaths.bySignal(10)).flatMap(Diagnosis::hint))
                    .isEmpty();
        }
    }

    @Nested
    class ErrorExit {
        @Test
        void isEveryExitButClean() {
            assertThat(judge(ExitRules::error, Deaths.byExit(3))).isPresent();
            assertThat(judge(ExitRules::error, Deaths.byCodeOnly(3))).isPresent();
            assertThat(judge(ExitRules::error, Deaths.byExit(0))).isEmpty();
            assertThat(judge(ExitRules::error, Deaths.bySignal(9))).isEmpty();
            assertThat(judge(ExitRules::error, Deaths.byCodeOnly(137))).isEmpty();
        }

        @Test
        void explainsACodeThatLooksLikeASignal() {
            assertThat(judge(ExitRules::error, Deaths.byExit(137)).flatMap(Diagnosis::hint))
                    .hasValue(new Hint.SignalCode(9));
        }

        @Test
        void saysOfAnyOtherCodeThatNothingKilledIt() {
            assertThat(judge(ExitRules::error, Deaths.byExit(3)).flatMap(Diagnosis::hint))
                    .hasValue(Hint.Plain.JVM_ENDED_ITSELF);
        }

        @Test
        void saysNothingOfTheSortWhereDestroyWasCalled() {
            assertThat(judge(ExitRules::error, Deaths.byExit(1).kill(false, 120))
                            .flatMap(Diagnosis::hint))
                    .isEmpty();
        }

        @Test
        void mentionsThatDestroyWasCalled() {
            assertThat(judge(ExitRules::error, Deaths.byExit(1).kill(false, 120)))
                    .hasValueSatisfying(d -> {
                        assertThat(d.evidence()).containsExactly(Clue.WAIT_STATUS, Clue.OTHER_DESTROY_CALL);
                        assertThat(d.killedBy()).isEmpty();
                    });
        }
    }

    @Nested
    class Unknown {
        @Test
        void pointsAtTheOomKillerAndTheCrashFileWithoutClaimingThem() {
            assertThat(unknown(Deaths.byCodeOnly(137)).hint()).hasValue(Hint.Plain.FIND_KILLER);
            assertThat(unknown(Deaths.byCodeOnly(134)).hint()).hasValue(Hint.Plain.ABORT);
            assertThat(unknown(Deaths.byCodeOnly(141)).hint()).isEmpty();
            assertThat(unknown(Deaths.vanished()).hint()).isEmpty();
        }

        private Diagnosis unknown(Deaths deaths) {
            return ExitRules.unknown(
                    deaths.evidence(), Mechanism.of(deaths.death().ending()));
        }
    }
}
