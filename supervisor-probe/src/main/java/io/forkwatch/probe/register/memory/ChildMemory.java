package io.forkwatch.probe.register.memory;

import io.forkwatch.probe.process.OomCounts;
import io.forkwatch.probe.procfs.MemoryGroup;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory group of one child. It has to be known while the child lives: in version 1 a zombie shows the root group.
 * Sampler thread only.
 */
public final class ChildMemory {
    // Later than this after a death, somebody else may have been killed in the group meanwhile.
    private static final long PROMPT_NANOS = 1_000_000_000;

    private final MemoryWatch watch;
    private final long pid;
    private final OptionalLong machineAtStart;
    private final long bornNanos;
    private Optional<MemoryGroup> group = Optional.empty();
    private OptionalLong killsAtStart = OptionalLong.empty();
    private Counter kills = new Counter(OptionalLong.empty(), 0);
    private OptionalLong limitBytes = OptionalLong.empty();
    private boolean alone;
    private boolean located;

    ChildMemory(MemoryWatch watch, long pid, OptionalLong machineAtStart, long bornNanos) {
        this.watch = watch;
        this.pid = pid;
        this.machineAtStart = machineAtStart;
        this.bornNanos = bornNanos;
    }

    /** The lowest visible limit on its group when that was found; absent if there is none. */
    public OptionalLong limitBytes() {
        return limitBytes;
    }

    /** True once {@link #locate} was called. */
    public boolean located() {
        return located;
    }

    /** Finds out which group the child is in now; in a new one, all counts begin anew. */
    public void locate(long nanos) {
        Optional<MemoryGroup> found = watch.locate(pid, group);
        if (!located || !found.map(MemoryGroup::path).equals(group.map(MemoryGroup::path))) {
            located = true;
            group = found;
            killsAtStart = found.map(MemoryGroup::oomKills).orElseGet(OptionalLong::empty);
            kills = new Counter(killsAtStart, nanos);
            limitBytes = found.map(MemoryGroup::limitBytes).orElseGet(OptionalLong::empty);
        }
        alone = group.isPresent()
                && group.get().exact()
                && group.get().processCount().orElse(0) == 1;
    }

    /** Looks at the counters; nothing is read where they have just been looked at. */
    public void look(long nanos) {
        watch.look(nanos);
        if (group.isPresent() && kills.due(nanos)) {
            kills.look(group.get().oomKills(), nanos);
            // Cheap while it is alone, which is one line; a crowd is counted again by the next locate only.
            alone = alone && group.get().processCount().orElse(0) == 1;
        }
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
        OptionalLong now = group.map(MemoryGroup::oomKills).orElseGet(OptionalLong::empty);
        OptionalLong limit = group.map(MemoryGroup::limitBytes).orElseGet(OptionalLong::empty);
        boolean nobodyElse = alone
                && nowNanos - deathNanos <= PROMPT_NANOS
                && group.get().processCount().orElse(1) == 0;
        return new OomCounts(
                group.map(MemoryGroup::path).orElse(""),
                now,
                Counter.since(killsAtStart, now),
                Counter.since(kills.before(deathNanos), now),
                // Of one that died so soon, the kill may have been counted before the first look.
                deathNanos - bornNanos >= Counter.SETTLE_NANOS
                        ? Counter.since(machineAtStart, machineNow)
                        : OptionalLong.empty(),
                Counter.since(machineBefore, machineNow),
                limit.isPresent() ? limit : limitBytes,
                group.map(MemoryGroup::peakUsageBytes).orElseGet(OptionalLong::empty),
                faultedBytes,
                nobodyElse);
    }
}
