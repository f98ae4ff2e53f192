package io.forkwatch.probe.register;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the sampler publishes. It is the same list as long as nobody comes or goes, and nothing is copied at a tick; the
 * figures are read when a thread asks for them, by {@link #snapshot}. Immutable but for the figures.
 */
@Confined(Confined.To.ANY)
final class RegisterView implements LiveView {
    private final Clocks clocks;
    private final long nanos;
    private final long lagNanos;
    private final List<TrackedChild> children;
    private final List<ChildTree> trees;
    private final List<KindTotals> ended;
    private final List<Orphan> orphans;

    /**
     * A view.
     *
     * @param nanos monotonic time of the tick
     * @param lagNanos how late it was
     * @param ended the totals of all kinds without those who live
     */
    RegisterView(
            Clocks clocks,
            long nanos,
            long lagNanos,
            List<TrackedChild> children,
            List<ChildTree> trees,
            List<KindTotals> ended,
            List<Orphan> orphans) {
        this.clocks = clocks;
        this.nanos = nanos;
        this.lagNanos = lagNanos;
        this.children = children;
        this.trees = trees;
        this.ended = ended;
        this.orphans = orphans;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public List<ChildTree> trees() {
        return trees;
    }

    @Override
    public List<Orphan> orphans() {
        return orphans;
    }

    @Override
    public Snapshot snapshot() {
        List<LivingChild> living = new ArrayList<>(children.size());
        for (TrackedChild child : children) {
            living.add(child.describe(clocks));
        }
        return new Snapshot(nanos, living, totals(), orphans, lagNanos);
    }

    @Override
    public Optional<ChildHistory> history(ProcessKey key) {
        for (TrackedChild child : children) {
            if (child.child().key().equals(key)) {
                return Optional.of(child.history());
            }
        }
        return Optional.empty();
    }

    private List<KindTotals> totals() {
        Map<Kind, CpuTime> cpu = new HashMap<>();
        Map<Kind, Integer> count = new HashMap<>();
        for (TrackedChild child : children) {
            Kind kind = child.child().name().kind();
            cpu.merge(kind, child.treeCpu(), CpuTime::plus);
            count.merge(kind, 1, Integer::sum);
        }
        List<KindTotals> totals = new ArrayList<>(ended.size());
        for (KindTotals kind : ended) {
            totals.add(kind.with(count.getOrDefault(kind.kind(), 0), cpu.getOrDefault(kind.kind(), CpuTime.ZERO)));
        }
        return totals;
    }
}
