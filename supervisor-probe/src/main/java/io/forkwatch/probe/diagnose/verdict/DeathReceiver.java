package io.forkwatch.probe.diagnose.verdict;

import io.forkwatch.probe.process.death.Death;

/** Who gets every death with its diagnosis: counts it, logs it, keeps it. */
public interface DeathReceiver {
    /** A label for what goes wrong here, for example {@code log}. */
    String what();

    /** A child has ended, and this is how, why and how sure. */
    void died(Death death, Diagnosis diagnosis);
}
