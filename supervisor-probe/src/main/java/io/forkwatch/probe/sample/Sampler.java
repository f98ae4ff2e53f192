package io.forkwatch.probe.sample;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.orphans.PatternMatch;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.register.ChildEnd;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.sample.pressure.MemoryPressureSampler;
import io.forkwatch.probe.sample.pressure.TreeSampler;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The duty cycle of Forkwatch, apart from the thread that runs it: takes in what happened, samples the children that are
 * due, and publishes what it saw. A child is sampled as soon as its start is known, a few times more while it is young, and
 * then once an interval together with all others.
 */
@Confined(Confined.To.SAMPLER)
public final class Sampler {
    /** Events alone do not publish more often than this. */
    private static final long PUBLISH_NANOS = 20_000_000;

    /** Without a child, so that one of which no hook tells is found within seconds. */
    private static final int IDLE_LISTING_TICKS = 5;

    /** The same in a burst of starts: what is published then costs for each child that lives. */
    private static final long PUBLISH_IN_BURST_NANOS = 1_000_000_000;

    /** How long events gather before an iteration: start and end of a child as short as true come within it. */
    private static final long GATHER_NANOS = 10_000_000;

    /** In a burst of starts, where an iteration goes over more and more children. */
    private static final long GATHER_IN_BURST_NANOS = 50_000_000;

    /** In a burst of starts all children together are sampled in one part in so many of the time, whatever the interval. */
    private static final long SHARE_IN_BURST = 50;

    /** With more children the pipes of one are read only when a daemon is found that may be its own. */
    private static final int FEW = 64;

    /** A fork that is to become another program is so within some milliseconds: it closes what it has inherited. */
    private static final long SETTLE_NANOS = 250_000_000;

    private final EventIntake events;
    private final Newborns newborns;
    private final ChildRegister register;
    private final Orphans orphans;
    private final CgroupTracker cgroups;
    private final TreeScanner scanner;
    private final ChildSampler children;
    private final SlowSampler slow;
    private final RoundRobin roundRobin = new RoundRobin();
    private final DescriptorPolicy descriptors;
    private final Optional<MemoryPressureSampler> pressure;
    private final Clocks clocks;
    private final long intervalNanos;
    private final SamplerSink sink;
    private final Trouble trouble;

    private long nextTickNanos;
    private long lastWorkNanos;
    private long lastPublishNanos;
    private long ticks;
    private long childrenDueNanos;
    private long sampledAllNanos;
    private long sampledAllTookNanos;
    private boolean unsettled;
    private boolean unpublished = true;

    /**
     * A sampler whose first tick is due at once.
     *
     * @param proc shared with register and orphans: one thread, one buffer
     * @param cgroups the same that the register has
     * @param options how often it samples
     */
    public Sampler(
            EventInbox inbox,
            ProcAccess proc,
            ChildRegister register,
            CgroupTracker cgroups,
            Orphans orphans,
            Clocks clocks,
            SamplingOptions options,
            SamplerSink sink,
            Trouble trouble) {
        this.register = register;
        this.orphans = orphans;
        this.cgroups = cgroups;
        this.clocks = clocks;
        this.intervalNanos = options.interval().toNanos();
        this.sink = sink;
        this.trouble = trouble;
        this.newborns = new Newborns(clocks.nanos());
        this.scanner =
                new TreeScanner(new ProcessTree(proc.files(), register, orphans, newborns, trouble), clocks, trouble);
        this.descriptors = new DescriptorPolicy(proc.reader(), trouble);
        this.events = new EventIntake(inbox, register, orphans, descriptors, sink, newborns, clocks);
        this.slow = new SlowSampler(proc, clocks, trouble);
        long settleNanos = Math.min(SETTLE_NANOS, intervalNanos);
        this.children = new ChildSampler(proc, clocks, settleNanos, trouble, slow);
        this.pressure = options.adaptive()
                ? Optional.of(new MemoryPressureSampler(
                        proc, register, cgroups, new WholeTrees(), intervalNanos, settleNanos, trouble))
                : Optional.empty();
        this.nextTickNanos = clocks.nanos();
        this.childrenDueNanos = nextTickNanos;
        this.sampledAllNanos = nextTickNanos;
        this.lastWorkNanos = nextTickNanos;
        this.lastPublishNanos = nextTickNanos - PUBLISH_NANOS;
    }

    /**
     * Seeks the children that are there already: one of which no hook tells is taken for a child at its second listing,
     * and both are taken as soon as may be.
     */
    public void seekChildren() {
        scanner.owe(2);
    }

    /**
     * One iteration.
     *
     * @return nanoseconds until the next iteration is due, 1 and up; an event makes it due earlier
     */
    public long doWork() {
        long now = clocks.nanos();
        boolean heard = events.takeAll();
        unpublished |= heard;
        long lag = now - nextTickNanos;
        boolean tick = lag >= 0;
        // Between ticks an iteration may be for memory pressure alone: thousands of children are not touched then.
        if (tick || heard || scanner.isOwed() || now - childrenDueNanos >= 0) {
            sampleAll(tick, now);
        }
        if (!tick) {
            newborns.spent(now, clocks.nanos());
        }
        samplePressure(tick, now);
        if (unsettled) {
            settle(now);
        }
        if (tick) {
            ticks++;
            descriptors.ticked();
            nextTickNanos += intervalNanos * (1 + lag / intervalNanos);
            sink.ticked(clocks.nanos() - now);
        }
        lastWorkNanos = now;
        unpublished |= tick;
        publish(now, tick ? lag : 0);
        sink.inBurst(!newborns.isEmpty());
        return untilNext();
    }

    /**
     * The last iteration, at the end of the supervisor: who is gone by now is settled without waiting, and the current view
     * is published whenever that was last done.
     *
     * @return as {@link #doWork}
     */
    public long doLastWork() {
        events.takeAllAtEnd();
        long now = clocks.nanos();
        sampleAll(true, now);
        // The exit event comes before the end: of what was just found gone it is in the inbox, if there is one.
        events.takeAllAtEnd();
        deliver(register.settleAllGone(clocks.nanos()));
        publishNow(now, 0);
        return untilNext();
    }

    /** Forkwatch is off in the middle of its work: what is held open is the host's again. */
    public void giveBackDescriptors() {
        descriptors.giveBack();
    }

    // Whoever may be gone is settled, or it is found out when that can be done.
    private void settle(long now) {
        deliver(register.settleGone(now));
        unsettled = false;
        childrenDueNanos = now + intervalNanos;
        for (int i = 0; i < register.living().size(); i++) {
            childrenDueNanos = SampleSchedule.nextFor(register.living().get(i), now, childrenDueNanos);
        }
    }

    private void deliver(List<ChildEnd> ends) {
        unpublished |= !ends.isEmpty();
        events.deliver(ends);
    }

    private void sampleAll(boolean tick, long now) {
        slow.forget();
        scanner.listOwed(now);
        boolean all = tick && mayGoOverAll(now);
        sampleChildren(all, now);
        if (all) {
            sampledAllNanos = now;
            sampledAllTookNanos = clocks.nanos() - now;
        }
        if (tick && register.living().isEmpty() && ticks % IDLE_LISTING_TICKS == IDLE_LISTING_TICKS - 1) {
            scanner.list(now);
        }
        if (tick) {
            sampleOrphans(now);
        }
        if (register.living().size() <= FEW) {
            slow.seeOutputs();
        }
        slow.doWork();
    }

    private boolean mayGoOverAll(long now) {
        return newborns.isEmpty() || now - sampledAllNanos >= SHARE_IN_BURST * sampledAllTookNanos;
    }

    private void sampleChildren(boolean tick, long now) {
        // Before all samples: a listing may find more children.
        if (isListingDue(tick, now)) {
            scanner.list(now);
        }
        if (tick) {
            roundRobin.ticked(register.living().size());
        }
        long next = now + intervalNanos; // By then there is a tick.
        for (int i = 0; i < register.living().size(); i++) {
            TrackedChild child = register.living().get(i);
            boolean early = isEarly(child, now);
            if (tick || early) {
                sample(child, tick);
            }
            if ((tick && roundRobin.has(i)) || (early && SampleSchedule.isSlowToo(child, now))) {
                slow.request(child);
            } else if (early) {
                slow.requestPlacement(child);
            }
            // Here and not in passes of their own: with thousands of children each pass waits for their memory.
            unsettled |= child.isUnsettled();
            next = newborns.isEmpty() ? SampleSchedule.nextFor(child, now, next) : next;
        }
        childrenDueNanos = next;
    }

    // In a burst the first sample has to do.
    private boolean isEarly(TrackedChild child, long now) {
        return newborns.isEmpty() ? SampleSchedule.isDue(child, lastWorkNanos, now) : child.isUnseen();
    }

    // A child that is seen for the first time has no descendants yet: no listing for it.
    private boolean isListingDue(boolean tick, long now) {
        for (int i = 0; i < register.living().size(); i++) {
            TrackedChild child = register.living().get(i);
            if (!child.isUnseen() && (tick || isEarly(child, now))) {
                return true;
            }
        }
        return false;
    }

    // One child's trouble never hides another's figures.
    private void sample(TrackedChild child, boolean tick) {
        try {
            children.sample(child, tick);
            unpublished = true;
        } catch (IOException unreadable) {
            trouble.report("sample", unreadable);
        }
    }

    private void sampleOrphans(long now) {
        for (PatternMatch match : orphans.sweep(now)) {
            if (!register.isInFlight(match.key())) {
                orphans.found(match, register.kindOf(match.command()), now);
            }
        }
        for (OrphanNews news : orphans.sample(now)) {
            unpublished = true;
            sink.orphan(news);
        }
    }

    private void samplePressure(boolean tick, long now) {
        // A cgroup that is new may be full before the next tick.
        boolean renew = cgroups.takeMembershipsChanged() || tick;
        if (pressure.isEmpty() || (!renew && pressure.get().dueNanos() - now > 0)) {
            return;
        }
        long before = pressure.get().quickSamples();
        if (renew) {
            pressure.get().renew(now);
        }
        pressure.get().doWork(now);
        // Not left for the next iteration, which begins with the ends of children.
        slow.doWork();
        sink.sampledQuickly(pressure.get().quickSamples() - before, clocks.nanos() - now);
    }

    @Confined(Confined.To.SAMPLER)
    private final class WholeTrees implements TreeSampler {
        @Override
        public void sample(TrackedChild child) {
            Sampler.this.sample(child, false);
            unsettled |= child.isUnsettled();
        }

        @Override
        public void list() {
            scanner.list(clocks.nanos());
        }
    }

    private void publish(long now, long lag) {
        if (unpublished && now - lastPublishNanos >= publishNanos()) {
            publishNow(now, lag);
        }
    }

    private long publishNanos() {
        return newborns.isEmpty() ? PUBLISH_NANOS : PUBLISH_IN_BURST_NANOS;
    }

    /** How long events are to gather before the next iteration, nanoseconds. */
    public long gatherNanos() {
        return newborns.isEmpty() ? GATHER_NANOS : GATHER_IN_BURST_NANOS;
    }

    private void publishNow(long now, long lag) {
        sink.publish(register.view(now, lag, orphans.living(now)));
        lastPublishNanos = now;
        unpublished = false;
    }

    private long untilNext() {
        long next = Math.min(nextTickNanos, childrenDueNanos);
        if (pressure.isPresent()) {
            next = Math.min(next, pressure.get().dueNanos());
        }
        if (scanner.isOwed()) {
            next = Math.min(next, scanner.dueNanos());
        }
        if (unpublished) {
            next = Math.min(next, lastPublishNanos + publishNanos());
        }
        long now = clocks.nanos();
        next = Math.min(next, newborns.dueNanos(now));
        return Math.max(1, next - now);
    }
}
