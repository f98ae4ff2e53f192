package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.evidence.CrashFile;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules over what a JVM leaves behind. */
final class JvmRules {
    private JvmRules() {}

    /**
     * A JVM aborted and its crash file is there. Certain if SIGABRT ended the child and the file is its own; where the
     * child exited 134 it may have had another reason, above all if it is no shell and the file is of a JVM below it.
     */
    static Optional<Diagnosis> crashed(Evidence evidence, Mechanism mechanism) {
        return evidence.crashFile().filter(file -> abort(mechanism)).map(file -> {
            boolean oome = file.outOfMemory().isPresent();
            List<Clue> clues = new ArrayList<>(List.of(Clue.CRASH_FILE, Rules.witness(mechanism)));
            Rules.addOtherDestroyCall(evidence, clues);
            return Diagnosis.abnormal(
                    mechanism,
                    oome ? Reason.JVM_OOME : Reason.JVM_CRASH,
                    crashConfidence(evidence.death(), mechanism, file),
                    oome ? "jvm_crash_oome" : "jvm_crash",
                    clues,
                    Optional.of(Hint.ReadCrashFile.of(file)));
        });
    }

    private static boolean abort(Mechanism mechanism) {
        return mechanism.signalInExitValue().orElse(0) == Signals.SIGABRT;
    }

    private static Confidence crashConfidence(Death death, Mechanism mechanism, CrashFile file) {
        boolean own = file.pid() == death.child().key().pid();
        if (own && mechanism.signal().isPresent()) {
            return Confidence.CERTAIN;
        }
        return own || Rules.isShell(death) ? Confidence.LIKELY : Confidence.POSSIBLE;
    }
}
