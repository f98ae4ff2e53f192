package io.forkwatch.probe.reporter;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.jfr.JfrEvents;
import io.forkwatch.probe.report.jfr.JfrGate;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.PeriodicDuty;
import io.forkwatch.probe.thread.SafeTrouble;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Works off the queue, then what is due beside it. Each task and each duty stands behind a wall of its own: one that fails
 * never starves the rest.
 */
@Confined(Confined.To.REPORTER)
public final class Reporter {
    /** For a duty that failed, in place of the time that it would have named. */
    private static final long AFTER_FAULT_NANOS = 1_000_000_000;

    /** Of one iteration, so that a storm of tasks does not keep the duties waiting. */
    private static final int MOST_TASKS = 1_024;

    /** Deaths for which there was no memory: they wait for the next iteration. */
    private static final int MOST_UNTOLD = 16;

    private static final long AN_HOUR_NANOS = 3_600_000_000_000L;

    private final ReporterQueue queue;
    private final DeathPipeline deaths;
    private final Runnable firstChild;
    private final Rehearsal rehearsal;
    private final List<PeriodicDuty> duties;
    private final Report report;
    private final LogSink log;
    private final JfrGate jfr;
    private final Clocks clocks;
    private final SafeTrouble trouble;

    /** With room for all of them from the start: that must need no memory. */
    private final ArrayDeque<ReporterTask> untold = new ArrayDeque<>(MOST_UNTOLD);

    /**
     * A reporter.
     *
     * @param firstChild what is to be done when the first child is there
     * @param rehearsal of the way of a death, beside the duties
     * @param duties in the order in which they are done, and closed
     * @param log closed at the very end
     * @param trouble where faults are told, not by way of the queue
     */
    public Reporter(
            ReporterQueue queue,
            DeathPipeline deaths,
            Runnable firstChild,
            Rehearsal rehearsal,
            List<PeriodicDuty> duties,
            Report report,
            LogSink log,
            JfrGate jfr,
            Clocks clocks,
            Trouble trouble) {
        this.queue = queue;
        this.deaths = deaths;
        this.firstChild = firstChild;
        this.rehearsal = rehearsal;
        this.duties = List.copyOf(duties);
        this.report = report;
        this.log = log;
        this.jfr = jfr;
        this.clocks = clocks;
        this.trouble = SafeTrouble.around(trouble);
    }

    /**
     * One iteration.
     *
     * @return nanoseconds until the next is due, 1 and up
     */
    public long doWork() {
        trouble.tellUntold();
        boolean telling = rehearsal.mayTell(clocks.nanos());
        tellAgain(telling);
        perform(telling ? MOST_TASKS : 0);
        long nanos = clocks.nanos();
        long next = Math.min(report.doWork(nanos), doWork(rehearsal, nanos));
        next = Math.min(untold.isEmpty() ? AN_HOUR_NANOS : AFTER_FAULT_NANOS, next);
        for (int i = 0; i < duties.size(); i++) {
            next = Math.min(next, doWork(duties.get(i), nanos));
        }
        return queue.isEmpty() || !telling ? next : 1;
    }

    private void perform(int most) {
        Optional<ReporterTask> task = most > 0 ? queue.poll() : Optional.empty();
        for (int performed = 1; task.isPresent(); performed++) {
            performSafely(task.get());
            task = performed < most ? queue.poll() : Optional.empty();
        }
    }

    private void tellAgain(boolean telling) {
        for (int i = telling ? untold.size() : 0; i > 0; i--) {
            performSafely(untold.remove());
        }
    }

    private void performSafely(ReporterTask task) {
        try {
            perform(task);
        } catch (OutOfMemoryError full) {
            // Of a death: before anybody was told, because each who is told has a wall of its own.
            if (task instanceof ReporterTask.Died && untold.size() < MOST_UNTOLD) {
                untold.add(task);
            } else {
                trouble.report("report", full);
            }
        } catch (Throwable fault) {
            trouble.report("report", fault);
        }
    }

    private void perform(ReporterTask task) {
        if (task instanceof ReporterTask.Died died) {
            deaths.died(died.death());
        } else if (task instanceof ReporterTask.StartFailed failed) {
            startFailed(failed);
        } else if (task instanceof ReporterTask.OrphanSaid orphan) {
            report.orphan(orphan.news());
        } else if (task instanceof ReporterTask.Advised advised) {
            report.advice(advised.news());
        } else if (task instanceof ReporterTask.Notice notice) {
            report.notice(notice.line());
        } else if (task instanceof ReporterTask.Fault fault) {
            trouble.report(fault.at(), fault.fault());
        } else if (task instanceof ReporterTask.Ending ending) {
            report.ending(ending.nanos());
        } else if (task instanceof ReporterTask.FirstChild) {
            rehearsal.firstChild(clocks.nanos());
            firstChild.run();
        } else if (task instanceof ReporterTask.Recorded recorded) {
            record(recorded);
        }
    }

    private void startFailed(ReporterTask.StartFailed failed) {
        if (report.tellsAll() || !deaths.isAnswer(failed.failure())) {
            report.startFailed(failed.failure(), failed.kind());
        }
    }

    // Not by a lambda, whose type would load the events in a JVM that records nothing.
    private void record(ReporterTask.Recorded recorded) {
        Optional<JfrEvents> events = jfr.recording();
        if (events.isPresent()) {
            events.get().living(recorded.view().snapshot());
        }
    }

    private long doWork(PeriodicDuty duty, long nanos) {
        try {
            return duty.doWork(nanos);
        } catch (Throwable fault) {
            trouble.report(duty.what(), fault);
            return AFTER_FAULT_NANOS;
        }
    }

    /** What still waits is done, all duties are closed, and who is left alive is named last. */
    public void close() {
        tellAgain(true);
        perform(Integer.MAX_VALUE);
        tellAgain(true);
        for (int lost = untold.size(); lost > 0; lost--) {
            trouble.report("report", new OutOfMemoryError("the end of a child could not be told"));
        }
        for (PeriodicDuty duty : duties) {
            closeSafely(duty.what(), duty::close);
        }
        closeSafely("report", report::endedTogether);
        closeSafely("report", () -> report.leftAlive(queue.snapshot().children()));
        closeSafely("log", log::close);
    }

    private void closeSafely(String what, Runnable close) {
        try {
            close.run();
        } catch (Throwable fault) {
            trouble.report(what, fault);
        }
    }
}
