package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a JVM showed of itself, judged with all other rules around it. */
class JvmRulesTest {
    private static final String CRASH = "#  SIGSEGV (0xb) at pc=0x00007f12, pid=4242, tid=4243\n";

    private static final long MIB = 1 << 20;

    private final Diagnoser diagnoser = new Diagnoser();

    private void expect(Deaths deaths, String reason, String confidence, String rule) {
        Diagnosis diagnosis = diagnoser.diagnose(deaths.evidence());
        assertThat(diagnosis.reason().label() + " " + diagnosis.confidence().label() + " " + diagnosis.rule())
                .isEqualTo(reason + " " + confidence + " " + rule);
    }

    private static Jvms left() {
        return new Jvms().flags(true, true).file(FileFate.LEFT);
    }

    @Test
    void exit3WithTheOptionAndWithoutCleaningUpIsAnOutOfMemoryError() {
        expect(Deaths.byExit(3).jvm(left()), "jvm_oome", "certain", "jvm_exit_on_oome");
        expect(Deaths.byExit(3).jvm(left().unknownFlags()), "jvm_oome", "likely", "jvm_exit_on_oome");
        expect(Deaths.byCodeOnly(3).jvm(left()), "jvm_oome", "likely", "jvm_exit_on_oome");
    }

    @Test
    void exit3OfAHealthyJvmIsItsOwnAffair() {
        expect(Deaths.byExit(3).jvm(left().file(FileFate.REMOVED)), "error", "certain", "error");
        expect(Deaths.byExit(3).jvm(left().file(FileFate.UNKNOWN)), "error", "certain", "error");
        expect(Deaths.byExit(3).jvm(left().flags(false, true)), "error", "certain", "error");
        expect(Deaths.byExit(3), "error", "certain", "error");
    }

    @Test
    void anotherExitCodeIsNotThatOfTheOption() {
        expect(Deaths.byExit(4).jvm(left()), "error", "certain", "error");
    }

    @Test
    void exit3OfAJvmBelowIsPassedOnByAShell() {
        Deaths shell = Deaths.byExit(3).command("sh", "-c", "java A; exit $?");
        expect(shell.jvm(left().below(4243)), "jvm_oome", "likely", "jvm_exit_on_oome");
        expect(
                Deaths.byExit(3).command("./launcher").jvm(left().below(4243)),
                "jvm_oome",
                "possible",
                "jvm_exit_on_oome");
    }

    @ParameterizedTest
    @CsvSource({"0.89, error, certain, error", "0.9, jvm_oome, possible, heap_nearly_full"})
    void anErrorWithANearlyFullHeapIsPerhapsAnOutOfMemoryError(
            double ratio, String reason, String confidence, String rule) {
        expect(Deaths.byExit(1).jvm(new Jvms().oldRatio(ratio)), reason, confidence, rule);
    }

    @Test
    void aSignalHasNothingToDoWithAFullHeap() {
        expect(Deaths.bySignal(9).jvm(new Jvms().oldRatio(0.99)), "signal", "certain", "signal");
        expect(Deaths.byExit(0).jvm(new Jvms().oldRatio(0.99)), "ok", "certain", "ok");
    }

    @Test
    void aJvmIsOneWhateverItsProgramIsCalled() {
        expect(Deaths.byExit(143).command("./launcher").jvm(new Jvms()), "signal", "likely", "jvm_asked_to_stop");
        expect(Deaths.byExit(143).command("./launcher").jvm(new Jvms().below(4243)), "error", "certain", "error");
    }

    @Test
    void destroyStandsBeforeAStrangersRequest() {
        expect(
                Deaths.byExit(143).kill(false, 3).jvm(new Jvms()),
                "killed_by_supervisor",
                "certain",
                "killed_by_supervisor");
    }

    @Test
    void theLimitIsComparedWithHeapAndWhatIsOutside() {
        assertThat(hint(killedAt(2048).peak(2008 * MIB, 2008 * MIB), new Jvms()))
                .isEqualTo(new Hint.HeapOverLimit(2048 * MIB, 1536 * MIB, 528 * MIB, OptionalLong.of(1200 * MIB)));
        assertThat(hint(killedAt(560).peak(2008 * MIB, 2008 * MIB), new Jvms()))
                .as("no heap fits")
                .isEqualTo(new Hint.HeapOverLimit(560 * MIB, 1536 * MIB, 528 * MIB, OptionalLong.empty()));
    }

    @Test
    void whereTheFiguresDoNotCarryItTheLimitIsAllThatIsSaid() {
        Hint plain = new Hint.MemoryLimit(2048 * MIB);
        assertThat(hint(killedAt(2048).peak(1000 * MIB, 1000 * MIB), new Jvms()))
                .as("less resident than committed")
                .isEqualTo(plain);
        assertThat(hint(killedAt(2048).peak(1500 * MIB, 1500 * MIB), new Jvms()))
                .as("it would have fitted")
                .isEqualTo(plain);
        assertThat(hint(killedAt(2048).peak(2008 * MIB, 2008 * MIB), new Jvms().below(4243)))
                .as("nobody knows how large that one was")
                .isEqualTo(plain);
    }

    @Test
    void aHeapBeyondTheLimitThatNobodyAskedForShowsThatTheLimitIsNotSeen() {
        assertThat(hint(killedAt(1024), new Jvms().flags(false, false)))
                .isEqualTo(new Hint.LimitNotSeen(1024 * MIB, 1536 * MIB));
        assertThat(hint(killedAt(2048), new Jvms().flags(false, false))).isEqualTo(new Hint.MemoryLimit(2048 * MIB));
        assertThat(hint(killedAt(1024), new Jvms().flags(false, true)))
                .as("somebody asked for it")
                .isEqualTo(new Hint.HeapOverLimit(1024 * MIB, 1536 * MIB, 0, OptionalLong.empty()));
    }

    private static Deaths killedAt(long limitMib) {
        return Deaths.bySignal(9)
                .oom(new Ooms()
                        .group(4, 1, 1)
                        .machine(1, 1)
                        .limitMib(limitMib)
                        .peakMib(limitMib)
                        .alone(true)
                        .faultedMib(limitMib)
                        .counts())
                .lifetimeMillis(5_000);
    }

    private Hint hint(Deaths deaths, Jvms jvm) {
        return diagnoser.diagnose(deaths.jvm(jvm).evidence()).hint().orElseThrow();
    }

    @Test
    void whoWasKilledAfterItsCrashFileWasBegunHadCrashed() {
        expectThenKilled(Deaths.bySignal(9), "jvm_crash", Confidence.LIKELY);
        expectThenKilled(Deaths.bySignal(9).kill(true, 4), "jvm_crash", Confidence.LIKELY);
        expectThenKilled(Deaths.bySignal(9).kernelKill(4242, "java", true, false), "jvm_crash", Confidence.LIKELY);
        assertThat(new Diagnoser()
                        .diagnose(Deaths.bySignal(9)
                                .kill(true, 4)
                                .crashFile(4242, CRASH)
                                .evidence())
                        .evidence())
                .containsExactly(Clue.CRASH_FILE, Clue.WAIT_STATUS, Clue.OTHER_DESTROY_CALL);
    }

    @Test
    void soHadOneBelowAShell() {
        Diagnosis shell = new Diagnoser()
                .diagnose(Deaths.byExit(137)
                        .command("sh", "-c", "java A; exit $?")
                        .descendant(4243, "java", 1, 9, false)
                        .crashFile(4243, CRASH.replace("4242", "4243"))
                        .evidence());
        assertThat(shell.rule()).isEqualTo("jvm_crash_then_killed");
        assertThat(shell.confidence()).isEqualTo(Confidence.LIKELY);
        Diagnosis other = new Diagnoser()
                .diagnose(Deaths.byExit(137)
                        .command("./launcher")
                        .descendant(4243, "java", 1, 9, false)
                        .crashFile(4243, CRASH.replace("4242", "4243"))
                        .evidence());
        assertThat(other.confidence()).isEqualTo(Confidence.POSSIBLE);
    }

    @Test
    void anotherSignalThanTheKillLeavesItToTheOthers() {
        assertThat(new Diagnoser()
                        .diagnose(Deaths.bySignal(15).crashFile(4242, CRASH).evidence())
                        .rule())
                .isEqualTo("signal");
    }

    @Test
    void aCoreThatWasBeingWrittenIsToldWhoeverKilledIt() {
        ProcessSample dumping = new ProcessSample(
                Deaths.before(4), 'I', 1, 1, 1, 1, 1, OptionalDouble.empty(), OptionalDouble.empty(), CpuTime.ZERO);
        assertThat(clues(Deaths.bySignal(9).command("./native").sample(dumping)))
                .contains(Clue.CORE_DUMPING);
        assertThat(clues(Deaths.bySignal(9).command("./native").dumpingCore().kill(true, 3)))
                .startsWith(Clue.DESTROY_CALL)
                .contains(Clue.CORE_DUMPING);
        assertThat(clues(Deaths.bySignal(11).command("./native").sample(dumping)))
                .doesNotContain(Clue.CORE_DUMPING);
        assertThat(clues(Deaths.bySignal(9).command("./native"))).doesNotContain(Clue.CORE_DUMPING);
    }

    private static List<Clue> clues(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence()).evidence();
    }

    private static void expectThenKilled(Deaths deaths, String reason, Confidence confidence) {
        Diagnosis diagnosis =
                new Diagnoser().diagnose(deaths.crashFile(4242, CRASH).evidence());
        assertThat(diagnosis.rule()).isEqualTo("jvm_crash_then_killed");
        assertThat(diagnosis.reason().label()).isEqualTo(reason);
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
    }
}
