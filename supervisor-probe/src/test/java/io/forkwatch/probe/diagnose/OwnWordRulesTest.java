package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a JVM says of itself names a reason, and is never a proof. */
class OwnWordRulesTest {
    private static final String OOME = "java.lang.OutOfMemoryError";
    private static final String SPACE = "Java heap space";
    private static final String STATE = "java.lang.IllegalStateException";

    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    private static Deaths sh(int code) {
        return Deaths.byExit(code).command("sh", "-c", "cd app && java -jar app.jar");
    }

    static Stream<Arguments> verdicts() {
        return Stream.of(
                row(
                        "System.exit",
                        Deaths.byExit(3).own(Boxes.ofChild().exitCall(9, "main")),
                        "exit_called likely error"),
                row(
                        "a main class that is not there",
                        Deaths.byExit(1).own(Boxes.ofChild().launcherExit(9)),
                        "error certain error"),
                row(
                        "System.exit of a JVM below a shell",
                        sh(3).own(Boxes.below().exitCall(9, "main")),
                        "exit_called likely error"),
                row(
                        "a JVM below a shell that went on for a while",
                        sh(3).own(Boxes.below().exitCall(5_000, "main")),
                        "error certain error"),
                row(
                        "a shell that names the code itself",
                        Deaths.byExit(3)
                                .command("sh", "-c", "java -jar app.jar; exit 3")
                                .own(Boxes.below().exitCall(9, "main")),
                        "error certain error"),
                row(
                        "a program that is no shell",
                        Deaths.byExit(3)
                                .command("make", "all")
                                .own(Boxes.below().exitCall(9, "main")),
                        "error certain error"),
                row(
                        "System.exit(143) looks like SIGTERM",
                        Deaths.byExit(143).own(Boxes.ofChild().exitCall(9, "main")),
                        "exit_called likely error"),
                row("SIGTERM", Deaths.byExit(143).own(Boxes.ofChild().signal(9)), "jvm_asked_to_stop likely signal"),
                row(
                        "an OutOfMemoryError and System.exit",
                        Deaths.byExit(3)
                                .own(Boxes.ofChild()
                                        .uncaught(700, "w", OOME, SPACE)
                                        .exitCall(300, "w")),
                        "last_words_out_of_memory likely jvm_oome"),
                row(
                        "an OutOfMemoryError as a cause",
                        Deaths.byExit(3)
                                .own(Boxes.ofChild()
                                        .uncaught(700, "w", STATE, "x")
                                        .causedByOutOfMemory(SPACE)
                                        .exitCall(300, "w")),
                        "last_words_out_of_memory likely jvm_oome"),
                row(
                        "an OutOfMemoryError that it lived on with for a while",
                        Deaths.byExit(3)
                                .own(Boxes.ofChild()
                                        .uncaught(30_000, "w", OOME, SPACE)
                                        .exitCall(300, "main")),
                        "last_words_out_of_memory possible jvm_oome"),
                row(
                        "one of long ago",
                        Deaths.byExit(3)
                                .own(Boxes.ofChild()
                                        .uncaught(90_000, "w", OOME, SPACE)
                                        .exitCall(300, "main")),
                        "exit_called likely error"),
                row(
                        "an OutOfMemoryError that left main",
                        Deaths.byExit(1)
                                .own(Boxes.ofChild()
                                        .uncaught(20, "main", OOME, SPACE)
                                        .lastThread(9)),
                        "last_words_out_of_memory likely jvm_oome"),
                row(
                        "a heap that was full just before System.exit",
                        Deaths.byExit(3).own(Boxes.ofChild().heapFull(900).exitCall(300, "main")),
                        "last_words_heap_full possible jvm_oome"),
                row(
                        "a heap that was full before",
                        Deaths.byExit(3).own(Boxes.ofChild().heapFull(9_000).exitCall(300, "main")),
                        "exit_called likely error"),
                row(
                        "an exception that left main",
                        Deaths.byExit(1)
                                .own(Boxes.ofChild()
                                        .uncaught(20, "main", STATE, "boom")
                                        .lastThread(9)),
                        "uncaught_exception likely error"),
                row(
                        "an exception that left a worker",
                        Deaths.byExit(1)
                                .own(Boxes.ofChild()
                                        .uncaught(20, "w", STATE, "boom")
                                        .lastThread(9)),
                        "uncaught_exception possible error"),
                row(
                        "an exception in a worker, and System.exit by another thread",
                        Deaths.byExit(1)
                                .own(Boxes.ofChild()
                                        .uncaught(20, "w", STATE, "boom")
                                        .exitCall(9, "main")),
                        "exit_called likely error"),
                row("Runtime.halt", Deaths.byExit(7).own(Boxes.ofChild()), "exited_without_note likely error"),
                row(
                        "one that had not said anything for a while",
                        Deaths.byExit(7).own(Boxes.ofChild().beat(30_000)),
                        "error certain error"),
                row("no note of a JVM below", sh(7).own(Boxes.below()), "error certain error"),
                row("a clean exit", Deaths.byExit(0).own(Boxes.ofChild().lastThread(9)), "ok certain ok"),
                row("halt(0)", Deaths.byExit(0).own(Boxes.ofChild()), "ok certain ok"),
                row(
                        "a clean exit without one of its threads",
                        Deaths.byExit(0)
                                .own(Boxes.ofChild()
                                        .uncaught(20_000, "w", OOME, SPACE)
                                        .lastThread(9)),
                        "thread_out_of_memory certain ok"),
                row(
                        "killed, whatever it said before",
                        Deaths.bySignal(9)
                                .own(Boxes.ofChild()
                                        .uncaught(700, "w", OOME, SPACE)
                                        .exitCall(300, "w")),
                        "signal certain signal"),
                row(
                        "what stderr proves comes first",
                        Deaths.byExit(1)
                                .stderr("Exception in thread \"main\" " + OOME + ": " + SPACE)
                                .own(Boxes.ofChild()
                                        .uncaught(20, "main", OOME, SPACE)
                                        .lastThread(9)),
                        "out_of_memory_error certain jvm_oome"));
    }

    private static Arguments row(String what, Deaths deaths, String verdict) {
        return Arguments.of(what, deaths, verdict);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("verdicts")
    void aVerdict(String what, Deaths deaths, String verdict) {
        Diagnosis found = diagnose(deaths);

        assertThat(found.rule() + " " + found.confidence().label() + " "
                        + found.reason().label())
                .isEqualTo(verdict);
    }

    @Test
    void aCleanExitWithoutAThreadDeservesASummaryAndAnyOtherDoesNot() {
        assertThat(diagnose(Deaths.byExit(0).own(Boxes.ofChild().uncaught(20, "w", OOME, SPACE)))
                        .abnormal())
                .isTrue();
        assertThat(diagnose(Deaths.byExit(0).own(Boxes.ofChild().uncaught(20, "w", STATE, "x")))
                        .abnormal())
                .isFalse();
    }

    @Test
    void nothingThatRestsOnItAloneIsCertain() {
        assertThat(verdicts().map(row -> diagnose((Deaths) row.get()[1])))
                .filteredOn(found -> found.cause()
                        .filter(cause -> cause instanceof Cause.ExitNoted)
                        .isPresent())
                .isNotEmpty()
                .noneMatch(found -> found.confidence() == Confidence.CERTAIN)
                .noneMatch(found -> found.reason() == Reason.OK);
    }

    @Test
    void itGoesWithTheDiagnosisOfAnyAbnormalEnd() {
        assertThat(diagnose(Deaths.bySignal(9).own(Boxes.ofChild().status("FooTest")))
                        .own()
                        .orElseThrow()
                        .status())
                .isEqualTo("FooTest");
    }
}
