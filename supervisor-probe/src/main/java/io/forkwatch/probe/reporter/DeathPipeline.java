package io.forkwatch.probe.reporter;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.SafeTrouble;
import java.util.List;
import java.util.function.Function;

/**
 * The way of a death: its evidence is collected, a diagnosis made of that, and both go to each who counts, logs or keeps
 * deaths. Each step stands behind a wall of its own: whatever fails, all others still get their death.
 */
@Confined(Confined.To.REPORTER)
public final class DeathPipeline {
    private final Function<Death, Evidence> evidence;
    private final Function<Evidence, Diagnosis> diagnoser;
    private final List<Receiver> receivers;
    private final Trouble trouble;

    /**
     * One who gets every death.
     *
     * @param what a label for its faults, for example {@code log}
     * @param outlet what it does with one
     */
    public record Receiver(String what, Outlet outlet) {}

    /** What is done with a death that was diagnosed. */
    @FunctionalInterface
    public interface Outlet {
        /** A child has ended, and this is why. */
        void died(Death death, Diagnosis diagnosis);
    }

    /**
     * A pipeline.
     *
     * @param evidence collects what can be known about a death
     * @param diagnoser says how it came about; a pure function
     * @param receivers in the order in which they are told
     */
    public DeathPipeline(
            Function<Death, Evidence> evidence,
            Function<Evidence, Diagnosis> diagnoser,
            List<Receiver> receivers,
            Trouble trouble) {
        this.evidence = evidence;
        this.diagnoser = diagnoser;
        this.receivers = List.copyOf(receivers);
        this.trouble = SafeTrouble.around(trouble);
    }

    /** A child has ended. */
    public void died(Death death) {
        Diagnosis diagnosis = diagnoser.apply(collect(death));
        for (Receiver receiver : receivers) {
            tell(receiver, death, diagnosis);
        }
    }

    private Evidence collect(Death death) {
        try {
            return evidence.apply(death);
        } catch (Throwable fault) {
            trouble.report("evidence", fault);
            return Evidence.of(death, false);
        }
    }

    private void tell(Receiver receiver, Death death, Diagnosis diagnosis) {
        try {
            receiver.outlet().died(death, diagnosis);
        } catch (Throwable fault) {
            trouble.report(receiver.what(), fault);
        }
    }
}
