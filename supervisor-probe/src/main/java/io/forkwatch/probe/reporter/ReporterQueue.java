package io.forkwatch.probe.reporter;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.jfr.JfrGate;
import io.forkwatch.probe.sample.SamplerSink;
import io.forkwatch.probe.thread.HandoverQueue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Where the sampler delivers, and any thread its faults: what is slow waits here for the reporter, so that the sampler
 * never waits for a disk or a terminal. Bounded; what finds no room is counted.
 */
public final class ReporterQueue implements SamplerSink, Trouble, DeathReceiver {
    private static final int CAPACITY = 16_384;

    /** The most that all may hold of the host's texts; beyond half of it deaths hold but the beginnings. */
    static final long MOST_TEXT_BYTES = 8L << 20;

    /** A fault has a stack of some kilobytes, and the same comes again and again. */
    static final int MOST_FAULTS = 256;

    /** No more often is the reporter woken for evidence of the living while they stay the same. */
    private static final long EVIDENCE_NANOS = 250_000_000;

    private final HandoverQueue<ReporterTask> tasks = new HandoverQueue<>(CAPACITY);
    private final AtomicLong textBytes = new AtomicLong();
    private final AtomicInteger faults = new AtomicInteger();
    private final Tally dropped;
    private final JfrGate jfr;
    private final Runnable wake;
    private final Told told = new Told();
    private volatile LiveView view;
    private volatile boolean burst;
    private volatile boolean ending;
    private volatile Optional<ProbeMetrics> metrics = Optional.empty();

    /** Sampler thread only, as the next. */
    private boolean hadChild;

    private long wokenNanos;

    /**
     * An empty queue.
     *
     * @param nanos monotonic time now
     * @param dropped counts what finds no room
     * @param jfr whether somebody records
     * @param wake makes the next iteration of the reporter due; must not block
     */
    public ReporterQueue(long nanos, Tally dropped, JfrGate jfr, Runnable wake) {
        this.dropped = dropped;
        this.jfr = jfr;
        this.wake = wake;
        this.view = FixedView.empty(nanos);
        this.wokenNanos = nanos - EVIDENCE_NANOS;
    }

    private void offer(ReporterTask task) {
        if (reserve(task) && tasks.offer(task)) {
            wake.run();
        } else {
            release(task);
            dropped.add(task.what());
        }
    }

    private boolean reserve(ReporterTask task) {
        long bytes = task.textBytes();
        boolean room = textBytes.addAndGet(bytes) <= MOST_TEXT_BYTES || bytes == 0;
        return (!(task instanceof ReporterTask.Fault) || faults.incrementAndGet() <= MOST_FAULTS) && room;
    }

    private void release(ReporterTask task) {
        textBytes.addAndGet(-task.textBytes());
        if (task instanceof ReporterTask.Fault) {
            faults.decrementAndGet();
        }
    }

    /** Takes the oldest task; empty if there is none. For the reporter. */
    Optional<ReporterTask> poll() {
        Optional<ReporterTask> oldest = tasks.poll();
        if (oldest.isPresent()) {
            release(oldest.get());
        }
        return oldest;
    }

    /**
     * At the end: what the reporter has not told, because it was not there or not ready, in a line each, at most 21. It is not told by
     * anybody else any more.
     *
     * @param mode which ends are told
     */
    public List<String> takeUntold(SummaryMode mode) {
        ShortRecords records = new ShortRecords(mode);
        for (ReporterTask task : tasks.takeOver()) {
            if (task instanceof ReporterTask.Died died && !told.isLogged(died.death())) {
                records.died(died.death());
            } else if (task instanceof ReporterTask.StartFailed failed) {
                records.startFailed(failed.kind());
            } else if (task instanceof ReporterTask.Notice notice) {
                records.notice(notice.line());
            }
        }
        return records.fewLines();
    }

    /** True if nothing waits. */
    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** From now on the durations of ticks and quick samples go there. */
    public void measuredBy(ProbeMetrics opened) {
        metrics = Optional.of(opened);
    }

    @Override
    public void died(Death death) {
        if (told.mayTell(death.child().key())) {
            offerDied(death);
        }
    }

    /**
     * What the sampler has delivered is its own to tell; from now on it is not asked any more, and what it delivers is let go.
     *
     * @param pid of a child of which an end is at hand
     * @param starttimeTicks of that child, 0 where it is not known; asked only if it matters
     * @return true if the sampler had not delivered that end, nor will
     */
    public boolean giveUpSampler(long pid, LongSupplier starttimeTicks) {
        return told.giveUp(pid, starttimeTicks);
    }

    @Override
    public String what() {
        return "log";
    }

    /** A death was logged: should the reporter not come back from the rest of it, nobody says it again. */
    @Override
    public void died(Death death, Diagnosis diagnosis) {
        told.logged(death);
    }

    /** True once the end of this JVM has begun. For any thread. */
    public boolean isEnding() {
        return ending;
    }

    /** The end of this JVM has begun. */
    public void ending(long nanos) {
        ending = true;
        offer(new ReporterTask.Ending(nanos));
    }

    private void offerDied(Death death) {
        boolean crowded = textBytes.get() + death.textBytes() > MOST_TEXT_BYTES / 2;
        offer(new ReporterTask.Died(crowded ? death.brief() : death));
    }

    @Override
    public void startFailed(StartFailure failure, Kind kind) {
        offer(new ReporterTask.StartFailed(failure, kind));
    }

    @Override
    public void orphan(OrphanNews news) {
        offer(new ReporterTask.OrphanSaid(news));
    }

    @Override
    public void report(String what, Throwable fault) {
        offer(new ReporterTask.Fault(what, fault));
    }

    /** Says what the kernel has pushed. For any thread. */
    public void advice(Advisory news) {
        offer(new ReporterTask.Advised(news));
    }

    /** Says a line of its own accord, without prefix. For any thread. */
    public void notice(String line) {
        offer(new ReporterTask.Notice(line));
    }

    @Override
    public void publish(LiveView now) {
        boolean changed = now.trees() != view.trees();
        view = now;
        if (!hadChild && !now.trees().isEmpty()) {
            hadChild = true;
            offer(new ReporterTask.FirstChild());
        }
        if (jfr.recording().isPresent()) {
            offer(new ReporterTask.Recorded(now));
        }
        // A new child may be a JVM: what it says of itself must be found while it lives, but not at once.
        if (!now.trees().isEmpty() && (changed || now.nanos() - wokenNanos >= EVIDENCE_NANOS)) {
            wokenNanos = now.nanos();
            wake.run();
        }
    }

    @Override
    public void inBurst(boolean now) {
        burst = now;
    }

    /** True while so many children start that some wait to be opened: what can wait as well should. */
    public boolean isBurst() {
        return burst;
    }

    @Override
    public void ticked(long durationNanos) {
        Optional<ProbeMetrics> opened = metrics;
        if (opened.isPresent()) {
            opened.get().tick(durationNanos);
        }
    }

    @Override
    public void sampledQuickly(long samples, long durationNanos) {
        Optional<ProbeMetrics> opened = metrics;
        if (opened.isPresent()) {
            opened.get().quick(samples, durationNanos);
        }
    }

    /** What the sampler published last. For any thread. */
    public LiveView view() {
        return view;
    }

    /** Everything in that view, with the figures of this moment. For any thread. */
    public Snapshot snapshot() {
        return view.snapshot();
    }

    /** True if no child is there to be watched. For any thread. */
    public boolean isAlone() {
        return view.trees().isEmpty();
    }

    /** Nothing is kept and nothing taken any more. For any thread. */
    public void close() {
        tasks.close();
    }
}
