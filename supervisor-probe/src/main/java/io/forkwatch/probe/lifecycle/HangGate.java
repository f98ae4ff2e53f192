package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Loads what looks for those who do not go on only where there have been children for some seconds, or one has been dead for so
 * long: the end of a short run does not pay for it. A fault in it is its own, and not that of the other advice.
 */
final class HangGate {
    private static final long A_SECOND_NANOS = 1_000_000_000;
    private static final long OPENS_NANOS = 2 * A_SECOND_NANOS;
    private static final long DEAD_NANOS = 5 * A_SECOND_NANOS;
    private static final long AFTER_FAULT_NANOS = 60 * A_SECOND_NANOS;
    private static final int MOST_EARLY = 64;

    private final ProcFs procFs;
    private final Clocks clocks;
    private final Report report;
    private final Trouble trouble;

    /** Deaths before it is open. */
    private final List<Death> early = new ArrayList<>(0);

    private Duration after = Duration.ZERO;
    private OptionalLong childrenNanos = OptionalLong.empty();
    private OptionalLong faultNanos = OptionalLong.empty();
    private volatile Optional<Hangs> hangs = Optional.empty();

    /** One that is shut. */
    HangGate(ProcFs procFs, Clocks clocks, Report report, Trouble trouble) {
        this.procFs = procFs;
        this.clocks = clocks;
        this.report = report;
        this.trouble = trouble;
    }

    /** From now on this holds; zero for never. */
    void choose(Duration chosen) {
        if (!chosen.equals(after)) {
            after = chosen;
            hangs = Optional.empty();
            early.clear();
        }
    }

    /** What is known; for any thread. */
    HangView view() {
        Optional<Hangs> open = hangs;
        return open.isPresent() ? open.get().view() : HangView.NONE;
    }

    /** A child has ended. */
    void died(Death death) {
        if (hangs.isPresent()) {
            hangs.get().died(death);
        } else if (!after.isZero() && early.size() < MOST_EARLY) {
            early.add(death.brief());
        }
    }

    /** Does what is due; nanoseconds until something is again. */
    long doWork(LiveView view, long nanos) {
        if (after.isZero() || isInFault(nanos)) {
            return Long.MAX_VALUE;
        }
        try {
            if (hangs.isEmpty()) {
                long left = leftUntilOpen(view, nanos);
                if (left > 0) {
                    return left;
                }
                open();
            }
            return hangs.get().doWork(view, nanos);
        } catch (Exception | LinkageError fault) {
            faultNanos = OptionalLong.of(nanos);
            trouble.report("hang", fault);
            return AFTER_FAULT_NANOS;
        }
    }

    private boolean isInFault(long nanos) {
        return faultNanos.isPresent() && nanos - faultNanos.getAsLong() < AFTER_FAULT_NANOS;
    }

    private long leftUntilOpen(LiveView view, long nanos) {
        if (view.trees().isEmpty()) {
            childrenNanos = OptionalLong.empty();
        } else if (childrenNanos.isEmpty()) {
            childrenNanos = OptionalLong.of(nanos);
        }
        long living = childrenNanos.isEmpty() ? Long.MAX_VALUE : OPENS_NANOS - (nanos - childrenNanos.getAsLong());
        long dead = early.isEmpty()
                ? Long.MAX_VALUE
                : DEAD_NANOS - (nanos - early.get(0).nanos());
        return Math.min(living, dead);
    }

    private void open() throws IOException {
        Hangs opened = new Hangs(after, procFs, clocks, report::advice);
        early.forEach(opened::died);
        early.clear();
        hangs = Optional.of(opened);
    }
}
