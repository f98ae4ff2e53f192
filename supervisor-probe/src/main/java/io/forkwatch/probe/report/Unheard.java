package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.death.Death;

/**
 * Writes all that is written of a death, to nowhere: for the classes that this takes.
 *
 * @param report writes as the log does
 * @param archive of which nobody asks anything
 */
public record Unheard(Report report, ExitArchive archive) implements DeathReceiver {
    @Override
    public String what() {
        return "unheard";
    }

    @Override
    public void died(Death death, Diagnosis diagnosis) {
        report.died(death, diagnosis);
        archive.died(death, diagnosis);
    }
}
