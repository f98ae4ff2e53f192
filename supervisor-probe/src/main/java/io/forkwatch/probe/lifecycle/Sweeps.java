package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.SweepView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.sweep.SweepOptions;
import io.forkwatch.probe.sweep.Sweeper;
import io.forkwatch.probe.thread.DutyCycle;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.util.Optional;

/** Left-over workspaces, on a thread of their own: it is started when the first run is due, and nobody waits for it. */
final class Sweeps implements PeriodicDuty {
    private final Sweeper sweeper;
    private final Trouble trouble;
    private final long dueNanos;
    private Optional<DutyCycle> cycle = Optional.empty();

    /** A sweep whose first run is so long from now as the options say. */
    Sweeps(SweepOptions options, Clocks clocks, ProcFs procFs, ReporterQueue reports, Report report, Trouble trouble) {
        this.trouble = trouble;
        this.dueNanos = clocks.nanos() + options.after().toNanos();
        this.sweeper = new Sweeper(options, procFs, reports::view, clocks, report::advice, trouble);
    }

    /** What it has come upon; for any thread. */
    SweepView view() {
        return sweeper.view();
    }

    @Override
    public String what() {
        return "sweep";
    }

    @Override
    public long doWork(long nanos) {
        if (cycle.isPresent()) {
            return Long.MAX_VALUE;
        }
        if (nanos - dueNanos < 0) {
            return dueNanos - nanos;
        }
        DutyCycle started = new DutyCycle("sweep", 0, 0);
        cycle = Optional.of(started);
        started.start(sweeper, trouble, fault -> trouble.report("sweep", fault));
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        sweeper.stop();
        if (cycle.isPresent()) {
            try {
                cycle.get().stop(1);
            } catch (InterruptedException refused) {
                trouble.report("interrupt", refused);
            }
        }
    }
}
