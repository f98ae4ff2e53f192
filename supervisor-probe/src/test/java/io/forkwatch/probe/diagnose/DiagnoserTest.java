package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnoserTest {
    private final Diagnoser diagnoser = new Diagnoser();

    @ParameterizedTest
    @CsvSource({
        "0, ok, certain, ok, false",
        "1, error, certain, error, true",
        "3, error, certain, error, true",
        "127, error, certain, error, true",
        "137, error, certain, error, true",
        "255, error, certain, error, true",
    })
    void anExactExitIsNeverTakenForASignal(int code, String reason, String confidence, String rule, boolean abnormal) {
        expect(Deaths.byExit(code), reason, confidence, rule, abnormal);
    }

    @ParameterizedTest
    @CsvSource({"1", "6", "9", "11", "13", "15", "34", "64", "139"})
    void anExactSignalThatNobodyHereSentIsASignal(int status) {
        expect(Deaths.byStatus(status), "signal", "certain", "signal", true);
    }

    @ParameterizedTest
    @CsvSource({
        "0, ok, certain, ok, false",
        "1, error, certain, error, true",
        "128, error, certain, error, true",
        "137, unknown, possible, ambiguous_exit_value, true",
        "145, error, certain, error, true",
        "192, unknown, possible, ambiguous_exit_value, true",
        "193, error, certain, error, true",
        "255, error, certain, error, true",
        "-2, unknown, possible, ambiguous_exit_value, true",
    })
    void anExitValueAloneIsBelievedOnlyWhereItReadsOneWay(
            int value, String reason, String confidence, String rule, boolean abnormal) {
        expect(Deaths.byCodeOnly(value), reason, confidence, rule, abnormal);
    }

    @ParameterizedTest
    @CsvSource({"129", "130", "143"})
    void aJvmThatExitsAsAfterARequestWasLikelyAskedToStop(int value) {
        expect(Deaths.byExit(value), "signal", "likely", "jvm_asked_to_stop", true);
        expect(Deaths.byCodeOnly(value), "signal", "likely", "jvm_asked_to_stop", true);
        expect(Deaths.byExit(value).command("./native"), "error", "certain", "error", true);
        expect(Deaths.byCodeOnly(value).command("./native"), "unknown", "possible", "ambiguous_exit_value", true);
    }

    @Test
    void aChildThatVanishedIsUnknown() {
        expect(Deaths.vanished(), "unknown", "possible", "vanished", true);
    }

    @Test
    void aVanishedChildIsNotBlamedOnDestroyBecauseNoStatusMatches() {
        expect(Deaths.vanished().kill(true, 3), "unknown", "possible", "vanished", true);
        assertThat(diagnose(Deaths.vanished().kill(true, 3)).evidence()).containsExactly(Clue.OTHER_DESTROY_CALL);
    }

    @Test
    void ourKillGoesBeforeTheSignalAndBeforeTheForwardedSignal() {
        expect(Deaths.bySignal(9).kill(true, 3), "killed_by_supervisor", "certain", "killed_by_supervisor", true);
        expect(
                Deaths.byExit(143).kill(false, 3).descendant(4243, "java", 1, 3, false),
                "killed_by_supervisor",
                "certain",
                "killed_by_supervisor",
                true);
    }

    @Test
    void aCleanExitAfterDestroyIsOk() {
        expect(Deaths.byExit(0).kill(false, 100), "ok", "certain", "ok", false);
    }

    /** Each thing that a rule before the clean exit looks at, with an exit of 0 that is nothing but that. */
    @Test
    void aCleanExitIsOkWhateverElseIsKnown() {
        expect(Deaths.byExit(0), "ok", "certain", "ok", false);
        expect(Deaths.byExit(0).stderr("careful"), "ok", "certain", "ok", false);
        expect(Deaths.byExit(0).kernelKill(7, "other", true, false), "ok", "certain", "ok", false);
        expect(Deaths.byExit(0).descendant(4243, "java", 1, 3, false), "ok", "certain", "ok", false);
        expect(Deaths.byExit(0).wasToRun(5, "kill", "-9", "4242"), "ok", "certain", "ok", false);
    }

    /** One that is clean and yet deserves a summary is not taken for a plain one. */
    @Test
    void aCleanExitAfterAnOomKillBelowIsToldAllTheSame() {
        expect(
                Deaths.byExit(0).descendant(4243, "java", 1, 3, false).kernelKill(4243, "java", false, false),
                "ok",
                "certain",
                "outlived_oom_kill",
                true);
    }

    @Test
    void aCrashFileGoesBeforeTheSignalAndBeforeTheForwardedSignal() {
        String header = "#  SIGSEGV (0xb) at pc=0x1, pid=4242, tid=1\n";
        expect(Deaths.bySignal(6).crashFile(4242, header), "jvm_crash", "certain", "jvm_crash", true);
        expect(
                Deaths.byExit(134).descendant(4243, "java", 1, 3, false).crashFile(4242, header),
                "jvm_crash",
                "likely",
                "jvm_crash",
                true);
    }

    @Test
    void aForwardedSignalGoesBeforeAPlainError() {
        expect(
                Deaths.byExit(137).command("/bin/sh", "-c", "java x").descendant(4243, "java", 1, 40, false),
                "error",
                "likely",
                "forwarded_signal",
                true);
    }

    private void expect(Deaths deaths, String reason, String confidence, String rule, boolean abnormal) {
        Diagnosis diagnosis = diagnose(deaths);
        assertThat(diagnosis.reason().label()).isEqualTo(reason);
        assertThat(diagnosis.confidence().label()).isEqualTo(confidence);
        assertThat(diagnosis.rule()).isEqualTo(rule);
        assertThat(diagnosis.abnormal()).isEqualTo(abnormal);
    }

    private Diagnosis diagnose(Deaths deaths) {
        return diagnoser.diagnose(deaths.evidence());
    }
}
