package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.cgroup.PidsCgroup;
import io.forkwatch.probe.thread.Confined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory cgroup of one child. It has to be known while the child lives: in version 1 a zombie shows the root cgroup.
 */
@Confined(Confined.To.SAMPLER)
public final class ChildCgroup {
    // Later than this after a death, somebody else may have been killed in the cgroup meanwhile.
    private static final long PROMPT_NANOS = 1_000_000_000;

    private final CgroupTracker tracker;
    private final long pid;
    private final OptionalLong machineAtStart;
    private final long bornNanos;
    private CgroupMembership membership;
    private boolean located;
    private OptionalLong killsAtStart = OptionalLong.empty();
    private OptionalLong refusedAtStart = OptionalLong.empty();
    /** How often each limit had been reached when it was first seen above this child. */
    private Map<TrackedLimit, OptionalLong> hitsAtStart = Map.of();

    private boolean alone;
    private boolean frozen;

    ChildCgroup(CgroupTracker tracker, long pid, OptionalLong machineAtStart, long bornNanos) {
        this.tracker = tracker;
        this.membership = tracker.nowhere();
        this.pid = pid;
        this.machineAtStart = machineAtStart;
        this.bornNanos = bornNanos;
    }

    /** The lowest visible limit on its cgroup when that was read; absent if there is none. */
    public OptionalLong limitBytes() {
        return membership.memory().isPresent() ? membership.memory().get().limitBytes() : OptionalLong.empty();
    }

    /** True if it is below that limit, see {@link TrackedLimit#limit}. */
    public boolean isBelow(String limitPath) {
        if (membership.memory().isPresent()) {
            List<TrackedLimit> limits = membership.memory().get().limits();
            for (int i = 0; i < limits.size(); i++) {
                if (limits.get(i).limit().path().equals(limitPath)) {
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

    /** Finds out which cgroup the child is in now; in a new one, all counts begin anew. */
    public void locate(long nanos) {
        CgroupMembership now = tracker.locate(pid, membership, nanos);
        boolean moved = !located || now != membership;
        located = true;
        if (moved) {
            tracker.moved(membership, now);
            membership = now;
            refusedAtStart = refusals();
            killsAtStart =
                    membership.memory().map(cgroup -> cgroup.killsNow(nanos)).orElseGet(OptionalLong::empty);
        }
        frozen = membership.isFrozen(nanos);
        if (membership.memory().isPresent()) {
            membership.memory().get().refresh(membership.users(), nanos);
            alone = membership.memory().get().isAlone();
            keepHits(membership.memory().get().limits(), nanos);
        } else {
            alone = false;
        }
    }

    /** True if its cgroup was frozen when that was read last: none of its threads could run. */
    public boolean wasFrozen() {
        return frozen;
    }

    /** True if its cgroup is frozen now: in version 2 one that is frozen can be killed. */
    public boolean isFrozenNow() {
        return membership.isFrozenNow();
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

    /** Reads the counters, unless they have just been read. */
    public void read(long nanos) {
        tracker.readMachine(nanos);
        if (membership.memory().isPresent()) {
            membership.memory().get().read(nanos);
            alone &= membership.memory().get().isAlone();
        }
    }

    /** The child is gone: its cgroup may go too. */
    public void close() {
        if (located) {
            tracker.moved(membership, tracker.nowhere());
        }
    }

    private OptionalLong refusals() {
        return membership.pids().map(PidsCgroup::refusals).orElseGet(OptionalLong::empty);
    }

    /** Processes and threads that were refused at a limit of its cgroup since its start; absent if not counted. */
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
        OptionalLong machineNow = tracker.machineKills();
        OptionalLong machineBefore = tracker.machine(deathNanos).before(deathNanos);
        Optional<MemoryCgroup> cgroup = membership.memory().map(TrackedCgroup::cgroup);
        OptionalLong read = cgroup.map(MemoryCgroup::oomKills).orElseGet(OptionalLong::empty);
        OptionalLong now = read.isPresent()
                ? read
                : membership.memory().map(in -> in.kills().last()).orElseGet(OptionalLong::empty);
        OptionalLong sinceReading = sinceReading(read, now, deathNanos);
        Reached limit = reached(deathNanos, sinceReading.orElse(0) > 0);
        String limitPath = limit.reached().map(CgroupLimit::path).orElse("");
        boolean nobodyElse = alone
                && nowNanos - deathNanos <= PROMPT_NANOS
                && cgroup.flatMap(in -> boxed(in.processCount())).orElse(1L) == 0;
        return new OomCounts(
                cgroup.map(MemoryCgroup::path).orElse(""),
                now,
                SettledCounter.since(killsAtStart, now),
                sinceReading,
                // Of one that died so soon, the kill may have been counted before the first reading.
                deathNanos - bornNanos >= SettledCounter.SETTLE_NANOS
                        ? SettledCounter.since(machineAtStart, machineNow)
                        : OptionalLong.empty(),
                SettledCounter.since(machineBefore, machineNow),
                cgroup.filter(MemoryCgroup::guessed).isPresent(),
                limit.known() && read.isPresent() ? Optional.of(limit.reached().isPresent()) : Optional.empty(),
                limitPath,
                cgroup.filter(in -> in.killsWhole(limitPath)).isPresent(),
                limitBytes(limit.reached(), cgroup),
                cgroup.map(MemoryCgroup::peakUsageBytes).orElseGet(OptionalLong::empty),
                moved(SettledCounter.since(killsAtStart, now), SettledCounter.since(machineBefore, machineNow))
                        ? shmemBytes(limit.reached(), cgroup)
                        : OptionalLong.empty(),
                faultedBytes,
                nobodyElse);
    }

    private static boolean moved(OptionalLong inCgroup, OptionalLong onMachine) {
        return inCgroup.orElse(0) > 0 || onMachine.orElse(0) > 0;
    }

    // Read only after a kill: the kernel adds up its counters for that.
    private static OptionalLong shmemBytes(Optional<CgroupLimit> reached, Optional<MemoryCgroup> cgroup) {
        return reached.isPresent()
                ? reached.get().shmemBytes()
                : cgroup.map(MemoryCgroup::shmemBytes).orElseGet(OptionalLong::empty);
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    // Of a cgroup that was removed only the last reading is left, which may have been before this death's own count.
    private OptionalLong sinceReading(OptionalLong read, OptionalLong now, long deathNanos) {
        OptionalLong before =
                membership.memory().map(in -> in.kills().before(deathNanos)).orElseGet(OptionalLong::empty);
        // The cgroup may have been read before this child was in it.
        OptionalLong seen = SettledCounter.since(SettledCounter.later(killsAtStart, before), now);
        return read.isPresent() || seen.orElse(0) > 0 ? seen : OptionalLong.empty();
    }

    private OptionalLong limitBytes(Optional<CgroupLimit> reached, Optional<MemoryCgroup> cgroup) {
        if (reached.isPresent()) {
            return OptionalLong.of(reached.get().limitBytes());
        }
        OptionalLong now = cgroup.map(MemoryCgroup::limitBytes).orElseGet(OptionalLong::empty);
        return now.isPresent() ? now : limitBytes();
    }

    /**
     * The limit that was reached.
     *
     * @param known false if that cannot be told
     * @param reached the limit; empty if it was none of those that are visible
     */
    private record Reached(boolean known, Optional<CgroupLimit> reached) {}

    // The innermost first: since the last reading that cannot have seen this death, else since the first one.
    private Reached reached(long deathNanos, boolean sinceReading) {
        boolean known = membership.memory().isPresent();
        for (CgroupLimit limit :
                membership.memory().map(in -> in.cgroup().limits()).orElse(List.of())) {
            OptionalLong moved = moved(limit, deathNanos, sinceReading);
            if (moved.orElse(0) > 0) {
                return new Reached(true, Optional.of(limit));
            }
            known &= moved.isPresent();
        }
        return new Reached(known, Optional.empty());
    }

    private OptionalLong moved(CgroupLimit limit, long deathNanos, boolean sinceReading) {
        for (TrackedLimit watched : membership.memory().orElseThrow().limits()) {
            if (watched.limit().path().equals(limit.path())) {
                OptionalLong atStart = hitsAtStart.getOrDefault(watched, OptionalLong.empty());
                OptionalLong base = sinceReading ? SettledCounter.later(atStart, watched.before(deathNanos)) : atStart;
                return SettledCounter.since(base, watched.hits());
            }
        }
        return OptionalLong.empty();
    }
}
