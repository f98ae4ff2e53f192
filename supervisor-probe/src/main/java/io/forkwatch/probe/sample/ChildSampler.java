package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.NoSuchProcessException;
import io.forkwatch.probe.procfs.PidLimits;
import io.forkwatch.probe.procfs.PidStatus;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.StatReader;
import io.forkwatch.probe.register.CpuBaseline;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Looks at one child and its tree. Sampler thread only. */
final class ChildSampler {
    /**
     * CPU times come in clock ticks of 10 ms: over a shorter time than this a ratio is noise, so the earlier figures
     * stay the base for the next one.
     */
    private static final long SHORTEST_RATIO_NANOS = 90_000_000;

    private static final String PERF_DATA = "/hsperfdata_";

    private final ProcFs procFs;
    private final StatReader reader;
    private final Auxv units;
    private final Clocks clocks;
    private final long settleNanos;
    private final Trouble trouble;
    private final Optional<String> ownDirectory;

    ChildSampler(ProcFs procFs, StatReader reader, Auxv units, Clocks clocks, long settleNanos, Trouble trouble) {
        this.procFs = procFs;
        this.reader = reader;
        this.units = units;
        this.clocks = clocks;
        this.settleNanos = settleNanos;
        this.trouble = trouble;
        this.ownDirectory = procFs.ownDirectory();
    }

    /**
     * One look at the child and its descendants; a child that is gone is marked so.
     *
     * @param beat true if it is looked at together with all others, and with its counters
     * @param slowly true if also at what costs more, or changes less
     */
    void look(TrackedChild child, boolean beat, boolean slowly) throws IOException {
        if (child.root().isPresent()) {
            look(child, child.root().get(), beat, slowly);
        }
        if (slowly) {
            lookSlowly(child);
        }
    }

    private void look(TrackedChild child, TrackedProcess root, boolean beat, boolean slowly) throws IOException {
        long nanos = clocks.nanos();
        String comm = root.comm();
        boolean seen = root.look(reader, units, nanos);
        TreeSum tree = new TreeSum(root);
        for (TrackedProcess descendant : child.descendants()) {
            lookAt(child, descendant, nanos);
            tree.add(descendant, descendant.counts(nanos, settleNanos));
        }
        tree.cpu = tree.cpu.plus(child.lostCpu());
        if (root.isGone()) {
            child.gone(nanos);
        } else if (seen) {
            child.took(sample(child, root, tree, nanos), clocks.now(), next(child, root, tree, nanos));
            if (slowly || !comm.equals(root.comm()) || child.memory().locateDue(nanos)) {
                lookAround(child, nanos);
            } else if (child.isAddressSpaceLimited()) {
                lookAtLimits(child);
            }
            if (beat) {
                child.memory().look(nanos);
            }
        }
    }

    // A launcher moves itself into its group, and to its directory, while it is young, and then becomes the program.
    private void lookAround(TrackedChild child, long nanos) {
        child.memory().locate(nanos);
        lookAtLimits(child);
        lookAtDirectory(child);
    }

    // On its way to its program a child is for a moment where this JVM is, and a JVM that starts is for a moment where
    // performance data are kept (HotSpot, perfMemory_posix.cpp).
    private void lookAtDirectory(TrackedChild child) {
        Optional<String> directory = procFs.workingDirectory(child.child().key().pid());
        if (directory.isPresent()
                && !directory.equals(ownDirectory)
                && !directory.get().contains(PERF_DATA)) {
            child.tookDirectory(directory.get());
        }
    }

    private void lookAtLimits(TrackedChild child) {
        long pid = child.child().key().pid();
        try {
            PidLimits limits = procFs.limits(pid);
            boolean limited = limits.addressSpaceSoftBytes().isPresent();
            child.tookLimits(limits, limited ? procFs.status(pid).vmPeakBytes().orElse(0) : 0);
        } catch (IOException hidden) {
            return; // What is known already stays; a limit that is not known explains nothing.
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

    private static ProcessSample sample(TrackedChild child, TrackedProcess root, TreeSum tree, long nanos) {
        return new ProcessSample(
                nanos,
                root.state(),
                root.rssBytes(),
                root.threads(),
                tree.rssBytes,
                tree.processes,
                tree.threads,
                ratio(child, nanos, root.ownCpu(), false),
                ratio(child, nanos, tree.cpu, true),
                tree.cpu);
    }

    private static OptionalDouble ratio(TrackedChild child, long nanos, CpuTime cpu, boolean ofTree) {
        if (child.baseline().isEmpty()) {
            return OptionalDouble.empty();
        }
        CpuBaseline base = child.baseline().get();
        if (nanos - base.nanos() < SHORTEST_RATIO_NANOS) {
            return ofTree ? last(child, ProcessSample::treeCpuRatio) : last(child, ProcessSample::cpuRatio);
        }
        return Rates.cpuRatio(ofTree ? base.tree() : base.own(), cpu, nanos - base.nanos());
    }

    private static OptionalDouble last(
            TrackedChild child, java.util.function.Function<ProcessSample, OptionalDouble> ratio) {
        return child.lastSample().map(ratio).orElseGet(OptionalDouble::empty);
    }

    private static CpuBaseline next(TrackedChild child, TrackedProcess root, TreeSum tree, long nanos) {
        CpuBaseline fresh = new CpuBaseline(nanos, root.ownCpu(), tree.cpu);
        return child.baseline()
                .filter(base -> nanos - base.nanos() < SHORTEST_RATIO_NANOS)
                .orElse(fresh);
    }

    // What only status has, proc_pid_status(5), and the open descriptors.
    private void lookSlowly(TrackedChild child) throws IOException {
        try {
            PidStatus status = procFs.status(child.child().key().pid());
            if (!child.root().map(TrackedProcess::isGone).orElse(true)) {
                child.tookSlowly(
                        status.vmHwmBytes().orElse(0),
                        new SlowSample(
                                treeSwap(child, status.vmSwapBytes()),
                                openFds(child),
                                child.memory().limitBytes()));
            }
        } catch (NoSuchProcessException goneOrHidden) {
            // A child that has become another user may be hidden by now: where there is a held descriptor, it knows.
            if (child.root().isEmpty() && !procFs.hidesOthers()) {
                child.gone(clocks.nanos());
            }
        } catch (IOException unreadable) {
            // Hidden is no trouble: it is told once, as a capability.
            if (!procFs.hidesOthers()) {
                throw unreadable;
            }
        }
    }

    private OptionalLong treeSwap(TrackedChild child, OptionalLong own) throws IOException {
        if (own.isEmpty()) {
            return own;
        }
        long sum = own.getAsLong();
        for (TrackedProcess descendant : child.descendants()) {
            sum += descendant.isGone() ? 0 : swapOf(descendant);
        }
        return OptionalLong.of(sum);
    }

    private long swapOf(TrackedProcess descendant) throws IOException {
        try {
            return procFs.status(descendant.key().pid()).vmSwapBytes().orElse(0);
        } catch (NoSuchProcessException gone) {
            return 0;
        }
    }

    private OptionalLong openFds(TrackedChild child) throws IOException {
        OptionalLong sum = procFs.openFds(child.child().key().pid());
        for (TrackedProcess descendant : child.descendants()) {
            if (sum.isPresent() && !descendant.isGone() && descendant.state() != 'Z') {
                sum = plus(sum.getAsLong(), descendant);
            }
        }
        return sum;
    }

    private OptionalLong plus(long sum, TrackedProcess descendant) throws IOException {
        try {
            OptionalLong more = procFs.openFds(descendant.key().pid());
            return more.isPresent() ? OptionalLong.of(sum + more.getAsLong()) : more;
        } catch (NoSuchProcessException gone) {
            return OptionalLong.of(sum);
        }
    }

    /** The figures of a tree, summed up. */
    private static final class TreeSum {
        private long rssBytes;
        private int processes = 1;
        private long threads;
        private CpuTime cpu;

        TreeSum(TrackedProcess root) {
            rssBytes = root.rssBytes();
            threads = root.threads();
            cpu = root.cpu();
        }

        // CPU of those that are gone is in their parent's figure once it has waited for them, or among the lost.
        void add(TrackedProcess descendant, boolean counts) {
            if (descendant.isGone()) {
                return;
            }
            cpu = cpu.plus(descendant.cpu());
            if (counts) {
                rssBytes += descendant.rssBytes();
                threads += descendant.threads();
                processes++;
            }
        }
    }
}
