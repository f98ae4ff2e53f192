package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.hang.watch.HangWatch;
import io.forkwatch.probe.hang.watch.HeldOutputs;
import io.forkwatch.probe.hang.watch.Watches;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Who does not go on: made when a child is some seconds old, or one has been dead for so long. */
final class Hangs {
    private final HangWatch hangs;
    private final HeldOutputs outputs;

    /**
     * Nobody yet.
     *
     * @param after how long a child makes no progress before it is asked why
     * @param news gets what is to be said
     * @throws IOException if this JVM cannot be found in the proc file system
     */
    Hangs(Duration after, ProcFs procFs, Clocks clocks, Consumer<Advisory> news) throws IOException {
        Watches watches = new Watches(procFs, clocks, news);
        this.hangs = watches.hangs(after);
        this.outputs = watches.outputs();
    }

    /**
     * Looks, if that is due.
     *
     * @param nanos monotonic time now
     * @return nanoseconds until something is due again
     */
    long doWork(LiveView view, long nanos) {
        long due = outputs.doWork(view, nanos);
        boolean alone = view.trees().isEmpty() && hangs.blocked().isEmpty();
        return alone ? due : Math.min(due, hangs.check(view::snapshot, nanos));
    }

    /** A child has ended. */
    void died(Death death) {
        outputs.died(death);
    }

    /** What is known; for any thread. */
    HangView view() {
        return new HangView(hangs.blocked(), hangs.closed(), hangs.silent(), outputs.held());
    }
}
