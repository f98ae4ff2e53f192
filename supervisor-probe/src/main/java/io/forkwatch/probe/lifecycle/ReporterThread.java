package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.report.jfr.JfrEvents;
import io.forkwatch.probe.report.jfr.JfrGate;
import io.forkwatch.probe.sample.SamplerSink;
import io.forkwatch.probe.takeover.StateFileWriter;
import io.forkwatch.probe.thread.DutyCycle;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code forkwatch-reporter}: diagnoses and reports what the sampler hands over, and opens the port. Slow
 * things happen here, so that the sampler never waits for a disk or a terminal.
 */
final class ReporterThread implements SamplerSink, Trouble {
    private static final int CAPACITY = 16_384;
    private static final long PATIENCE_NANOS = 200_000_000;

    /** A summary may take 100 ms; one wake-up serves all deaths within a tenth of that. */
    private static final long GATHER_NANOS = 10_000_000;

    /** No more often are the living looked at for evidence while they stay the same. */
    private static final long LOOK_NANOS = 250_000_000;

    private final Clocks clocks;
    private final Tally dropped;
    private final ConcurrentLinkedQueue<Consumer<Outlets>> work = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final JfrGate flight = new JfrGate(ModuleLayer.boot());
    private volatile LiveView view;
    private volatile Optional<Ground> ground = Optional.empty();

    /** Sampler thread only, as the next. */
    private boolean hadChild;

    private long lookedNanos;
    private volatile @Nullable DutyCycle loop;
    private volatile @Nullable Outlets outlets;

    /** Reporter thread only. */
    private Optional<StateFileWriter> keeper = Optional.empty();

    ReporterThread(Clocks clocks, Tally dropped) {
        this.clocks = clocks;
        this.dropped = dropped;
        this.view = FixedView.empty(clocks.nanos());
        this.lookedNanos = clocks.nanos() - LOOK_NANOS;
    }

    /**
     * Starts the thread.
     *
     * @param heritage what earlier supervisors left, and where this one writes down its children
     */
    void start(Ground ground, Takeover heritage) {
        SetUp setUp = new SetUp(ground, heritage);
        DutyCycle started = new DutyCycle("reporter", PATIENCE_NANOS, GATHER_NANOS, setUp, new SayAtOnce());
        this.ground = Optional.of(ground);
        loop = started;
        started.start();
    }

    private final class SetUp implements Callable<LongSupplier> {
        private final Ground ground;
        private final Takeover heritage;

        SetUp(Ground ground, Takeover heritage) {
            this.ground = ground;
            this.heritage = heritage;
        }

        @Override
        public LongSupplier call() {
            ground.threads().follow("reporter");
            Outlets opened = Outlets.open(ground, ReporterThread.this::snapshot);
            outlets = opened;
            // Behind the reports that wait already.
            hand("reports", out -> heritage.takeOver(ground));
            keeper = heritage.keeper(ground, ReporterThread.this);
            return () -> turn(opened);
        }
    }

    private long turn(Outlets opened) {
        for (Consumer<Outlets> next = work.poll(); next != null; next = work.poll()) {
            size.decrementAndGet();
            next.accept(opened);
        }
        long nanos = clocks.nanos();
        long next = Math.min(
                opened.kernel().turn(),
                Math.min(opened.port().turn(nanos), opened.investigator().look(view.trees())));
        if (opened.pss().isPresent()) {
            next = Math.min(next, opened.pss().get().doWork(this::snapshot));
        }
        return keeper.isPresent() ? Math.min(next, keeper.get().turn(view, nanos)) : next;
    }

    /** Before there is a report, or instead of it. */
    private static final class SayAtOnce implements Trouble {
        @Override
        public void report(String what, Throwable fault) {
            System.err.println("[forkwatch] trouble in " + what + ": " + fault + "; the application is not affected");
        }
    }

    private void hand(String what, Consumer<Outlets> task) {
        if (size.incrementAndGet() > CAPACITY) {
            size.decrementAndGet();
            dropped.add(what);
            return;
        }
        work.add(task);
        DutyCycle running = loop;
        if (running != null) {
            running.wake();
        }
    }

    @Override
    public void died(Death death) {
        hand("reports", out -> {
            Diagnosis diagnosis = out.diagnoser().diagnose(out.investigator().investigate(death));
            out.metrics().exited(death, diagnosis.reason().label());
            out.report().died(death, diagnosis);
            out.exits().died(death, diagnosis);
            Optional<JfrEvents> events = flight.recording();
            // Not by a lambda, whose type would load the events.
            if (events.isPresent()) {
                events.get().ended(death, diagnosis);
            }
        });
    }

    @Override
    public void startFailed(StartFailure failure, Kind kind) {
        hand("reports", out -> out.report().startFailed(failure, kind));
    }

    @Override
    public void orphan(OrphanNews news) {
        hand("reports", out -> out.report().orphan(news));
    }

    @Override
    public void publish(LiveView now) {
        boolean changed = now.trees() != view.trees();
        view = now;
        if (!hadChild && !now.trees().isEmpty()) {
            hadChild = true;
            hand("reports", out -> out.kernel().open());
        }
        Optional<JfrEvents> events = flight.recording();
        if (events.isPresent()) {
            write(now, events.get());
        }
        // A new child may be a JVM: what it says of itself must be found while it lives, but not at once.
        DutyCycle running = loop;
        if (running != null && !now.trees().isEmpty() && (changed || now.nanos() - lookedNanos >= LOOK_NANOS)) {
            lookedNanos = now.nanos();
            running.wake();
        }
    }

    // Apart, so that publishing allocates nothing where nobody records.
    private void write(LiveView now, JfrEvents events) {
        hand("jfr_events", out -> events.living(now.snapshot()));
    }

    @Override
    public void ticked(long durationNanos) {
        Outlets opened = outlets;
        if (opened != null) {
            opened.metrics().tick(durationNanos);
        }
    }

    @Override
    public void sampledQuickly(long looks, long durationNanos) {
        Outlets opened = outlets;
        if (opened != null) {
            opened.metrics().quick(looks, durationNanos);
        }
    }

    @Override
    public void report(String what, Throwable fault) {
        hand("troubles", out -> out.trouble().report(what, fault));
    }

    /** Says a line of its own accord. */
    void notice(String line) {
        hand("reports", out -> out.report().notice(line));
    }

    /** What the sampler saw last. */
    Snapshot snapshot() {
        return view.snapshot();
    }

    /** True if nobody is there to be watched. */
    boolean isAlone() {
        return view.trees().isEmpty();
    }

    /** Names the children that are left alive, closes the port, and ends; waits no longer than {@code millis}. */
    void stop(long millis) throws InterruptedException {
        DutyCycle running = loop;
        if (running == null) {
            return;
        }
        if (outlets != null || !work.isEmpty() || !isAlone()) {
            hand("reports", this::close);
        } else {
            sayBriefly();
        }
        running.stop(millis);
    }

    // Not by a lambda, which may be the first of this JVM, at its end.
    private void sayBriefly() {
        if (ground.isPresent()) {
            BriefStart.say(ground.get().options(), ground.get().version(), dropped);
        }
    }

    private void close(Outlets opened) {
        keeper.ifPresent(state -> state.close(view, clocks.nanos()));
        opened.close(snapshot());
    }
}
