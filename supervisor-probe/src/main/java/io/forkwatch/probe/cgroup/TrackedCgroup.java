package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A memory cgroup with children in it: read once for all of them, however many they are. */
@Confined(Confined.To.SAMPLER)
final class TrackedCgroup {
    /** Many children may start in one cgroup at once. */
    private static final long FRESH_NANOS = 20_000_000;

    private static final long MANY_PROCESSES = 50;
    private static final long MANY_PROCESSES_NANOS = 1_000_000_000;

    private final MemoryCgroup cgroup;
    private SettledCounter kills;
    private List<TrackedLimit> limits = List.of();
    private OptionalLong limitBytes = OptionalLong.empty();
    private long processes;
    private boolean alone;
    private long foundNanos;
    private long countedNanos;

    TrackedCgroup(MemoryCgroup cgroup, long nanos) {
        this.cgroup = cgroup;
        this.kills = new SettledCounter(cgroup.oomKills(), nanos);
        find(nanos);
        count(nanos);
    }

    /** Which one. */
    MemoryCgroup cgroup() {
        return cgroup;
    }

    /**
     * Finds its limits and its processes anew, unless that was just now.
     *
     * @param children of ours in it
     */
    void refresh(int children, long nanos) {
        if (nanos - foundNanos >= FRESH_NANOS) {
            find(nanos);
        }
        if (children > 1) {
            alone = false;
        } else if (nanos - countedNanos >= (processes < MANY_PROCESSES ? FRESH_NANOS : MANY_PROCESSES_NANOS)) {
            count(nanos);
        }
    }

    // To list thousands costs the kernel milliseconds.
    private void count(long nanos) {
        countedNanos = nanos;
        processes = cgroup.processCount().orElse(0);
        alone = cgroup.exact() && processes == 1;
    }

    private void find(long nanos) {
        foundNanos = nanos;
        List<TrackedLimit> now = new ArrayList<>(2);
        for (CgroupLimit limit : cgroup.limits()) {
            now.add(known(limit).orElseGet(() -> new TrackedLimit(limit, nanos)));
        }
        limits = now;
        limitBytes = cgroup.limitBytes();
    }

    private Optional<TrackedLimit> known(CgroupLimit limit) {
        return limits.stream()
                .filter(each ->
                        each.limit().path().equals(limit.path()) && each.limit().limitBytes() == limit.limitBytes())
                .findFirst();
    }

    /** Reads its counters, unless they have just been read. */
    void read(long nanos) {
        if (kills.isDue(nanos)) {
            kills.read(cgroup.oomKills(), nanos);
            for (int i = 0; i < limits.size(); i++) {
                limits.get(i).read(nanos);
            }
            // Cheap while it holds one process, which is one line; many are counted again at the next finding only.
            alone = alone && cgroup.processCount().orElse(0) == 1;
        }
    }

    /** What the counter of kills shows now. Where it fell, this is another cgroup of the same name. */
    OptionalLong killsNow(long nanos) {
        OptionalLong now = cgroup.oomKills();
        if (now.orElse(0) < kills.last().orElse(0)) {
            kills = new SettledCounter(now, nanos);
        }
        return now;
    }

    /** The counter of OOM kills. */
    SettledCounter kills() {
        return kills;
    }

    /** The limits on it and above it. */
    List<TrackedLimit> limits() {
        return limits;
    }

    /** The lowest visible limit; absent if there is none. */
    OptionalLong limitBytes() {
        return limitBytes;
    }

    /** True if it held one process only at the last reading, and counts for exactly those that it holds. */
    boolean isAlone() {
        return alone;
    }
}
