package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.procfs.ByteSpan;
import io.forkwatch.probe.procfs.NoSuchProcessException;
import io.forkwatch.probe.procfs.PidLimits;
import io.forkwatch.probe.procfs.PidStatus;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at what costs more than a sample or changes less: swap, descriptors, limits, directory, memory group. Each look
 * opens several files, so there is a {@link Rota}. Sampler thread only.
 */
final class SlowLooks {
    private static final int MOST_STATUS_BYTES = 4096;

    private static final String PERF_DATA = "/hsperfdata_";

    private final ProcFs procFs;
    private final Clocks clocks;
    private final ByteSpan text = new ByteSpan(MOST_STATUS_BYTES);
    private final Optional<String> ownDirectory;

    SlowLooks(ProcFs procFs, Clocks clocks) {
        this.procFs = procFs;
        this.clocks = clocks;
        this.ownDirectory = procFs.ownDirectory();
    }

    /** What only status has, proc_pid_status(5), and the open descriptors. */
    void look(TrackedChild child) throws IOException {
        try {
            PidStatus status = procFs.status(child.child().key().pid(), text);
            if (child.root().isPresent() && !child.root().get().isGone()) {
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

    /** A launcher moves itself into its group, and to its directory, while it is young, and then becomes the program. */
    void lookAround(TrackedChild child, long nanos) {
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

    /** Its resource limits, and how much address space it has used of them. */
    void lookAtLimits(TrackedChild child) {
        long pid = child.child().key().pid();
        try {
            PidLimits limits = procFs.limits(pid, text);
            boolean limited = limits.addressSpaceSoftBytes().isPresent();
            child.tookLimits(
                    limits, limited ? procFs.status(pid, text).vmPeakBytes().orElse(0) : 0);
        } catch (IOException hidden) {
            return; // What is known already stays; a limit that is not known explains nothing.
        }
    }

    private OptionalLong treeSwap(TrackedChild child, OptionalLong own) throws IOException {
        if (own.isEmpty()) {
            return own;
        }
        long sum = own.getAsLong();
        List<TrackedProcess> descendants = child.descendants();
        for (int i = 0; i < descendants.size(); i++) {
            sum += descendants.get(i).isGone() ? 0 : swapOf(descendants.get(i));
        }
        return OptionalLong.of(sum);
    }

    private long swapOf(TrackedProcess descendant) throws IOException {
        try {
            return procFs.status(descendant.key().pid(), text).vmSwapBytes().orElse(0);
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
}
