package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.death.OomCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every rule over a signal passed on says alike, be it a shell or another wrapper that tells it. */
final class ForwardVerdict {
    private ForwardVerdict() {}

    /**
     * The verdict over a signal that ended somebody below the child.
     *
     * @param rule the name of the rule that found it
     * @param found what speaks for it, the strongest first
     */
    static Diagnosis of(
            Evidence evidence,
            Mechanism mechanism,
            String rule,
            Confidence confidence,
            List<Clue> found,
            Cause.Forwarded cause) {
        List<Clue> clues = new ArrayList<>(found);
        boolean oomExcluded =
                evidence.death().oom().filter(OomCounts::nobodyKilled).isPresent();
        if (cause.signal() == Signals.SIGKILL && oomExcluded) {
            clues.add(Clue.NO_OOM_KILL);
        }
        ExitRules.addOtherDestroyCall(evidence, clues);
        return Diagnosis.abnormal(
                        mechanism, Reason.ERROR, confidence, rule, clues, Optional.of(senderHint(cause, oomExcluded)))
                .because(cause);
    }

    private static Hint senderHint(Cause.Forwarded cause, boolean oomExcluded) {
        if (cause.signal() != Signals.SIGKILL) {
            return new Hint.FindSender(cause.signal(), cause.who());
        }
        return oomExcluded ? Hint.Plain.FIND_OTHER_KILLER : Hint.Plain.FIND_KILLER;
    }
}
