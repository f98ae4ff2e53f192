package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Samples proportional memory at an interval of its own, for each sample costs the child: trees beyond a size are left out,
 * and a pass ends when its time is used up; the children behind it come first at the next. Not on the sampler thread, which
 * would have to wait for it.
 */
@Confined(Confined.To.REPORTER)
public final class PssWatch {
    /** At 5 ms a gigabyte a tree costs 20 ms at most. */
    static final long LARGEST_TREE_BYTES = 4L << 30;

    /** Of one pass over all children. */
    static final long BUDGET_NANOS = 100_000_000;

    private final ProcFs procFs;
    private final LongSupplier nanos;
    private final long intervalNanos;
    private final Map<ProcessKey, Long> known = new HashMap<>();
    private volatile PssView view = PssView.EMPTY;
    private long dueNanos;
    private int next;

    /**
     * A watch that has sampled nothing yet.
     *
     * @param interval between two samples of the same child, if there is time for all
     */
    public PssWatch(ProcFs procFs, LongSupplier nanos, Duration interval) {
        this.procFs = procFs;
        this.nanos = nanos;
        this.intervalNanos = interval.toNanos();
        this.dueNanos = nanos.getAsLong();
    }

    /** What was seen last. */
    @Confined(Confined.To.ANY)
    public PssView view() {
        return view;
    }

    /**
     * Samples if that is due.
     *
     * @return nanoseconds until it is due, 1 and up
     */
    public long doWork(Supplier<Snapshot> snapshots) {
        long now = nanos.getAsLong();
        if (now - dueNanos < 0) {
            return dueNanos - now;
        }
        dueNanos = now + intervalNanos;
        Snapshot snapshot = snapshots.get();
        forgetDead(snapshot);
        sampleAll(snapshot, now + BUDGET_NANOS);
        view = new PssView(known);
        return intervalNanos;
    }

    private void forgetDead(Snapshot snapshot) {
        known.keySet()
                .removeIf(key -> snapshot.children().stream()
                        .noneMatch(living -> living.child().key().equals(key)));
    }

    private void sampleAll(Snapshot snapshot, long untilNanos) {
        int count = snapshot.children().size();
        for (int sampled = 0; sampled < count && nanos.getAsLong() - untilNanos < 0; sampled++) {
            next = next % count;
            sample(snapshot.children().get(next++));
        }
    }

    private void sample(LivingChild living) {
        ProcessKey key = living.child().key();
        boolean small = living.sample()
                .filter(last -> last.treeRssBytes() <= LARGEST_TREE_BYTES)
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
