package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.view.JvmFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules over options with which a JVM is ended at an OutOfMemoryError, where they stand in the child's command. */
final class OomeOptionRules {
    private static final String KILLS = "-XX:OnOutOfMemoryError=";
    private static final String EXITS = "-XX:+ExitOnOutOfMemoryError";
    private static final int OOME_EXIT = 3;
    private static final double NEARLY_FULL = 0.9;

    private OomeOptionRules() {}

    /**
     * SIGKILL or SIGTERM, as {@code -XX:OnOutOfMemoryError="kill -9 %p"} sends it. Likely if the heap was full, or stderr
     * has the error; else the option shows only that it may be.
     */
    static Optional<Diagnosis> killedItself(Evidence evidence, Mechanism mechanism) {
        int signal = mechanism.signalInExitValue().orElse(0);
        String command = evidence.death().child().command().joined();
        int option = command.indexOf(KILLS);
        boolean applies = (signal == Signals.SIGKILL || signal == Signals.SIGTERM)
                && option >= 0
                && command.indexOf("kill", option) > 0
                && ExitRules.destroyClue(evidence) != Clue.OTHER_DESTROY_CALL;
        if (!applies || (signal == Signals.SIGTERM && !wasFull(evidence))) {
            return Optional.empty();
        }
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.JVM_OOME,
                wasFull(evidence) ? Confidence.LIKELY : Confidence.POSSIBLE,
                "jvm_killed_on_oome",
                clues(mechanism, evidence, Clue.ON_OOME_OPTION),
                Optional.of(Hint.Plain.JVM_HEAP)));
    }

    private static boolean wasFull(Evidence evidence) {
        return heapFull(evidence).orElse(false)
                || evidence.jvmFailure()
                        .filter(failure -> failure.kind() == JvmFailure.Kind.OUT_OF_MEMORY)
                        .isPresent();
    }

    // Absent where no collection was seen.
    private static Optional<Boolean> heapFull(Evidence evidence) {
        return evidence.jvm()
                .flatMap(JvmSample::figures)
                .map(JvmFigures::oldRatio)
                .filter(ratio -> ratio.isPresent())
                .map(ratio -> ratio.getAsDouble() >= NEARLY_FULL);
    }

    /**
     * It exited 3 with {@code -XX:+ExitOnOutOfMemoryError} on, but the file of its performance data is gone by now: another
     * JVM removes it at its start. Likely where it was there when the child had just ended, or where the heap is known
     * to have been full; not where the child itself had removed it by then, as {@code System.exit(3)} does.
     */
    static Optional<Diagnosis> exitedWithoutFile(Evidence evidence, Mechanism mechanism) {
        if (mechanism.exitCode().orElse(0) != OOME_EXIT) {
            return Optional.empty();
        }
        boolean left = evidence.jvm().filter(jvm -> jvm.file() == FileFate.LEFT).isPresent();
        boolean wasThere = leftAtFirst(evidence);
        boolean full = heapFull(evidence).orElse(false) && !removedItself(evidence);
        if (left || !(full || wasThere) || !exitsOnOome(evidence)) {
            return Optional.empty();
        }
        boolean own = JvmRules.isJvm(evidence) || ExitRules.isShell(evidence.death());
        List<Clue> clues = clues(mechanism, evidence, Clue.EXIT_ON_OOME_OPTION);
        if (wasThere) {
            clues.add(1, Clue.PERF_DATA_LEFT);
        }
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.JVM_OOME,
                own ? Confidence.LIKELY : Confidence.POSSIBLE,
                "jvm_exit_on_oome",
                clues,
                Optional.of(Hint.Plain.JVM_OOME_EXIT)));
    }

    // Of the child, or of a JVM below it that is gone: one that was too young to be read before.
    private static boolean leftAtFirst(Evidence evidence) {
        Death death = evidence.death();
        return death.around().hasPerfData(death.child().key().pid())
                || death.descendants().stream()
                        .filter(each -> !each.alive() && Programs.isJava(each.comm()))
                        .anyMatch(each -> death.around().hasPerfData(each.key().pid()));
    }

    // Of a JVM below a shell another one may have done it meanwhile.
    private static boolean removedItself(Evidence evidence) {
        long own = evidence.death().child().key().pid();
        return evidence.death().around().lacksPerfData(own)
                && evidence.jvm()
                        .filter(jvm -> jvm.key().pid() == own && jvm.file() == FileFate.REMOVED)
                        .isPresent();
    }

    private static boolean exitsOnOome(Evidence evidence) {
        return evidence.jvm()
                .flatMap(JvmSample::flags)
                .map(flags -> flags.exitOnOutOfMemoryError())
                .orElseGet(() -> evidence.death().child().command().joined().contains(EXITS));
    }

    /**
     * It aborted, and its stderr ends as a crash report does, which {@code -XX:+ErrorFileToStderr} brings there instead
     * of into a file.
     */
    static Optional<Diagnosis> crashedOnStderr(Evidence evidence, Mechanism mechanism) {
        List<String> lines = evidence.stderrLines();
        boolean report = mechanism.signalInExitValue().orElse(0) == Signals.SIGABRT
                && lines.contains("END.")
                && lines.stream().anyMatch(line -> line.startsWith("vm_info: "));
        if (!report) {
            return Optional.empty();
        }
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.JVM_CRASH,
                Confidence.LIKELY,
                "jvm_crash_on_stderr",
                clues(mechanism, evidence, Clue.STDERR_TAIL),
                Optional.of(Hint.Plain.JVM_CRASH_ON_STDERR)));
    }

    private static List<Clue> clues(Mechanism mechanism, Evidence evidence, Clue first) {
        List<Clue> clues = new ArrayList<>(List.of(first, ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        return clues;
    }
}
