package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.evidence.Evidence;
import java.util.Optional;

/** One way to explain a death. Pure. */
@FunctionalInterface
interface Rule {
    /**
     * Judges a death.
     *
     * @param evidence what is known
     * @param mechanism how it ended
     * @return the diagnosis, or nothing if this rule does not apply
     */
    Optional<Diagnosis> judge(Evidence evidence, Mechanism mechanism);
}
