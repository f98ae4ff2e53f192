package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.CrashFile;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.WrapperEnds;
import io.forkwatch.probe.evidence.perf.JvmFlags;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.death.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules over what a JVM leaves behind. */
final class JvmRules {
    // HotSpot, debug.cpp: what ExitOnOutOfMemoryError exits with.
    private static final int OOME_EXIT = 3;
    private static final double NEARLY_FULL = 0.9;

    private JvmRules() {}

    /**
     * A JVM left its crash file: it aborted, or it exited 1, as it does without a core dump and where native memory ran
     * out. Certain if SIGABRT ended the child and the file is its own; where the child exited by itself it may have had
     * another reason, above all if it is no shell and the file is of a JVM below it.
     */
    static Optional<Diagnosis> crashed(Evidence evidence, Mechanism mechanism) {
        if (evidence.crashFile().isEmpty()) {
            return Optional.empty();
        }
        return evidence.crashFile().filter(file -> mayCrash(mechanism)).map(file -> {
            boolean oome = file.outOfMemory().isPresent();
            List<Clue> clues = new ArrayList<>(List.of(Clue.CRASH_FILE, ExitRules.witness(mechanism)));
            ExitRules.addOtherDestroyCall(evidence, clues);
            return Diagnosis.abnormal(
                            mechanism,
                            oome ? Reason.JVM_OOME : Reason.JVM_CRASH,
                            crashConfidence(evidence.death(), mechanism, file),
                            oome ? "jvm_crash_oome" : "jvm_crash",
                            clues,
                            Optional.of(JvmHints.of(file)))
                    .because(Cause.Crashed.of(file));
        });
    }

    /**
     * A JVM was killed by SIGKILL, and its crash file is there: it had crashed before, and was writing that file or its
     * core. Likely: the file proves the crash, not that it had come to an end without the kill.
     */
    static Optional<Diagnosis> crashedBefore(Evidence evidence, Mechanism mechanism) {
        boolean killed = mechanism.signalInExitValue().orElse(0) == Signals.SIGKILL;
        if (!killed || evidence.crashFile().isEmpty()) {
            return Optional.empty();
        }
        return evidence.crashFile().map(file -> {
            boolean oome = file.outOfMemory().isPresent();
            Death death = evidence.death();
            boolean below = file.pid() != death.child().key().pid();
            boolean passedOn = ExitRules.isShell(death)
                    || WrapperEnds.endsAlike(death.child().command().arguments());
            List<Clue> clues = new ArrayList<>(List.of(Clue.CRASH_FILE, ExitRules.witness(mechanism)));
            ExitRules.addOtherDestroyCall(evidence, clues);
            return Diagnosis.abnormal(
                            mechanism,
                            oome ? Reason.JVM_OOME : Reason.JVM_CRASH,
                            below && !passedOn ? Confidence.POSSIBLE : Confidence.LIKELY,
                            "jvm_crash_then_killed",
                            clues,
                            Optional.of(JvmHints.of(file)))
                    .because(Cause.Crashed.of(file));
        });
    }

    private static boolean mayCrash(Mechanism mechanism) {
        OptionalInt signal = mechanism.signalInExitValue();
        return signal.isPresent()
                ? signal.getAsInt() == Signals.SIGABRT
                : mechanism.exitCode().orElse(0) != 0;
    }

    private static Confidence crashConfidence(Death death, Mechanism mechanism, CrashFile file) {
        boolean own = file.pid() == death.child().key().pid();
        if (own && mechanism.signal().isPresent()) {
            return Confidence.CERTAIN;
        }
        boolean relayed = mechanism.signal().isPresent()
                && WrapperEnds.endsAlike(death.child().command().arguments());
        return own || relayed || ExitRules.isShell(death) ? Confidence.LIKELY : Confidence.POSSIBLE;
    }

    /**
     * A JVM ended as SIGTERM, SIGINT or SIGHUP makes it end: it runs its shutdown hooks and exits 128 + n by itself.
     * Likely, for it may have chosen that code.
     */
    static Optional<Diagnosis> askedToStop(Evidence evidence, Mechanism mechanism) {
        OptionalInt signal = mechanism.signalInExitValue();
        boolean applies = mechanism.signal().isEmpty()
                && signal.isPresent()
                && Signals.asksToStop(signal.getAsInt())
                && isJvm(evidence);
        if (!applies) {
            return Optional.empty();
        }
        List<Clue> clues = new ArrayList<>(List.of(Clue.JVM_EXIT_CODE, ExitRules.witness(mechanism)));
        clues.add(ExitRules.destroyClue(evidence));
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.SIGNAL,
                Confidence.LIKELY,
                "jvm_asked_to_stop",
                clues,
                Optional.of(Hint.Plain.SHUTDOWN_REQUEST)));
    }

    /**
     * A JVM exited 3 and did not clean up, as {@code -XX:+ExitOnOutOfMemoryError} makes it end; {@code System.exit(3)}
     * cleans up. Certain if the child itself ran with that option, likely if its options are not known. One that ran
     * without the option is not meant.
     */
    static Optional<Diagnosis> exitedOnOutOfMemory(Evidence evidence, Mechanism mechanism) {
        if (mechanism.exitCode().orElse(0) != OOME_EXIT || evidence.jvm().isEmpty()) {
            return Optional.empty();
        }
        Optional<JvmSample> left = evidence.jvm().filter(jvm -> jvm.file() == FileFate.LEFT);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Optional<Boolean> option = left.get().flags().map(JvmFlags::exitOnOutOfMemoryError);
        if (!option.orElse(true)) {
            return Optional.empty();
        }
        List<Clue> clues = new ArrayList<>();
        option.ifPresent(on -> clues.add(Clue.EXIT_ON_OOME_OPTION));
        clues.addAll(List.of(Clue.PERF_DATA_LEFT, ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.JVM_OOME,
                exitConfidence(evidence.death(), mechanism, left.get(), option.isPresent()),
                "jvm_exit_on_oome",
                clues,
                Optional.of(Hint.Plain.JVM_OOME_EXIT)));
    }

    private static Confidence exitConfidence(Death death, Mechanism mechanism, JvmSample jvm, boolean optionOn) {
        if (jvm.key().pid() == death.child().key().pid()) {
            return optionOn && mechanism.exact() ? Confidence.CERTAIN : Confidence.LIKELY;
        }
        return optionOn && ExitRules.isShell(death) ? Confidence.LIKELY : Confidence.POSSIBLE;
    }

    /**
     * It exited with an error while what had survived the last collection of its JVM filled nearly all of the heap. Never
     * more than possible: heaps that are tight and healthy look the same.
     */
    static Optional<Diagnosis> heapNearlyFull(Evidence evidence, Mechanism mechanism) {
        boolean applies = mechanism.exitCode().orElse(0) != 0
                && mechanism.signalInExitValue().isEmpty()
                && evidence.jvm().isPresent()
                && evidence.jvm()
                        .flatMap(JvmSample::figures)
                        .filter(jvm -> jvm.oldRatio().orElse(0) >= NEARLY_FULL)
                        .isPresent();
        if (!applies) {
            return Optional.empty();
        }
        List<Clue> clues = new ArrayList<>(List.of(Clue.HEAP_NEARLY_FULL, ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.JVM_OOME,
                Confidence.POSSIBLE,
                "heap_nearly_full",
                clues,
                Optional.of(Hint.Plain.HEAP_NEARLY_FULL)));
    }

    /** True if the child itself is a JVM: one was seen in it, or its program is java. */
    static boolean isJvm(Evidence evidence) {
        Death death = evidence.death();
        return ExitRules.isJava(death)
                || (evidence.jvm().isPresent()
                        && evidence.jvm().get().key().pid()
                                == death.child().key().pid());
    }
}
