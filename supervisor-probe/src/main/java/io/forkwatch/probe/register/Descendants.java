package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** The processes below one child: those that live, and the tombstones of those that are gone. */
@Confined(Confined.To.SAMPLER)
final class Descendants {
    private static final int MOST_TOLD = 10;
    private static final int MOST_TOMBSTONES = 32;

    private final List<TrackedProcess> processes = new ArrayList<>();
    private final List<TrackedProcess> readOnly = Collections.unmodifiableList(processes);
    private CpuTime lostCpu = CpuTime.ZERO;

    /** All of them, in the order in which they were found; the same object each time. */
    List<TrackedProcess> all() {
        return readOnly;
    }

    /** Adds one; forgets the oldest tombstone where there are too many. */
    void add(TrackedProcess descendant) {
        int tombstones = 0;
        for (TrackedProcess known : processes) {
            tombstones += known.isGone() ? 1 : 0;
        }
        if (tombstones >= MOST_TOMBSTONES) {
            forgetOldestTombstone();
        }
        processes.add(descendant);
    }

    private void forgetOldestTombstone() {
        for (Iterator<TrackedProcess> each = processes.iterator(); each.hasNext(); ) {
            if (each.next().isGone()) {
                each.remove();
                return;
            }
        }
    }

    /**
     * One was found gone: if nobody in the tree can have waited for it, its CPU time is in no other figure.
     *
     * @param rootPid the pid of the child itself
     */
    void ended(TrackedProcess descendant, long rootPid) {
        if (descendant.ppid() != rootPid && !has(descendant.ppid())) {
            lostCpu = lostCpu.plus(descendant.cpu());
        }
    }

    // One that has just ended itself may have waited before.
    private boolean has(long pid) {
        for (TrackedProcess descendant : processes) {
            if (descendant.key().pid() == pid) {
                return true;
            }
        }
        return false;
    }

    /** True if that is one of them. */
    boolean has(ProcessKey key) {
        for (int i = 0; i < processes.size(); i++) {
            if (processes.get(i).key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** CPU time of those that ended as somebody else's children. */
    CpuTime lostCpu() {
        return lostCpu;
    }

    /** Those that live on, zombies apart. */
    List<ChildEnd.Left> living() {
        List<ChildEnd.Left> living = new ArrayList<>(0);
        for (TrackedProcess descendant : processes) {
            if (!descendant.isGone() && !descendant.isZombie()) {
                living.add(new ChildEnd.Left(descendant.key(), descendant.by()));
            }
        }
        return living;
    }

    /** As a summary tells them: largest first. Bounded: those that ended long before are left out first. */
    List<Descendant> describe() {
        if (processes.isEmpty()) {
            return List.of();
        }
        return processes.stream()
                .map(TrackedProcess::describe)
                .sorted(Comparator.comparingLong(Descendants::endedNanos)
                        .thenComparing(Descendant::rssBytes)
                        .reversed())
                .limit(MOST_TOLD)
                .sorted(Comparator.comparingLong(Descendant::rssBytes).reversed())
                .toList();
    }

    private static long endedNanos(Descendant descendant) {
        return descendant.endedNanos().orElse(Long.MAX_VALUE);
    }

    /** True once if one of them is another than when this was asked last. */
    boolean takeAltered() {
        boolean altered = false;
        for (int i = 0; i < processes.size(); i++) {
            altered |= processes.get(i).takeAltered();
        }
        return altered;
    }
}
