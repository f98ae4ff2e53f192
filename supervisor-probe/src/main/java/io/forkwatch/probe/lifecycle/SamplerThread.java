package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.ProcessOpener;
import io.forkwatch.probe.register.ProcessTree;
import io.forkwatch.probe.sample.EventInbox;
import io.forkwatch.probe.sample.Sampler;
import io.forkwatch.probe.sample.SamplingOptions;
import io.forkwatch.probe.thread.DutyCycle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The thread {@code forkwatch-sampler}: owner of all mutable state of register and sampler. */
final class SamplerThread implements Runnable {
    /** The first child is being started: its thread and ours would load classes in each other's way. Its event wakes us. */
    private static final long PATIENCE_NANOS = 100_000_000;

    /** Start and end of a child as short as true come within it: one turn for both, and nothing to open. */
    private static final long GATHER_NANOS = 10_000_000;

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
        LongSupplier nanos = ground.clocks().monotonic();
        Interception interception = ground.interception();
        Consumer<String> notices = desk::notice;
        return () -> {
            interception.check(nanos.getAsLong(), notices, desk);
            return stopping ? sampler.lastTick() : sampler.tick();
        };
    }

    private Sampler sampler(Ground ground, EventInbox inbox) throws IOException {
        ProcFs procFs = ground.procFs();
        Auxv units = procFs.auxv();
        StatReader reader = new StatReader(procFs);
        ProcessOpener opener = new ProcessOpener(procFs, reader, units, desk);
        Orphans orphans = new Orphans(
                procFs, reader, units, ground.clocks(), ground.options().orphans(), ground.dropped(), desk);
        ChildRegister register = new ChildRegister(
                opener,
                ground.options().kindRules(),
                ground.dropped(),
                ground.clocks(),
                Path.of("").toAbsolutePath().toString(),
                orphans,
                ground.interception().olderChildren(inbox));
        return new Sampler(
                inbox,
                register,
                new ProcessTree(procFs, opener),
                procFs,
                reader,
                units,
                ground.clocks(),
                new SamplingOptions(
                        ground.options().interval(), ground.options().adaptive()),
                desk,
                desk);
    }
}
