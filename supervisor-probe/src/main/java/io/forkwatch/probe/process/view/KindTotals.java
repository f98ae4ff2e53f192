package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;

/**
 * Totals of a kind since Forkwatch started.
 *
 * @param kind the kind
 * @param living children alive now, 0 and up
 * @param starts children started, 0 and up
 * @param startFailures children that could not be started, 0 and up
 * @param cpu CPU time of all its children, living and dead; never runs backwards
 */
public record KindTotals(Kind kind, int living, long starts, long startFailures, CpuTime cpu) {
    public KindTotals {
        if (living < 0 || starts < 0 || startFailures < 0) {
            throw new IllegalArgumentException(
                    "living " + living + ", starts " + starts + ", startFailures " + startFailures);
        }
    }

    /** These totals with those who live, and their CPU time. */
    public KindTotals with(int alive, CpuTime theirs) {
        return new KindTotals(kind, living + alive, starts, startFailures, cpu.plus(theirs));
    }
}
