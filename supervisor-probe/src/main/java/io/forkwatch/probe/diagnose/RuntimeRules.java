package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.death.RuntimeFailure;
import io.forkwatch.probe.process.death.RuntimeFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules over what runtimes other than a JVM said on stderr, where that is kept. Never certain: a text is no proof of
 * who wrote it.
 */
final class RuntimeRules {
    // Spark, SparkExitCode.OOM.
    private static final int SPARK_OOM = 52;
    private static final String SPARK_EXECUTOR = "spark-executor";

    private RuntimeRules() {}

    /** Read only where stderr is kept. */
    private static final class Shipped {
        static final RuntimeWords WORDS = RuntimeWords.shipped();
    }

    /** It aborted, or passed that on as 128 + n, and said why: an abort of its own, which nobody sent. */
    static Optional<Diagnosis> aborted(Evidence evidence, Mechanism mechanism) {
        return mechanism.signalInExitValue().isPresent() ? failed(evidence, mechanism) : Optional.empty();
    }

    /** It exited with an error of its own, and said that it ran out of memory. */
    static Optional<Diagnosis> outOfMemory(Evidence evidence, Mechanism mechanism) {
        if (evidence.stderrLines().isEmpty()) {
            return Optional.empty();
        }
        return failure(evidence, mechanism)
                .filter(failure -> failure.kind() == Kind.MEMORY)
                .map(failure -> verdict(evidence, mechanism, failure));
    }

    /** It exited with an error of its own, and said another reason. */
    static Optional<Diagnosis> failed(Evidence evidence, Mechanism mechanism) {
        Optional<RuntimeFailure> failure = failure(evidence, mechanism);
        return failure.isPresent() ? Optional.of(verdict(evidence, mechanism, failure.get())) : Optional.empty();
    }

    /** An executor of Spark exits 52 when an OutOfMemoryError reached its last handler. */
    static Optional<Diagnosis> sparkOutOfMemory(Evidence evidence, Mechanism mechanism) {
        boolean executor = evidence.death().child().name().kind().name().equals(SPARK_EXECUTOR);
        if (!executor || mechanism.exitCode().orElse(0) != SPARK_OOM) {
            return Optional.empty();
        }
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.JVM_OOME,
                Confidence.LIKELY,
                "spark_exit_code",
                clues(evidence, mechanism),
                Optional.of(Hint.Plain.JVM_HEAP)));
    }

    private static Optional<RuntimeFailure> failure(Evidence evidence, Mechanism mechanism) {
        List<String> lines = evidence.stderrLines();
        return lines.isEmpty() ? Optional.empty() : Shipped.WORDS.find(lines, mechanism);
    }

    private static Diagnosis verdict(Evidence evidence, Mechanism mechanism, RuntimeFailure failure) {
        List<Clue> clues = new ArrayList<>(List.of(Clue.STDERR_TAIL));
        clues.addAll(clues(evidence, mechanism));
        boolean likely = failure.decisive() && Speakers.spokeForThemselves(evidence.death());
        return Diagnosis.abnormal(
                        mechanism,
                        reason(mechanism, failure),
                        likely ? Confidence.LIKELY : Confidence.POSSIBLE,
                        rule(mechanism, failure),
                        clues,
                        Optional.of(hint(evidence, failure)))
                .because(new Cause.RuntimeSaid(failure));
    }

    private static List<Clue> clues(Evidence evidence, Mechanism mechanism) {
        List<Clue> clues = new ArrayList<>(List.of(ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        return clues;
    }

    private static Reason reason(Mechanism mechanism, RuntimeFailure failure) {
        return switch (failure.kind()) {
            case MEMORY -> Reason.OUT_OF_MEMORY;
            case SIGNAL -> Reason.SIGNAL;
            case FATAL -> mechanism.signal().isPresent() ? Reason.SIGNAL : Reason.ERROR;
        };
    }

    private static String rule(Mechanism mechanism, RuntimeFailure failure) {
        return switch (failure.kind()) {
            case MEMORY -> "runtime_out_of_memory";
            case SIGNAL -> "runtime_got_signal";
            case FATAL -> mechanism.signalInExitValue().isPresent() ? "runtime_aborted" : "runtime_failed";
        };
    }

    private static Hint hint(Evidence evidence, RuntimeFailure failure) {
        return switch (failure.kind()) {
            case MEMORY ->
                new Hint.RuntimeMemory(
                        failure.raise(), evidence.death().limits().addressSpaceBytes());
            case SIGNAL -> Hint.Plain.RUNTIME_GOT_SIGNAL;
            case FATAL -> Hint.Plain.RUNTIME_GAVE_UP;
        };
    }
}
