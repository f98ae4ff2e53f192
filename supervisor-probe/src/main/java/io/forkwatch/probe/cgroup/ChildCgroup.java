package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.cgroup.PidsCgroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory group of one child. It has to be known while the child lives: in version 1 a zombie shows the root group.
 * Sampler thread only.
 */
public final class ChildCgroup {
    // Later than this after a death, somebody else may have been killed in the group meanwhile.
    private static final long PROMPT_NANOS = 1_000_000_000;

    private final CgroupTracker watch;
    private final long pid;
    private final OptionalLong machineAtStart;
    private final long bornNanos;
    private CgroupMembership place;
    private boolean located;
    private OptionalLong killsAtStart = OptionalLong.empty();
    private OptionalLong refusedAtStart = OptionalLong.empty();
    /** How often each limit had been reached when it was first seen above this child. */
    private Map<TrackedLimit, OptionalLong> hitsAtStart = Map.of();

    private boolean alone;

    ChildCgroup(CgroupTracker watch, long pid, OptionalLong machineAtStart, long bornNanos) {
        this.watch = watch;
        this.place = watch.nowhere();
        this.pid = pid;
        this.machineAtStart = machineAtStart;
        this.bornNanos = bornNanos;
    }

    /** The lowest visible limit on its group when that was looked at; absent if there is none. */
    public OptionalLong limitBytes() {
        return place.memory().isPresent() ? place.memory().get().limitBytes() : OptionalLong.empty();
    }

    /** True if it is below that limit, see {@link TrackedLimit#group}. */
    public boolean isBelow(String limitPath) {
        if (place.memory().isPresent()) {
            List<TrackedLimit> limits = place.memory().get().limits();
            for (int i = 0; i < limits.size(); i++) {
                if (limits.get(i).group().path().equals(limitPath)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** True if it has been said where the child is. */
    public boolean isLocated() {
        return located;
    }

    /** Finds out which group the child is in now; in a new one, all counts begin anew. */
    public void locate(long nanos) {
        CgroupMembership now = watch.locate(pid, place, nanos);
        boolean moved = !located || now != place;
        located = true;
        if (moved) {
            watch.moved(place, now);
            place = now;
            refusedAtStart = refusals();
            killsAtStart = place.memory().map(group -> group.killsNow(nanos)).orElseGet(OptionalLong::empty);
        }
        if (place.memory().isPresent()) {
            place.memory().get().refresh(place.users(), nanos);
            alone = place.memory().get().isAlone();
            keepHits(place.memory().get().limits(), nanos);
        } else {
            alone = false;
        }
    }

    private void keepHits(List<TrackedLimit> limits, long nanos) {
        // Most children have none, and nothing is kept for them.
        Map<TrackedLimit, OptionalLong> now = limits.isEmpty() ? Map.of() : new HashMap<>(2);
        for (TrackedLimit limit : limits) {
            OptionalLong known = hitsAtStart.get(limit);
            now.put(limit, known == null ? limit.hitsNow(nanos) : known);
        }
        hitsAtStart = now;
    }

    /** Looks at the counters; nothing is read where they have just been looked at. */
    public void look(long nanos) {
        watch.look(nanos);
        if (place.memory().isPresent()) {
            place.memory().get().look(nanos);
            alone &= place.memory().get().isAlone();
        }
    }

    /** The child is gone: its group may go too. */
    public void close() {
        if (located) {
            watch.moved(place, watch.nowhere());
        }
    }

    private OptionalLong refusals() {
        return place.pids().map(PidsCgroup::refusals).orElseGet(OptionalLong::empty);
    }

    /** Processes and threads that were refused at a limit of its group since its start; absent if not counted. */
    public OptionalLong forksRefused() {
        return SettledCounter.since(refusedAtStart, refusals());
    }

    /**
     * What was counted, read now, after the death.
     *
     * @param deathNanos monotonic time of the death
     * @param nowNanos monotonic time now
     * @param faultedBytes memory that the child touched in its life
     */
    public OomCounts counts(long deathNanos, long nowNanos, OptionalLong faultedBytes) {
        OptionalLong machineNow = watch.machineKills();
        OptionalLong machineBefore = watch.machine(deathNanos).before(deathNanos);
        Optional<MemoryCgroup> group = place.memory().map(TrackedCgroup::group);
        OptionalLong read = group.map(MemoryCgroup::oomKills).orElseGet(OptionalLong::empty);
        OptionalLong now = read.isPresent()
                ? read
                : place.memory().map(in -> in.kills().last()).orElseGet(OptionalLong::empty);
        OptionalLong sinceLook = sinceLook(read, now, deathNanos);
        Reached limit = reached(deathNanos, sinceLook.orElse(0) > 0);
        String limitPath = limit.reached().map(CgroupLimit::path).orElse("");
        boolean nobodyElse = alone
                && nowNanos - deathNanos <= PROMPT_NANOS
                && group.flatMap(in -> boxed(in.processCount())).orElse(1L) == 0;
        return new OomCounts(
                group.map(MemoryCgroup::path).orElse(""),
                now,
                SettledCounter.since(killsAtStart, now),
                sinceLook,
                // Of one that died so soon, the kill may have been counted before the first look.
                deathNanos - bornNanos >= SettledCounter.SETTLE_NANOS
                        ? SettledCounter.since(machineAtStart, machineNow)
                        : OptionalLong.empty(),
                SettledCounter.since(machineBefore, machineNow),
                group.filter(MemoryCgroup::guessed).isPresent(),
                limit.known() && read.isPresent() ? Optional.of(limit.reached().isPresent()) : Optional.empty(),
                limitPath,
                group.filter(in -> in.killsWhole(limitPath)).isPresent(),
                limitBytes(limit.reached(), group),
                group.map(MemoryCgroup::peakUsageBytes).orElseGet(OptionalLong::empty),
                faultedBytes,
                nobodyElse);
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    // Of a group that was removed only the last look is left, which may have been before this death's own count.
    private OptionalLong sinceLook(OptionalLong read, OptionalLong now, long deathNanos) {
        OptionalLong before =
                place.memory().map(in -> in.kills().before(deathNanos)).orElseGet(OptionalLong::empty);
        // The group may have been looked at before this child was in it.
        OptionalLong seen = SettledCounter.since(SettledCounter.later(killsAtStart, before), now);
        return read.isPresent() || seen.orElse(0) > 0 ? seen : OptionalLong.empty();
    }

    private OptionalLong limitBytes(Optional<CgroupLimit> reached, Optional<MemoryCgroup> group) {
        if (reached.isPresent()) {
            return OptionalLong.of(reached.get().limitBytes());
        }
        OptionalLong now = group.map(MemoryCgroup::limitBytes).orElseGet(OptionalLong::empty);
        return now.isPresent() ? now : limitBytes();
    }

    /**
     * The limit that was reached.
     *
     * @param known false if that cannot be told
     * @param reached the limit; empty if it was none of those that are visible
     */
    private record Reached(boolean known, Optional<CgroupLimit> reached) {}

    // The innermost first: since the last look that cannot have seen this death, else since the first one.
    private Reached reached(long deathNanos, boolean sinceLook) {
        boolean known = place.memory().isPresent();
        for (CgroupLimit limit : place.memory().map(in -> in.group().limits()).orElse(List.of())) {
            OptionalLong moved = moved(limit, deathNanos, sinceLook);
            if (moved.orElse(0) > 0) {
                return new Reached(true, Optional.of(limit));
            }
            known &= moved.isPresent();
        }
        return new Reached(known, Optional.empty());
    }

    private OptionalLong moved(CgroupLimit limit, long deathNanos, boolean sinceLook) {
        for (TrackedLimit watched : place.memory().orElseThrow().limits()) {
            if (watched.group().path().equals(limit.path())) {
                OptionalLong atStart = hitsAtStart.getOrDefault(watched, OptionalLong.empty());
                OptionalLong base = sinceLook ? SettledCounter.later(atStart, watched.before(deathNanos)) : atStart;
                return SettledCounter.since(base, watched.hits());
            }
        }
        return OptionalLong.empty();
    }
}
