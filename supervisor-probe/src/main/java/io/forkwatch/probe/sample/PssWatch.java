package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at proportional memory at a pace of its own, for each look costs the child: trees beyond a size are left out, and
 * a look ends when its time is used up; the children behind it come first at the next. Belongs to the reporter's thread,
 * so that the sampler never waits for it.
 */
public final class PssWatch {
    /** At 5 ms a gigabyte a tree costs 20 ms at most. */
    static final long LARGEST_TREE_BYTES = 4L << 30;

    /** Of one look at all children. */
    static final long BUDGET_NANOS = 100_000_000;

    private final ProcFs procFs;
    private final LongSupplier nanos;
    private final long intervalNanos;
    private final Map<ProcessKey, Long> known = new HashMap<>();
    private volatile PssView view = PssView.EMPTY;
    private long dueNanos;
    private int next;

    /**
     * A watch that has not looked yet.
     *
     * @param interval between two looks at the same child, if there is time for all
     */
    public PssWatch(ProcFs procFs, LongSupplier nanos, Duration interval) {
        this.procFs = procFs;
        this.nanos = nanos;
        this.intervalNanos = interval.toNanos();
        this.dueNanos = nanos.getAsLong();
    }

    /** What was seen last. Safe for any thread. */
    public PssView view() {
        return view;
    }

    /**
     * Looks if that is due.
     *
     * @return nanoseconds until it is due, 1 and up
     */
    public long look(Supplier<Snapshot> snapshots) {
        long now = nanos.getAsLong();
        if (now - dueNanos < 0) {
            return dueNanos - now;
        }
        dueNanos = now + intervalNanos;
        Snapshot snapshot = snapshots.get();
        forgetDead(snapshot);
        lookAtAll(snapshot, now + BUDGET_NANOS);
        view = new PssView(known);
        return intervalNanos;
    }

    private void forgetDead(Snapshot snapshot) {
        known.keySet()
                .removeIf(key -> snapshot.children().stream()
                        .noneMatch(living -> living.child().key().equals(key)));
    }

    private void lookAtAll(Snapshot snapshot, long untilNanos) {
        int count = snapshot.children().size();
        for (int looked = 0; looked < count && nanos.getAsLong() - untilNanos < 0; looked++) {
            next = next % count;
            look(snapshot.children().get(next++));
        }
    }

    private void look(LivingChild living) {
        ProcessKey key = living.child().key();
        boolean small = living.sample()
                .filter(sample -> sample.treeRssBytes() <= LARGEST_TREE_BYTES)
                .isPresent();
        known.remove(key);
        if (small) {
            try {
                known.put(key, sum(living));
            } catch (IOException goneOrHidden) {
                return; // Unknown is absent: a part of a tree would pass for all of it.
            }
        }
    }

    private long sum(LivingChild living) throws IOException {
        long sum = 0;
        for (TreeMember member : living.tree()) {
            sum += member.zombie() ? 0 : procFs.smapsRollup(member.key().pid()).pssBytes();
        }
        return sum;
    }
}
