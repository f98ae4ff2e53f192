package io.forkwatch.bench.rival;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.register.ChildEnd;
import io.forkwatch.probe.register.ChildNames;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.sample.EventInbox;
import io.forkwatch.probe.sample.ProcessTree;
import io.forkwatch.probe.sample.Sampler;
import io.forkwatch.probe.sample.SamplerSink;
import io.forkwatch.probe.sample.SamplingOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The sampler of Forkwatch as it stands in the agent, listing, slow looks and publishing included; only its clock is
 * handed in, and goes on by one interval a beat. All that the benchmark uses of its insides is here.
 */
public final class OurTick implements Contender {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int INBOX = 1 << 16;

    /** Descriptors are held only when nobody has started for a while. */
    private static final int SETTLING_BEATS = 40;

    private final Trouble trouble = OurTick::fail;
    private final Tally dropped = new Tally();
    private final LastView sink = new LastView();
    private long nanos = System.nanoTime();
    private final Clocks clocks = new Clocks(() -> nanos, InstantSource.system());
    private final EventInbox inbox;
    private final ChildRegister register;
    private final ProcessTree tree;
    private final Sampler sampler;

    /** A sampler that follows nobody yet. */
    public OurTick() throws IOException {
        ProcFs procFs = ProcFs.system();
        ProcAccess proc = ProcAccess.of(procFs, procFs.auxv());
        CgroupTracker cgroups = new CgroupTracker(procFs);
        OrphanRules rules = new OrphanRules(Duration.ofMinutes(1), Duration.ofHours(1), List.of(), Duration.ofHours(1));
        Orphans orphans = new Orphans(proc, clocks, rules, dropped, trouble);
        inbox = new EventInbox(INBOX, procFs, clocks.monotonic(), dropped, () -> {});
        ChildNames names = new ChildNames(List.of(), dropped);
        register = new ChildRegister(proc, cgroups, names, PreexistingChildren.NONE, "/", clocks, trouble);
        tree = new ProcessTree(procFs, register, orphans, trouble);
        SamplingOptions options = new SamplingOptions(INTERVAL, true);
        sampler = new Sampler(inbox, proc, register, cgroups, orphans, clocks, options, sink, trouble);
    }

    /** Follows these processes as children, and is past the early looks at them. */
    public static OurTick of(List<Long> pids) throws IOException {
        OurTick tick = new OurTick();
        for (long pid : pids) {
            tick.inbox.started(tick.spawn(pid));
        }
        for (int beat = 0; beat < SETTLING_BEATS; beat++) {
            tick.tick();
        }
        if (tick.children() < pids.size()) {
            throw new IOException("only " + tick.children() + " children are followed");
        }
        return tick;
    }

    /** How many children it follows: those that it was given, and those of this JVM that it has found by itself. */
    public int children() {
        return register.living().size();
    }

    /** One beat, an interval after the last one. */
    @Override
    public long tick() {
        nanos += INTERVAL.toNanos();
        sampler.doWork();
        return sink.seen;
    }

    /** The listing of one beat alone: what is new on this machine? */
    public long list() throws IOException {
        nanos += INTERVAL.toNanos();
        tree.refresh(nanos);
        return children();
    }

    /** What a host's thread does for a start; {@link #take} empties the inbox again. */
    public void announce(Spawn spawn) {
        inbox.started(spawn);
    }

    /** Takes one event out of the inbox, and does nothing with it. */
    public boolean take() {
        return inbox.poll().isPresent();
    }

    /** What the sampler does for a start and, when that child is taken for dead at once, for its end. */
    public Optional<Death> registerAndForget(Spawn spawn, byte[] lastStat) {
        register.started(spawn);
        return register.ended(new Zombie(spawn.pid(), 0, lastStat, nanos)).map(ChildEnd::death);
    }

    /** A start now. */
    public Spawn spawn(long pid) {
        return new Spawn(pid, new CommandLine(List.of("/bin/sleep", "1000")), "", nanos, ExitValue.UNKNOWN);
    }

    private static void fail(String what, Throwable fault) {
        throw new IllegalStateException(what, fault);
    }

    /** Where the agent would hand things over to its other threads. */
    private static final class LastView implements SamplerSink {
        private long seen;

        @Override
        public void died(Death death) {
            throw new IllegalStateException("a child has died: " + death.child().key());
        }

        @Override
        public void startFailed(StartFailure failure, Kind kind) {}

        @Override
        public void orphan(OrphanNews news) {}

        @Override
        public void publish(LiveView view) {
            seen = view.trees().size();
        }

        @Override
        public void sampledQuickly(long samples, long durationNanos) {}

        @Override
        public void inBurst(boolean burst) {}

        @Override
        public void ticked(long durationNanos) {}
    }
}
