package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StderrRulesTest {
    private static final String HEAP = "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space";
    private static final String WORKER_HEAP =
            "Exception in thread \"loader-1\" java.lang.OutOfMemoryError: Java heap space";
    private static final String UNCAUGHT = "Exception in thread \"main\" java.lang.IllegalStateException: no";
    private static final String FRAME = "\tat Main.main(Main.java:7)";
    private static final String[] SCRIPT = {"sh", "-c", "/opt/jdk/bin/java -jar app.jar"};

    private final Diagnoser diagnoser = new Diagnoser();

    @Test
    void anErrorThatLeavesMainLastIsCertain() {
        expect(Deaths.byExit(1).stderr("loading", HEAP, FRAME), "jvm_oome", "certain", "out_of_memory_error");
        assertThat(diagnose(Deaths.byExit(1).stderr(HEAP)).evidence())
                .containsExactly(Clue.STDERR_TAIL, Clue.WAIT_STATUS);
    }

    @Test
    void isOnlyLikelyWhereAnythingSpeaksAgainstIt() {
        expectLikely(Deaths.byExit(2).stderr(HEAP));
        expectLikely(Deaths.byCodeOnly(1).stderr(HEAP));
        expectLikely(Deaths.byExit(1).command(SCRIPT).stderr(HEAP));
        expectLikely(Deaths.byExit(1).descendant(4243, "java", 1, 3, false).stderr(HEAP));
        expectLikely(Deaths.byExit(1).stderr(WORKER_HEAP));
        expectLikely(Deaths.byExit(3).stderr("Terminating due to java.lang.OutOfMemoryError: Java heap space"));
        expectLikely(Deaths.byExit(1)
                .stderr(UNCAUGHT, FRAME, "Caused by: java.lang.OutOfMemoryError: Java heap space", "\t... 1 more"));
    }

    @Test
    void isOnlyPossibleIfTheChildWentOnAfterIt() {
        expect(Deaths.byExit(1).stderr(HEAP, FRAME, "giving up"), "jvm_oome", "possible", "out_of_memory_error");
    }

    @Test
    void aJvmThatLostAThreadAndExitedZeroIsToldAll() {
        expect(Deaths.byExit(0).stderr(WORKER_HEAP), "ok", "certain", "thread_out_of_memory");
        expect(Deaths.byExit(0).command(SCRIPT).stderr(WORKER_HEAP), "ok", "certain", "thread_out_of_memory");
        assertThat(diagnose(Deaths.byExit(0).stderr(WORKER_HEAP)).abnormal()).isTrue();
    }

    @Test
    void anExitOfZeroIsNotBlamedOnWhatWasCaughtOrPrintedByOthers() {
        expect(Deaths.byExit(0).stderr("ERROR java.lang.OutOfMemoryError: Java heap space"), "ok", "certain", "ok");
        expect(Deaths.byExit(0).command("cat", "old.log").stderr(WORKER_HEAP), "ok", "certain", "ok");
        expect(Deaths.byExit(0).stderr(UNCAUGHT), "ok", "certain", "ok");
        assertThat(diagnose(Deaths.byExit(0).stderr(UNCAUGHT)).stderr()).isEmpty();
    }

    @Test
    void anExceptionThatLeavesMainIsLikelyAndOneOfAnotherThreadPossible() {
        expect(Deaths.byExit(1).stderr(UNCAUGHT, FRAME), "error", "likely", "uncaught_exception");
        expect(
                Deaths.byExit(1).stderr("Exception in thread \"pool-1\" a.B: c"),
                "error",
                "possible",
                "uncaught_exception");
        expect(Deaths.byExit(1).stderr(UNCAUGHT, FRAME, "bye"), "error", "possible", "uncaught_exception");
        expect(Deaths.byExit(2).stderr(UNCAUGHT), "error", "certain", "error");
    }

    @Test
    void aJvmThatDidNotStartIsLikely() {
        String complaint = "Error: Could not find or load main class Nope";
        expect(Deaths.byExit(1).stderr(complaint), "error", "likely", "jvm_not_started");
        expect(Deaths.byExit(1).stderr(complaint, "cannot go on"), "error", "certain", "error");
        expect(Deaths.byExit(4).stderr(complaint), "error", "certain", "error");
        expect(
                Deaths.byExit(1).stderr("# There is insufficient memory for the Java Runtime Environment to continue."),
                "error",
                "likely",
                "jvm_without_memory");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 6, 15})
    void aSignalHasItsOwnWord(int signal) {
        expect(Deaths.bySignal(signal).stderr(HEAP), "signal", "certain", "signal");
        assertThat(diagnose(Deaths.bySignal(signal).stderr("a", "b")).stderr()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource({"137, error", "143, jvm_asked_to_stop"})
    void soHasAnExitCodeThatStandsForOne(int code, String rule) {
        assertThat(diagnose(Deaths.byExit(code).stderr(HEAP)).rule()).isEqualTo(rule);
    }

    @Test
    void ourOwnKillGoesFirst() {
        expect(
                Deaths.byExit(143).kill(false, 3).stderr(HEAP),
                "killed_by_supervisor",
                "certain",
                "killed_by_supervisor");
    }

    @Test
    void theWordOfTheJvmGoesBeforeACounterOfItsGroupAndACounterBeforeAnException() {
        Ooms moved = new Ooms().group(4, 1, 1).machine(1, 1);
        expect(Deaths.byExit(1).oom(moved.counts()).stderr(HEAP), "jvm_oome", "certain", "out_of_memory_error");
        expect(Deaths.byExit(1).oom(moved.counts()).stderr(UNCAUGHT), "oom_host", "possible", "descendant_oom_killed");
    }

    private void expectLikely(Deaths deaths) {
        expect(deaths, "jvm_oome", "likely", "out_of_memory_error");
    }

    private void expect(Deaths deaths, String reason, String confidence, String rule) {
        Diagnosis diagnosis = diagnose(deaths);
        assertThat(diagnosis.rule()).isEqualTo(rule);
        assertThat(diagnosis.reason().label()).isEqualTo(reason);
        assertThat(diagnosis.confidence().label()).isEqualTo(confidence);
    }

    private Diagnosis diagnose(Deaths deaths) {
        return diagnoser.diagnose(deaths.evidence());
    }
}
