package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.HangView.Blocked;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.thread.Confined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides when it is asked why a child does not go on, and says it once: who makes no progress by the figures that the sampler has
 * is asked whether a thread of its tree has not run for so long, and only then in what it waits, twice.
 */
@Confined(Confined.To.REPORTER)
public final class HangWatch {
    private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Who was found to wait as healthy programs do is let be for so long at first, and at last. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long LAST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Where no thread has run since, only the other ends may be others now: they are asked about so often. */
    private static final long SAME_NANOS = 3 * LAST_PAUSE_NANOS;

    /** Looks at those of whom a thread tells that it may be held up need no allowance: so many a beat. */
    private static final int MOST_URGENT = 8;

    /** So many a second are asked for their threads whatever is left: less than a tenth of a millisecond each. */
    private static final int STAMPED_A_SECOND = 4;

    /** The first questions load what they need, which is no measure of the others: of four children or so. */
    private static final int COLD_ASKS = 12;

    private final long afterNanos;
    private final long pauseNanos;
    private final TreeThreads threads;
    private final Supplier<Asking> looks;
    private final LongSupplier clock;
    private final Consumer<Advisory> news;
    private final Map<ProcessKey, StillChild> still = new HashMap<>();
    private final Allowance allowance;
    private OptionalLong checkedNanos = OptionalLong.empty();
    private Optional<Asking> look = Optional.empty();
    private int urgent;
    private int stamped;
    private int cold = COLD_ASKS;
    private volatile Map<ProcessKey, Blocked> blocked = Map.of();
    private volatile Set<ProcessKey> closed = Set.of();
    private volatile Map<ProcessKey, Long> silent = Map.of();

    /**
     * One that has seen nobody.
     *
     * @param after how long nobody may make progress, above 0
     * @param looks makes one for each moment
     * @param clock monotonic
     * @param news gets what is to be said
     */
    HangWatch(
            Duration after, TreeThreads threads, Supplier<Asking> looks, LongSupplier clock, Consumer<Advisory> news) {
        this.afterNanos = after.toNanos();
        this.pauseNanos = Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, afterNanos / 6));
        this.threads = threads;
        this.looks = looks;
        this.clock = clock;
        this.news = news;
        this.allowance = new Allowance(clock.getAsLong());
    }

    /** Who is held up, those of whom that is only possible included; for any thread. */
    @Confined(Confined.To.ANY)
    public Map<ProcessKey, Blocked> blocked() {
        return blocked;
    }

    /** Who has closed both its stdout and its stderr, and makes no progress; for any thread. */
    @Confined(Confined.To.ANY)
    public Set<ProcessKey> closed() {
        return closed;
    }

    /** Of whom the last look has found nothing, and since when it makes no progress; for any thread. */
    @Confined(Confined.To.ANY)
    public Map<ProcessKey, Long> silent() {
        return silent;
    }

    /**
     * Looks at the children, six times in that time, and at least every 10 s.
     *
     * @param nanos monotonic time now
     * @return nanoseconds until the next time
     */
    public long check(Supplier<Snapshot> snapshots, long nanos) {
        long left = checkedNanos.isEmpty() ? 0 : pauseNanos - (nanos - checkedNanos.getAsLong());
        if (left > 0) {
            return left;
        }
        checkedNanos = OptionalLong.of(nanos);
        List<StillChild> due = new ArrayList<>();
        Set<ProcessKey> alive = new HashSet<>();
        for (LivingChild living : snapshots.get().children()) {
            alive.add(living.child().key());
            if (living.sample().isPresent()) {
                take(living, nanos, due);
            }
        }
        still.keySet().retainAll(alive);
        // Who is to be looked at for the second time comes first, then who is new, then who was not asked for longest.
        due.sort(Comparator.comparing((StillChild child) -> !child.isSuspect())
                .thenComparing(child -> Math.min(2, child.asked))
                .thenComparing(child -> child.askedNanos - nanos));
        urgent = 0;
        stamped = 0;
        allowance.earn(nanos);
        for (StillChild child : due) {
            ask(child, nanos);
        }
        look = Optional.empty();
        publish();
        return pauseNanos;
    }

    private void take(LivingChild living, long nanos, List<StillChild> due) {
        ProcessKey key = living.child().key();
        StillChild known = still.get(key);
        if (known == null || !known.stays(living, living.sample().orElseThrow())) {
            if (known != null) {
                goesOn(known, nanos);
            }
            still.put(key, begin(living, nanos));
            return;
        }
        if (known.hasWorked() && known.dueNanos - nanos > afterNanos) {
            known.dueNanos = nanos + afterNanos;
            known.pauseNanos = firstPauseNanos();
        }
        if (nanos - known.dueNanos >= 0) {
            due.add(known);
        }
    }

    private long firstPauseNanos() {
        return Math.max(FIRST_PAUSE_NANOS, afterNanos);
    }

    private StillChild begin(LivingChild living, long nanos) {
        return new StillChild(living, living.sample().orElseThrow(), nanos, firstPauseNanos());
    }

    private void ask(StillChild child, long nanos) {
        long begun = clock.getAsLong();
        if (child.shown && hasRun(child)) {
            restart(child, nanos);
        } else if (child.shown && nanos - child.lookedNanos < child.pauseNanos) {
            child.dueNanos = nanos + 1;
        } else if (allowance.mayOwe()
                || child.isSuspect()
                || stamped++ < STAMPED_A_SECOND * pauseNanos / SHORTEST_NANOS) {
            stamp(child, nanos);
        }
        if (cold-- <= 0) {
            allowance.spend(clock.getAsLong() - begun);
        }
    }

    private boolean hasRun(StillChild child) {
        Blockage seen = child.seen.orElseThrow();
        List<Long> own = child.pids();
        for (BlockedLink link : seen.links().subList(0, seen.held())) {
            long pid = link.who().pid();
            if (link.slices() >= 0 && own.contains(pid) && threads.slices(pid, link.tid()) != link.slices()) {
                return true;
            }
        }
        return false;
    }

    private void stamp(StillChild child, long nanos) {
        child.asked++;
        child.askedNanos = nanos;
        Stamp now = threads.stamp(child.pids());
        child.closed = threads.hasNoOutput(child.key().pid());
        if (child.stamp.isEmpty()) {
            child.restamp(now, nanos);
            child.dueNanos = nanos + Math.max(1, afterNanos - pauseNanos);
            return;
        }
        Stamp before = child.stamp.get();
        Set<Long> waiting = new HashSet<>();
        now.unchangedSince(before, waiting::add);
        boolean known = child.looked && child.seen.isEmpty() && now.isSameAs(before);
        if (waiting.isEmpty() && !child.isStopped()) {
            child.restamp(now, nanos);
            rest(child, nanos);
        } else if (known && nanos - child.lookedNanos < SAME_NANOS) {
            child.backOff(nanos, LAST_PAUSE_NANOS);
        } else if (mayLook(child, waiting)) {
            look(child, now, nanos);
        } else {
            child.backOff(nanos, LAST_PAUSE_NANOS); // No thread of it tells, and there is no time for more.
        }
    }

    // All of its threads have run: what was seen is over, or it works now and then.
    private void rest(StillChild child, long nanos) {
        if (child.shown) {
            restart(child, nanos);
        } else {
            child.seen = Optional.empty();
            child.backOff(nanos, LAST_PAUSE_NANOS);
        }
    }

    private boolean mayLook(StillChild child, Set<Long> waiting) {
        boolean tells = !child.shown && (child.isStopped() || threads.isTelling(child.pids(), waiting));
        if (tells && urgent < MOST_URGENT) {
            urgent++;
            return true;
        }
        // What a look has read serves all whom it is asked about.
        return allowance.isLeft() || (look.isPresent() && allowance.mayOwe());
    }

    private void look(StillChild child, Stamp now, long nanos) {
        if (look.isEmpty()) {
            look = Optional.of(looks.get());
        }
        Optional<Blockage> found = look.get().why(child.key(), child.below());
        child.looked = true;
        child.lookedNanos = nanos;
        if (found.isPresent()) {
            found(child, found.get(), now, nanos);
        } else if (child.shown) {
            if (child.isMissedTwice()) {
                restart(child, nanos);
            }
        } else {
            child.seen = Optional.empty();
            child.restamp(now, nanos);
            child.backOff(nanos, LAST_PAUSE_NANOS);
        }
    }

    private void found(StillChild child, Blockage blockage, Stamp now, long nanos) {
        BlockedLink first = blockage.first();
        boolean since = child.stamp.orElseThrow().has(first.tid(), first.slices()) || child.shown;
        if (!since) {
            child.restamp(now, nanos);
        }
        boolean same = child.seen.isPresent() && blockage.persists(child.seen.get());
        child.found(blockage, child.stampNanos);
        boolean lasts = nanos - child.stampNanos >= afterNanos - pauseNanos / 2;
        if (same && lasts) {
            show(child, blockage, nanos);
        } else if (!child.shown) {
            child.dueNanos = Math.max(nanos + 1, child.stampNanos + afterNanos - pauseNanos / 2);
        }
    }

    private void show(StillChild child, Blockage blockage, long nanos) {
        child.pauseNanos = child.shown ? Math.min(LAST_PAUSE_NANOS, 2 * child.pauseNanos) : FIRST_PAUSE_NANOS;
        child.shown = true;
        child.dueNanos = nanos + 1;
        if (!child.said && blockage.sureness() != Sureness.POSSIBLE) {
            child.said = true;
            news.accept(new BlockedNews(child.child, blockage, false, nanos - child.sinceNanos));
        }
    }

    private void goesOn(StillChild child, long nanos) {
        if (child.said) {
            news.accept(new BlockedNews(child.child, child.seen.orElseThrow(), true, nanos - child.sinceNanos));
        }
    }

    private void restart(StillChild child, long nanos) {
        goesOn(child, nanos);
        child.restart(nanos, firstPauseNanos());
    }

    private void publish() {
        Map<ProcessKey, Blocked> now = new HashMap<>();
        Set<ProcessKey> without = new HashSet<>();
        Map<ProcessKey, Long> quiet = new HashMap<>();
        for (StillChild child : still.values()) {
            if (child.looked && child.seen.isEmpty()) {
                quiet.put(child.key(), child.stillNanos);
            }
            if (child.closed) {
                without.add(child.key());
            }
            if (child.shown) {
                now.put(child.key(), new Blocked(child.seen.orElseThrow(), child.sinceNanos));
            }
        }
        blocked = Map.copyOf(now);
        closed = Set.copyOf(without);
        silent = Map.copyOf(quiet);
    }
}
