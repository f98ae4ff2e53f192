package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.JvmFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rules over what a JVM said on its stderr, where that is kept. They judge exits only: a signal says why by itself. A
 * text is no proof of who wrote it, so certain is only what the exit code of a JVM without company confirms.
 */
final class StderrRules {
    /** What a JVM exits with when an exception leaves main, and when it cannot start. */
    private static final int FAILED = 1;

    private StderrRules() {}

    /** A clean exit, but one of its threads died of an OutOfMemoryError: what that thread did is missing. */
    static Optional<Diagnosis> threadOutOfMemory(Evidence evidence, Mechanism mechanism) {
        boolean clean = mechanism.exitCode().orElse(-1) == 0
                && (JvmRules.isJvm(evidence) || ExitRules.isShell(evidence.death()));
        Optional<JvmFailure> failure = failure(evidence, Kind.OUT_OF_MEMORY);
        if (failure.isEmpty() || !clean || failure.get().thread().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                verdict(evidence, mechanism, Reason.OK, Confidence.CERTAIN, "thread_out_of_memory", failure.get()));
    }

    /**
     * It exited with an error after an OutOfMemoryError. Certain if that left main as the last thing of a JVM that had
     * no other process below it; possible where more was written after it.
     */
    static Optional<Diagnosis> outOfMemory(Evidence evidence, Mechanism mechanism) {
        Optional<JvmFailure> failure = failure(evidence, Kind.OUT_OF_MEMORY);
        if (failure.isEmpty() || !exitedInError(mechanism)) {
            return Optional.empty();
        }
        return Optional.of(verdict(
                evidence,
                mechanism,
                Reason.JVM_OOME,
                outOfMemoryConfidence(evidence, mechanism, failure.get()),
                "out_of_memory_error",
                failure.get()));
    }

    /** It exited 1, as a JVM does when an exception leaves main; one that left another thread is less of a reason. */
    static Optional<Diagnosis> uncaughtException(Evidence evidence, Mechanism mechanism) {
        Optional<JvmFailure> failure = failure(evidence, Kind.UNCAUGHT);
        if (failure.isEmpty() || !failed(mechanism)) {
            return Optional.empty();
        }
        return Optional.of(verdict(
                evidence,
                mechanism,
                Reason.ERROR,
                leftMainLast(failure.get()) ? Confidence.LIKELY : Confidence.POSSIBLE,
                "uncaught_exception",
                failure.get()));
    }

    /** It exited 1 with the complaint of a JVM that could not start, or got no memory from the system, as the last that it said. */
    static Optional<Diagnosis> jvmFailed(Evidence evidence, Mechanism mechanism) {
        Optional<JvmFailure> notStarted = failure(evidence, Kind.NOT_STARTED);
        Optional<JvmFailure> failure = notStarted.isPresent() ? notStarted : failure(evidence, Kind.NO_NATIVE_MEMORY);
        if (failure.isEmpty() || !failed(mechanism) || !failure.get().last()) {
            return Optional.empty();
        }
        return Optional.of(verdict(
                evidence,
                mechanism,
                Reason.ERROR,
                Confidence.LIKELY,
                notStarted.isPresent() ? "jvm_not_started" : "jvm_without_memory",
                failure.get()));
    }

    private static Optional<JvmFailure> failure(Evidence evidence, Kind kind) {
        Optional<JvmFailure> said = evidence.jvmFailure();
        return said.isPresent() && said.get().kind() == kind ? said : Optional.empty();
    }

    private static boolean failed(Mechanism mechanism) {
        return mechanism.exitCode().orElse(0) == FAILED;
    }

    // 128 + n has its own rules: a signal stands behind it.
    private static boolean exitedInError(Mechanism mechanism) {
        OptionalInt code = mechanism.exitCode();
        return code.orElse(0) != 0 && mechanism.signalInExitValue().isEmpty();
    }

    private static boolean leftMainLast(JvmFailure failure) {
        return failure.last() && failure.thread().equals("main");
    }

    private static Confidence outOfMemoryConfidence(Evidence evidence, Mechanism mechanism, JvmFailure failure) {
        boolean confirmed = mechanism.exact() && failed(mechanism) && leftMainLast(failure);
        boolean itsOwn =
                JvmRules.isJvm(evidence) && evidence.death().descendants().isEmpty();
        if (confirmed && itsOwn && failure.cause().isEmpty()) {
            return Confidence.CERTAIN;
        }
        return failure.last() ? Confidence.LIKELY : Confidence.POSSIBLE;
    }

    private static Diagnosis verdict(
            Evidence evidence,
            Mechanism mechanism,
            Reason reason,
            Confidence confidence,
            String rule,
            JvmFailure failure) {
        List<Clue> clues = new ArrayList<>(List.of(Clue.STDERR_TAIL, ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        return Diagnosis.abnormal(mechanism, reason, confidence, rule, clues, Optional.of(JvmHints.of(failure)))
                .because(new Cause.JvmSaid(failure));
    }
}
