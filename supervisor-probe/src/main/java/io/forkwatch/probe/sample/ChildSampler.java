package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import io.forkwatch.probe.register.TreeSample;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.List;

/** Samples one child and its tree: one read a process, nothing allocated. */
@Confined(Confined.To.SAMPLER)
final class ChildSampler {
    private final StatReader reader;
    private final Auxv units;
    private final Clocks clocks;
    private final long settleNanos;
    private final Trouble trouble;
    private final TreeSample sample = new TreeSample();
    private final SlowSampler slow;

    ChildSampler(ProcAccess proc, Clocks clocks, long settleNanos, Trouble trouble, SlowSampler slow) {
        this.reader = proc.reader();
        this.units = proc.units();
        this.clocks = clocks;
        this.settleNanos = settleNanos;
        this.trouble = trouble;
        this.slow = slow;
    }

    /**
     * Samples the child and its descendants once; a child that is gone is marked so.
     *
     * @param tick true if it is sampled together with all others, and its counters are read
     * @throws IOException if it could not be read though it is not gone
     */
    void sample(TrackedChild child, boolean tick) throws IOException {
        if (child.root().isPresent()) {
            sample(child, child.root().get(), tick);
        }
    }

    private void sample(TrackedChild child, TrackedProcess root, boolean tick) throws IOException {
        long nanos = clocks.nanos();
        String comm = root.comm();
        boolean seen = root.sample(reader, units, nanos);
        sample.begin(root, nanos);
        List<TrackedProcess> descendants = child.descendants();
        for (int i = 0; i < descendants.size(); i++) {
            TrackedProcess descendant = descendants.get(i);
            sample(child, descendant, nanos);
            sample.add(descendant, descendant.counts(nanos, settleNanos));
        }
        if (root.isGone()) {
            child.gone(nanos);
        } else if (seen) {
            child.took(sample);
            if (!comm.equals(root.comm()) || !child.cgroup().isLocated()) {
                slow.requestPlacement(child);
            } else if (child.isAddressSpaceLimited()) {
                slow.sampleLimits(child);
            }
            if (tick) {
                child.cgroup().read(nanos);
            }
        }
    }

    // A descendant that cannot be read keeps its last figures, and hides nobody's.
    private void sample(TrackedChild child, TrackedProcess descendant, long nanos) {
        boolean lived = !descendant.isGone();
        try {
            descendant.sample(reader, units, nanos);
            if (lived && descendant.isGone()) {
                child.ended(descendant);
            }
        } catch (IOException unreadable) {
            trouble.report("sample", unreadable);
        }
    }
}
