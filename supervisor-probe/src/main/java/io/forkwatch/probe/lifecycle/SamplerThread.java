package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.register.ChildNames;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.sample.EventInbox;
import io.forkwatch.probe.sample.Sampler;
import io.forkwatch.probe.sample.SamplingOptions;
import io.forkwatch.probe.thread.DutyCycle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The thread {@code forkwatch-sampler}: owner of all mutable state of register and sampler. */
final class SamplerThread implements Runnable {
    /** The first child is being started: its thread and ours would load classes in each other's way. Its event wakes us. */
    private static final long PATIENCE_NANOS = 100_000_000;

    /** Start and end of a child as short as true come within it: one turn for both, and nothing to open. */
    private static final long GATHER_NANOS = 10_000_000;

    /** Who lives that long may fork yet: what it has not loaded by then is loaded and edited here, off its threads. */
    private static final long EDITS_COMPLETE_NANOS = 1_000_000_000;

    private final ReporterThread desk;
    private volatile @Nullable DutyCycle loop;
    private volatile boolean stopping;
    private volatile boolean late;

    SamplerThread(ReporterThread desk) {
        this.desk = desk;
    }

    void start(Ground ground, EventInbox inbox) {
        DutyCycle started = new DutyCycle("sampler", PATIENCE_NANOS, GATHER_NANOS, new SetUp(ground, inbox), desk);
        loop = started;
        started.start();
    }

    /** The same in a JVM that runs already, and may have children. */
    void startLate(Ground ground, EventInbox inbox) {
        late = true;
        start(ground, inbox);
        run();
    }

    /** Wakes the sampler: called for every event, on host and reaper threads. */
    @Override
    public void run() {
        DutyCycle running = loop;
        if (running != null) {
            running.wake();
        }
    }

    /** Takes a last turn; waits for it no longer than {@code millis}. */
    void stop(long millis) throws InterruptedException {
        stopping = true;
        DutyCycle running = loop;
        if (running != null) {
            running.stop(millis);
        }
    }

    // A class and no lambda, here and in the other desk: the first lambda of a JVM costs premain 10 ms.
    private final class SetUp implements Callable<LongSupplier> {
        private final Ground ground;
        private final EventInbox inbox;

        SetUp(Ground ground, EventInbox inbox) {
            this.ground = ground;
            this.inbox = inbox;
        }

        @Override
        public LongSupplier call() throws IOException {
            ground.threads().follow("sampler");
            return setUp(ground, inbox);
        }
    }

    private LongSupplier setUp(Ground ground, EventInbox inbox) throws IOException {
        desk.publish(FixedView.empty(ground.clocks().nanos()));
        Sampler sampler = sampler(ground, inbox);
        if (late) {
            sampler.seekChildren();
        }
        long completeAt = ground.clocks().nanos() + EDITS_COMPLETE_NANOS;
        EditCheck edits = new EditCheck(ground.interception(), ground.clocks(), completeAt, desk::notice, desk);
        return () -> {
            edits.check();
            return stopping ? sampler.doLastWork() : sampler.doWork();
        };
    }

    private Sampler sampler(Ground ground, EventInbox inbox) throws IOException {
        ProcAccess proc = ProcAccess.of(ground.procFs(), ground.procFs().auxv());
        CgroupTracker cgroups = new CgroupTracker(ground.procFs());
        Orphans orphans = new Orphans(proc, ground.clocks(), ground.options().orphans(), ground.dropped(), desk);
        ChildRegister register = new ChildRegister(
                proc,
                cgroups,
                new ChildNames(ground.options().kindRules(), ground.dropped()),
                ground.interception().olderChildren(inbox),
                Path.of("").toAbsolutePath().toString(),
                ground.clocks(),
                desk);
        return new Sampler(
                inbox,
                proc,
                register,
                cgroups,
                orphans,
                ground.clocks(),
                new SamplingOptions(
                        ground.options().interval(), ground.options().adaptive()),
                desk,
                desk);
    }
}
