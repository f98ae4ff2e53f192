package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.orphan.Orphan;
import java.util.List;
import java.util.Optional;

/**
 * A view that does not change. Before the first tick it shows nobody.
 *
 * @param snapshot what it shows
 * @param trees the children in it and their processes
 */
public record FixedView(Snapshot snapshot, List<ChildTree> trees) implements LiveView {
    public FixedView {
        trees = List.copyOf(trees);
    }

    /** A view of that, and of the trees in it. */
    public FixedView(Snapshot snapshot) {
        this(
                snapshot,
                snapshot.children().stream()
                        .map(living -> new ChildTree(living.child(), living.tree()))
                        .toList());
    }

    /** Nobody, at that time. */
    public static FixedView empty(long nanos) {
        return new FixedView(Snapshot.empty(nanos), List.of());
    }

    @Override
    public long nanos() {
        return snapshot.nanos();
    }

    @Override
    public Optional<ChildHistory> history(ProcessKey key) {
        return Optional.empty();
    }

    @Override
    public List<Orphan> orphans() {
        return snapshot.orphans();
    }
}
