package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A memory group with children in it: looked at once for all of them, however many they are. Sampler thread only. */
final class TrackedCgroup {
    /** Many children may start in one group at once. */
    private static final long FRESH_NANOS = 20_000_000;

    private static final long CROWD = 50;
    private static final long CROWD_NANOS = 1_000_000_000;

    private final MemoryCgroup group;
    private SettledCounter kills;
    private List<TrackedLimit> limits = List.of();
    private OptionalLong limitBytes = OptionalLong.empty();
    private long processes;
    private boolean alone;
    private long foundNanos;
    private long countedNanos;

    TrackedCgroup(MemoryCgroup group, long nanos) {
        this.group = group;
        this.kills = new SettledCounter(group.oomKills(), nanos);
        find(nanos);
        count(nanos);
    }

    MemoryCgroup group() {
        return group;
    }

    /**
     * Finds its limits and its crowd anew, unless that was just now.
     *
     * @param children of ours in it
     */
    void refresh(int children, long nanos) {
        if (nanos - foundNanos >= FRESH_NANOS) {
            find(nanos);
        }
        if (children > 1) {
            alone = false;
        } else if (nanos - countedNanos >= (processes < CROWD ? FRESH_NANOS : CROWD_NANOS)) {
            count(nanos);
        }
    }

    // To list a crowd of thousands costs the kernel milliseconds.
    private void count(long nanos) {
        countedNanos = nanos;
        processes = group.processCount().orElse(0);
        alone = group.exact() && processes == 1;
    }

    private void find(long nanos) {
        foundNanos = nanos;
        List<TrackedLimit> now = new ArrayList<>(2);
        for (CgroupLimit limit : group.limits()) {
            now.add(known(limit).orElseGet(() -> new TrackedLimit(limit, nanos)));
        }
        limits = now;
        limitBytes = group.limitBytes();
    }

    private Optional<TrackedLimit> known(CgroupLimit limit) {
        return limits.stream()
                .filter(each ->
                        each.group().path().equals(limit.path()) && each.group().limitBytes() == limit.limitBytes())
                .findFirst();
    }

    /** Looks at its counters; nothing is read where they have just been looked at. */
    void look(long nanos) {
        if (kills.due(nanos)) {
            kills.look(group.oomKills(), nanos);
            for (int i = 0; i < limits.size(); i++) {
                limits.get(i).look(nanos);
            }
            // Cheap while it holds one process, which is one line; a crowd is counted again at the next finding only.
            alone = alone && group.processCount().orElse(0) == 1;
        }
    }

    /** What the counter of kills shows now. Where it fell, this is another group of the same name. */
    OptionalLong killsNow(long nanos) {
        OptionalLong now = group.oomKills();
        if (now.orElse(0) < kills.last().orElse(0)) {
            kills = new SettledCounter(now, nanos);
        }
        return now;
    }

    SettledCounter kills() {
        return kills;
    }

    List<TrackedLimit> limits() {
        return limits;
    }

    /** The lowest visible limit; absent if there is none. */
    OptionalLong limitBytes() {
        return limitBytes;
    }

    /** True if it held one process only at the last look, and counts for exactly those that it holds. */
    boolean isAlone() {
        return alone;
    }
}
