package io.forkwatch.probe.register.memory;

import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.procfs.LimitedGroup;
import io.forkwatch.probe.procfs.MemoryGroup;
import io.forkwatch.probe.procfs.PidsGroup;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory group of one child. It has to be known while the child lives: in version 1 a zombie shows the root group.
 * Sampler thread only.
 */
public final class ChildMemory {
    // Later than this after a death, somebody else may have been killed in the group meanwhile.
    private static final long PROMPT_NANOS = 1_000_000_000;

    // Container runtimes and systemd move processes after their start.
    private static final long RELOCATE_NANOS = 10_000_000_000L;

    private final MemoryWatch watch;
    private final long pid;
    private final OptionalLong machineAtStart;
    private final long bornNanos;
    private Optional<MemoryGroup> group = Optional.empty();
    private OptionalLong killsAtStart = OptionalLong.empty();
    private Counter kills = new Counter(OptionalLong.empty(), 0);
    private OptionalLong limitBytes = OptionalLong.empty();
    private final LimitWatch limits = new LimitWatch();
    private Optional<PidsGroup> pids = Optional.empty();
    private OptionalLong refusedAtStart = OptionalLong.empty();
    private boolean alone;
    private boolean located;
    private long locatedNanos;

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

    /** True if it has not been said yet where the child is, or that was long ago. */
    public boolean locateDue(long nanos) {
        return !located || nanos - locatedNanos >= RELOCATE_NANOS;
    }

    /** Finds out which group the child is in now; in a new one, all counts begin anew. */
    public void locate(long nanos) {
        MemoryWatch.Groups groups = watch.locate(pid, new MemoryWatch.Groups(group, pids));
        locate(groups.pids());
        Optional<MemoryGroup> found = groups.memory();
        if (!located || !found.map(MemoryGroup::path).equals(group.map(MemoryGroup::path))) {
            located = true;
            group = found;
            killsAtStart = found.map(MemoryGroup::oomKills).orElseGet(OptionalLong::empty);
            kills = new Counter(killsAtStart, nanos);
        }
        locatedNanos = nanos;
        limitBytes = group.map(MemoryGroup::limitBytes).orElseGet(OptionalLong::empty);
        limits.locate(group, nanos);
        alone = group.isPresent()
                && group.get().exact()
                && group.get().processCount().orElse(0) == 1;
    }

    private void locate(Optional<PidsGroup> found) {
        boolean known = pids.isPresent() && found.isPresent() && pids.get().isSame(found.get());
        if (!known) {
            pids = found;
            refusedAtStart = found.map(PidsGroup::refusals).orElseGet(OptionalLong::empty);
        }
    }

    /** Looks at the counters; nothing is read where they have just been looked at. */
    public void look(long nanos) {
        watch.look(nanos);
        if (group.isPresent() && kills.due(nanos)) {
            kills.look(group.get().oomKills(), nanos);
            limits.look(nanos);
            // Cheap while it is alone, which is one line; a crowd is counted again by the next locate only.
            alone = alone && group.get().processCount().orElse(0) == 1;
        }
    }

    /** Processes and threads that were refused at a limit of its group since its start; absent if not counted. */
    public OptionalLong forksRefused() {
        return Counter.since(refusedAtStart, pids.map(PidsGroup::refusals).orElseGet(OptionalLong::empty));
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
        OptionalLong read = group.map(MemoryGroup::oomKills).orElseGet(OptionalLong::empty);
        OptionalLong now = read.isPresent() ? read : kills.last();
        OptionalLong sinceLook = sinceLook(read, deathNanos);
        LimitWatch.Reached limit = limits.reached(group, deathNanos, sinceLook.orElse(0) > 0);
        String limitPath = limit.reached().map(LimitedGroup::path).orElse("");
        boolean nobodyElse = alone
                && nowNanos - deathNanos <= PROMPT_NANOS
                && group.get().processCount().orElse(1) == 0;
        return new OomCounts(
                group.map(MemoryGroup::path).orElse(""),
                now,
                Counter.since(killsAtStart, now),
                sinceLook,
                // Of one that died so soon, the kill may have been counted before the first look.
                deathNanos - bornNanos >= Counter.SETTLE_NANOS
                        ? Counter.since(machineAtStart, machineNow)
                        : OptionalLong.empty(),
                Counter.since(machineBefore, machineNow),
                group.filter(MemoryGroup::guessed).isPresent(),
                limit.known() && read.isPresent() ? Optional.of(limit.reached().isPresent()) : Optional.empty(),
                limitPath,
                group.filter(in -> in.killsWhole(limitPath)).isPresent(),
                limitBytes(limit.reached()),
                group.map(MemoryGroup::peakUsageBytes).orElseGet(OptionalLong::empty),
                faultedBytes,
                nobodyElse);
    }

    // Of a group that was removed only the last look is left, which may have been before this death's own count.
    private OptionalLong sinceLook(OptionalLong read, long deathNanos) {
        OptionalLong base = kills.before(deathNanos);
        OptionalLong seen = Counter.since(base, read.isPresent() ? read : kills.last());
        return read.isPresent() || seen.orElse(0) > 0 ? seen : OptionalLong.empty();
    }

    private OptionalLong limitBytes(Optional<LimitedGroup> reached) {
        if (reached.isPresent()) {
            return OptionalLong.of(reached.get().limitBytes());
        }
        OptionalLong now = group.map(MemoryGroup::limitBytes).orElseGet(OptionalLong::empty);
        return now.isPresent() ? now : limitBytes;
    }
}
