package io.forkwatch.probe.reporter;

import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.EvidenceSource;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.ExpectedEnds;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.SafeTrouble;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The way of a death: its evidence is collected, a diagnosis made of that, and both go to each who counts, logs or keeps
 * deaths. Each step stands behind a wall of its own: whatever fails, all others still get their death.
 */
@Confined(Confined.To.REPORTER)
public final class DeathPipeline {
    private final EvidenceSource evidence;
    private final Diagnoser diagnoser;
    private final ExpectedEnds expected;
    private final List<DeathReceiver> receivers;
    private final Trouble trouble;

    /**
     * A pipeline.
     *
     * @param evidence collects what can be known about a death
     * @param diagnoser says how it came about; a pure function
     * @param expected which ends are normal though not clean
     * @param receivers in the order in which they are told
     */
    public DeathPipeline(
            EvidenceSource evidence,
            Diagnoser diagnoser,
            ExpectedEnds expected,
            List<DeathReceiver> receivers,
            Trouble trouble) {
        this.expected = expected;
        this.evidence = evidence;
        this.diagnoser = diagnoser;
        this.receivers = List.copyOf(receivers);
        this.trouble = SafeTrouble.around(trouble);
    }

    /** A child has ended. */
    public void died(Death death) {
        Diagnosis found = diagnoser.diagnose(collect(death));
        Diagnosis diagnosis = found.abnormal() && isExpected(death, found) ? found.expected() : found;
        for (DeathReceiver receiver : receivers) {
            tell(receiver, death, diagnosis);
        }
    }

    /** True for a program that was only asked for, and is not there: whoever asks goes on without it. */
    boolean isAnswer(StartFailure failure) {
        try {
            // Where the directory is missing the JDK says the same.
            return expected.isAnswer(failure) && Files.isDirectory(Path.of(failure.directory()));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    // What has another cause than the child itself, or who asked it to end, is never normal.
    private boolean isExpected(Death death, Diagnosis found) {
        return switch (found.reason()) {
            case ERROR -> expected.isAnswer(death) || expected.isNamed(death);
            case SIGNAL, KILLED_BY_SUPERVISOR, KILLED_EXTERNALLY, UNKNOWN -> expected.isNamed(death);
            default -> false;
        };
    }

    private Evidence collect(Death death) {
        try {
            return evidence.collect(death);
        } catch (Throwable fault) {
            trouble.report("evidence", fault);
            return Evidence.of(death, false);
        }
    }

    private void tell(DeathReceiver receiver, Death death, Diagnosis diagnosis) {
        try {
            receiver.died(death, diagnosis);
        } catch (Throwable fault) {
            trouble.report(receiver.what(), fault);
        }
    }
}
