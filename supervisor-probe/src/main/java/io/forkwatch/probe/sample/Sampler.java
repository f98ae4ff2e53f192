package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.ProcessTree;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.sample.pressure.MemoryPressureSampler;
import io.forkwatch.probe.sample.pressure.TreeSampler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The duty cycle of Forkwatch, apart from the thread that runs it: takes in what happened, looks at the children that
 * are due, and publishes what it saw. A child is looked at as soon as its start is known, a few times more while
 * it is young, and then once an interval together with all others.
 */
public final class Sampler {
    /** When a young child is looked at again, after its start. */
    private static final long[] EARLY_NANOS = {10_000_000, 50_000_000, 200_000_000};
    /** From what age on an early look is a slow one too. */
    private static final long SLOW_NANOS = EARLY_NANOS[0];
    /** Events alone do not publish more often than this. */
    private static final long PUBLISH_NANOS = 20_000_000;

    /** Without a child, so that one which nobody announces is found within seconds. */
    private static final int IDLE_LISTING_BEATS = 5;

    private final EventInbox inbox;
    private final ChildRegister register;
    private final ProcessTree tree;
    private final ChildSampler looker;
    private final SlowSampler slow;
    private final RoundRobin rota = new RoundRobin();
    private final ListingPace listing;
    private final DescriptorPolicy stillness;
    private final Optional<MemoryPressureSampler> growth;
    private final TreeSampler closer = new Closer();
    private final Clocks clocks;
    private final long intervalNanos;
    private final SamplerSink sink;
    private final Trouble trouble;

    private long nextBeatNanos;
    private long lastTickNanos;
    private long lastPublishNanos;
    private long beats;
    private long childrenDueNanos;
    private boolean unsettled;
    private int listingsOwed;
    private boolean unpublished = true;

    /**
     * A sampler that beats for the first time at once.
     *
     * @param reader shared with the register's opener: one thread, one buffer
     * @param pace how often it looks
     */
    public Sampler(
            EventInbox inbox,
            ChildRegister register,
            ProcessTree tree,
            ProcFs procFs,
            StatReader reader,
            Auxv units,
            Clocks clocks,
            SamplingOptions pace,
            SamplerSink sink,
            Trouble trouble) {
        this.inbox = inbox;
        this.register = register;
        this.tree = tree;
        this.clocks = clocks;
        this.intervalNanos = pace.interval().toNanos();
        this.sink = sink;
        this.trouble = trouble;
        this.stillness = new DescriptorPolicy(reader, trouble);
        this.slow = new SlowSampler(procFs, clocks, trouble);
        this.looker = new ChildSampler(reader, units, clocks, intervalNanos, trouble, slow);
        this.growth = pace.adaptive()
                ? Optional.of(new MemoryPressureSampler(
                        procFs, units, register, register.memory(), closer, intervalNanos, trouble))
                : Optional.empty();
        this.nextBeatNanos = clocks.nanos();
        this.childrenDueNanos = nextBeatNanos;
        this.lastTickNanos = nextBeatNanos;
        this.listing = new ListingPace(nextBeatNanos);
        this.lastPublishNanos = nextBeatNanos - PUBLISH_NANOS;
    }

    /**
     * Seeks the children that are there already: a child that nobody announced is taken for one at its second listing,
     * and both are taken as soon as may be.
     */
    public void seekChildren() {
        listingsOwed = 2;
    }

    /**
     * One turn.
     *
     * @return nanoseconds until the next turn is due, 1 and up; an event makes it due earlier
     */
    public long tick() {
        long now = clocks.nanos();
        boolean heard = drain();
        long lag = now - nextBeatNanos;
        boolean beat = lag >= 0;
        // Between beats a turn may be for the growing ones alone: thousands of others are not touched then.
        if (beat || heard || listingsOwed > 0 || now - childrenDueNanos >= 0) {
            lookAtAll(beat, now);
        }
        lookAtGrowth(beat, now);
        if (unsettled) {
            settle(now);
        }
        if (beat) {
            beats++;
            stillness.beat();
            nextBeatNanos += intervalNanos * (1 + lag / intervalNanos);
            sink.beat(clocks.nanos() - now);
        }
        lastTickNanos = now;
        unpublished |= beat;
        publish(now, beat ? lag : 0);
        return untilNext();
    }

    /**
     * The last turn, at the end of the supervisor: who is gone by now is settled without waiting, and what is true is
     * published whenever that was last done.
     *
     * @return as {@link #tick}
     */
    public long lastTick() {
        drain();
        long now = clocks.nanos();
        lookAtAll(true, now);
        // The word of an end comes before the end: what was just found gone has its word in the inbox, if there is one.
        drain();
        diedAll(register.settleAllGone(clocks.nanos()));
        publishNow(now, 0);
        return untilNext();
    }

    private boolean drain() {
        boolean heard = false;
        for (Optional<ChildEvent> event = inbox.poll(); event.isPresent(); event = inbox.poll()) {
            heard = true;
            take(event.get());
        }
        unpublished |= heard;
        return heard;
    }

    private void take(ChildEvent event) {
        if (event instanceof Spawn spawn) {
            stillness.started();
            boolean ended = inbox.holdsEndOf(spawn.pid());
            (ended ? register.startedAndEnded(spawn) : register.started(spawn)).ifPresent(this::died);
        } else if (event instanceof Zombie zombie) {
            register.ended(zombie).ifPresent(this::died);
        } else if (event instanceof Kill kill) {
            register.killAsked(kill);
        } else if (event instanceof StartFailure failure) {
            sink.startFailed(failure, register.startFailed(failure));
        } else if (event instanceof LeftBehind left) {
            register.orphans().leftBehind(left, register);
        }
    }

    // Whoever may be gone is settled, or it is found out when that can be done.
    private void settle(long now) {
        diedAll(register.settleGone(now));
        unsettled = false;
        childrenDueNanos = now + intervalNanos;
        for (int i = 0; i < register.living().size(); i++) {
            childrenDueNanos = nextFor(register.living().get(i), now, childrenDueNanos);
        }
    }

    private void diedAll(List<Death> deaths) {
        for (int i = 0; i < deaths.size(); i++) {
            died(deaths.get(i));
        }
    }

    private void died(Death death) {
        unpublished = true;
        sink.died(death);
    }

    private void lookAtAll(boolean beat, long now) {
        slow.forget();
        if (listingsOwed > 0 && listing.isDue(now)) {
            listingsOwed--;
            list(now);
        }
        lookAtChildren(beat, now);
        if (beat && register.living().isEmpty() && beats % IDLE_LISTING_BEATS == IDLE_LISTING_BEATS - 1) {
            list(now);
        }
        if (beat) {
            lookAtOrphans(now);
        }
        slow.turn();
    }

    private void lookAtGrowth(boolean beat, long now) {
        // A group that is new may be full before the next beat.
        boolean renew = register.memory().takePlacesChanged() || beat;
        if (growth.isEmpty() || (!renew && growth.get().dueNanos() - now > 0)) {
            return;
        }
        long before = growth.get().quickSamples();
        if (renew) {
            growth.get().renew(now);
        }
        growth.get().doWork(now);
        // Not left for the next turn, which begins with the ends of children.
        slow.turn();
        sink.lookedQuickly(growth.get().quickSamples() - before, clocks.nanos() - now);
    }

    private final class Closer implements TreeSampler {
        @Override
        public void sample(TrackedChild child) {
            Sampler.this.look(child, false);
            unsettled |= child.isUnsettled();
        }

        @Override
        public void list() {
            Sampler.this.list(clocks.nanos());
        }
    }

    private void lookAtOrphans(long now) {
        for (OrphanNews news : register.orphans().look(now, register)) {
            unpublished = true;
            sink.orphan(news);
        }
    }

    private void lookAtChildren(boolean beat, long now) {
        // Before all looks: a listing may find more children.
        if (isListingDue(beat, now)) {
            list(now);
        }
        if (beat) {
            rota.beat(register.living().size());
        }
        long next = now + intervalNanos; // By then there is a beat.
        for (int i = 0; i < register.living().size(); i++) {
            TrackedChild child = register.living().get(i);
            boolean early = isDue(child, now);
            if (beat || early) {
                look(child, beat);
            }
            if (beat && rota.has(i)) {
                slow.ask(child);
            } else if (early) {
                lookEarly(child, now);
            }
            // Here and not in passes of their own: with thousands of children each pass waits for their memory.
            unsettled |= child.isUnsettled();
            next = nextFor(child, now, next);
        }
        childrenDueNanos = next;
    }

    // Many children are gone again at once, and none has used much yet: of them only where they are is found out.
    private void lookEarly(TrackedChild child, long now) {
        if (now - child.child().startedNanos() < SLOW_NANOS) {
            slow.askAround(child);
        } else {
            slow.ask(child);
        }
    }

    // A child that is seen for the first time has no descendants yet: no listing for it.
    private boolean isListingDue(boolean beat, long now) {
        for (int i = 0; i < register.living().size(); i++) {
            TrackedChild child = register.living().get(i);
            if (!child.isUnseen() && (beat || isDue(child, now))) {
                return true;
            }
        }
        return false;
    }

    // True if the child is unseen, or one of its early looks fell into the time since the last turn.
    private boolean isDue(TrackedChild child, long now) {
        if (child.isUnseen() || child.goneSinceNanos().isPresent()) {
            return child.isUnseen();
        }
        for (int i = 0; i < EARLY_NANOS.length; i++) {
            long due = child.child().startedNanos() + EARLY_NANOS[i];
            if (due - lastTickNanos > 0 && now - due >= 0) {
                return true;
            }
        }
        return false;
    }

    private void list(long now) {
        if (listing.isDue(now)) {
            try {
                tree.refresh(register, now);
            } catch (IOException unreadable) {
                trouble.report("tree", unreadable);
            }
            listing.taken(now, clocks.nanos());
        }
    }

    // One child's trouble never hides another's figures.
    private void look(TrackedChild child, boolean beat) {
        try {
            looker.look(child, beat);
            unpublished = true;
        } catch (IOException unreadable) {
            trouble.report("look", unreadable);
        }
    }

    private void publish(long now, long lag) {
        if (unpublished && now - lastPublishNanos >= PUBLISH_NANOS) {
            publishNow(now, lag);
        }
    }

    private void publishNow(long now, long lag) {
        sink.publish(register.view(now, lag));
        lastPublishNanos = now;
        unpublished = false;
    }

    private long untilNext() {
        long next = Math.min(nextBeatNanos, childrenDueNanos);
        if (growth.isPresent()) {
            next = Math.min(next, growth.get().dueNanos());
        }
        if (listingsOwed > 0) {
            next = Math.min(next, listing.dueNanos());
        }
        if (unpublished) {
            next = Math.min(next, lastPublishNanos + PUBLISH_NANOS);
        }
        return Math.max(1, next - clocks.nanos());
    }

    // The next time that it is due besides the beats, but not later than that.
    private static long nextFor(TrackedChild child, long now, long latest) {
        if (child.goneSinceNanos().isPresent()) {
            return Math.min(latest, child.goneSinceNanos().getAsLong() + ChildRegister.WORD_ON_ITS_WAY_NANOS);
        }
        long age = now - child.child().startedNanos();
        for (int i = 0; i < EARLY_NANOS.length; i++) {
            if (EARLY_NANOS[i] > age) {
                return Math.min(latest, now + EARLY_NANOS[i] - age);
            }
        }
        return latest;
    }
}
