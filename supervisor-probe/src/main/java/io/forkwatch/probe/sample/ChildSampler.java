package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import io.forkwatch.probe.register.TreeSample;
import java.io.IOException;

/** Looks at one child and its tree: one read a process, nothing allocated. Sampler thread only. */
final class ChildSampler {
    private final StatReader reader;
    private final Auxv units;
    private final Clocks clocks;
    private final long settleNanos;
    private final Trouble trouble;
    private final TreeSample look = new TreeSample();
    private final SlowSampler slow;

    ChildSampler(StatReader reader, Auxv units, Clocks clocks, long settleNanos, Trouble trouble, SlowSampler slow) {
        this.reader = reader;
        this.units = units;
        this.clocks = clocks;
        this.settleNanos = settleNanos;
        this.trouble = trouble;
        this.slow = slow;
    }

    /**
     * One look at the child and its descendants; a child that is gone is marked so.
     *
     * @param beat true if it is looked at together with all others, and with its counters
     */
    void look(TrackedChild child, boolean beat) throws IOException {
        if (child.root().isPresent()) {
            look(child, child.root().get(), beat);
        }
    }

    private void look(TrackedChild child, TrackedProcess root, boolean beat) throws IOException {
        long nanos = clocks.nanos();
        String comm = root.comm();
        boolean seen = root.look(reader, units, nanos);
        look.begin(root, nanos);
        for (int i = 0; i < child.descendants().size(); i++) {
            TrackedProcess descendant = child.descendants().get(i);
            lookAt(child, descendant, nanos);
            look.add(descendant, descendant.counts(nanos, settleNanos));
        }
        if (root.isGone()) {
            child.gone(nanos);
        } else if (seen) {
            child.took(look);
            if (!comm.equals(root.comm()) || !child.memory().isLocated()) {
                slow.askAround(child);
            } else if (child.isAddressSpaceLimited()) {
                slow.lookAtLimits(child);
            }
            if (beat) {
                child.memory().look(nanos);
            }
        }
    }

    // A descendant that cannot be read keeps its last figures, and hides nobody's.
    private void lookAt(TrackedChild child, TrackedProcess descendant, long nanos) {
        boolean lived = !descendant.isGone();
        try {
            descendant.look(reader, units, nanos);
            if (lived && descendant.isGone()) {
                child.ended(descendant);
            }
        } catch (IOException unreadable) {
            trouble.report("look", unreadable);
        }
    }
}
