package io.forkwatch.bench.rival.peer;

import io.forkwatch.bench.rival.Contender;
import java.util.List;
import org.apache.hadoop.yarn.util.ProcfsBasedProcessTree;

/** Hadoop's tree of all descendants of a process, as its NodeManager has one for each container. */
public final class HadoopTree implements Contender {
    private final ProcfsBasedProcessTree tree;

    /**
     * A tree below a process.
     *
     * @param ignored for the one form of constructor that all adapters have
     */
    public HadoopTree(List<Long> ignored, long pid) {
        tree = new ProcfsBasedProcessTree(Long.toString(pid));
    }

    @Override
    public long tick() {
        tree.updateProcessTree();
        long bytes = tree.getRssMemorySize();
        if (bytes <= 0) {
            throw new IllegalStateException("Hadoop sees no memory");
        }
        return bytes + tree.getCumulativeCpuTime();
    }
}
