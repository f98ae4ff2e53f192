package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
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
                    membership.memory().isPresent() ? membership.memory().get().killsNow(nanos) : OptionalLong.empty();
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
        return membership.pids().isPresent() ? membership.pids().get().refusals() : OptionalLong.empty();
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
        // Of one that died so soon, the kill may have been counted before the first reading.
        OptionalLong sinceStart = deathNanos - bornNanos >= SettledCounter.SETTLE_NANOS
                ? SettledCounter.since(machineAtStart, machineNow)
                : OptionalLong.empty();
        OptionalLong sinceReading = SettledCounter.since(machineBefore, machineNow);
        return membership.memory().isPresent()
                ? counts(membership.memory().get(), deathNanos, nowNanos, faultedBytes, sinceStart, sinceReading)
                : machineOnly(faultedBytes, sinceStart, sinceReading);
    }

    private static OomCounts machineOnly(
            OptionalLong faultedBytes, OptionalLong machineSinceStart, OptionalLong machineSinceReading) {
        OptionalLong none = OptionalLong.empty();
        return new OomCounts(
                "",
                none,
                none,
                none,
                machineSinceStart,
                machineSinceReading,
                false,
                Optional.empty(),
                "",
                false,
                none,
                none,
                none,
                faultedBytes,
                false);
    }

    private OomCounts counts(
            TrackedCgroup in,
            long deathNanos,
            long nowNanos,
            OptionalLong faultedBytes,
            OptionalLong machineSinceStart,
            OptionalLong machineSinceReading) {
        MemoryCgroup cgroup = in.cgroup();
        OptionalLong read = cgroup.oomKills();
        OptionalLong now = read.isPresent() ? read : in.kills().last();
        OptionalLong sinceReading = sinceReading(in, read, now, deathNanos);
        Reached limit = reached(in, deathNanos, sinceReading.orElse(0) > 0);
        String limitPath = limit.reached().isPresent() ? limit.reached().get().path() : "";
        boolean nobodyElse = alone
                && nowNanos - deathNanos <= PROMPT_NANOS
                && cgroup.processCount().orElse(1) == 0;
        OptionalLong sinceStart = SettledCounter.since(killsAtStart, now);
        return new OomCounts(
                cgroup.path(),
                now,
                sinceStart,
                sinceReading,
                machineSinceStart,
                machineSinceReading,
                cgroup.guessed(),
                limit.known() && read.isPresent() ? Optional.of(limit.reached().isPresent()) : Optional.empty(),
                limitPath,
                cgroup.killsWhole(limitPath),
                limitBytes(limit.reached(), cgroup),
                cgroup.peakUsageBytes(),
                moved(sinceStart, machineSinceReading) ? shmemBytes(limit.reached(), cgroup) : OptionalLong.empty(),
                faultedBytes,
                nobodyElse);
    }

    private static boolean moved(OptionalLong inCgroup, OptionalLong onMachine) {
        return inCgroup.orElse(0) > 0 || onMachine.orElse(0) > 0;
    }

    // Read only after a kill: the kernel adds up its counters for that.
    private static OptionalLong shmemBytes(Optional<CgroupLimit> reached, MemoryCgroup cgroup) {
        return reached.isPresent() ? reached.get().shmemBytes() : cgroup.shmemBytes();
    }

    // Of a cgroup that was removed only the last reading is left, which may have been before this death's own count.
    private OptionalLong sinceReading(TrackedCgroup in, OptionalLong read, OptionalLong now, long deathNanos) {
        OptionalLong before = in.kills().before(deathNanos);
        // The cgroup may have been read before this child was in it.
        OptionalLong seen = SettledCounter.since(SettledCounter.later(killsAtStart, before), now);
        return read.isPresent() || seen.orElse(0) > 0 ? seen : OptionalLong.empty();
    }

    private OptionalLong limitBytes(Optional<CgroupLimit> reached, MemoryCgroup cgroup) {
        if (reached.isPresent()) {
            return OptionalLong.of(reached.get().limitBytes());
        }
        OptionalLong now = cgroup.limitBytes();
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
    private Reached reached(TrackedCgroup in, long deathNanos, boolean sinceReading) {
        boolean known = true;
        for (CgroupLimit limit : in.cgroup().limits()) {
            OptionalLong moved = moved(in, limit, deathNanos, sinceReading);
            if (moved.orElse(0) > 0) {
                return new Reached(true, Optional.of(limit));
            }
            known &= moved.isPresent();
        }
        return new Reached(known, Optional.empty());
    }

    private OptionalLong moved(TrackedCgroup in, CgroupLimit limit, long deathNanos, boolean sinceReading) {
        for (TrackedLimit watched : in.limits()) {
            if (watched.limit().path().equals(limit.path())) {
                OptionalLong atStart = hitsAtStart.getOrDefault(watched, OptionalLong.empty());
                OptionalLong base = sinceReading ? SettledCounter.later(atStart, watched.before(deathNanos)) : atStart;
                return SettledCounter.since(base, watched.hits());
            }
        }
        return OptionalLong.empty();
    }
}
