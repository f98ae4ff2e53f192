package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidLimits;
import io.forkwatch.probe.procfs.pid.PidStatus;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at what costs more than a sample or changes less: swap, descriptors, limits, directory, memory group. Each look
 * opens several files, so there is a {@link RoundRobin}, and all that were asked for are taken at the end of a turn: between
 * the samples the JIT compiler would make one piece of both, at the cost of 30 MB. Sampler thread only.
 */
final class SlowSampler {
    private static final int MOST_STATUS_BYTES = 4096;

    private static final String PERF_DATA = "/hsperfdata_";

    private final ProcFs procFs;
    private final Clocks clocks;
    private final Trouble trouble;
    private final List<TrackedChild> due = new ArrayList<>();
    private final List<TrackedChild> elsewhere = new ArrayList<>();
    private final ByteSpan text = new ByteSpan(MOST_STATUS_BYTES);
    private final Optional<String> ownDirectory;

    SlowSampler(ProcFs procFs, Clocks clocks, Trouble trouble) {
        this.procFs = procFs;
        this.clocks = clocks;
        this.trouble = trouble;
        this.ownDirectory = procFs.ownDirectory();
    }

    /** Asks for all of it. */
    void ask(TrackedChild child) {
        due.add(child);
    }

    /** Asks where a child is that may be elsewhere now. */
    void askAround(TrackedChild child) {
        elsewhere.add(child);
    }

    /** Takes the looks that were asked for. */
    void turn() {
        for (int i = 0; i < due.size(); i++) {
            lookAround(due.get(i));
            lookSafely(due.get(i));
        }
        for (int i = 0; i < elsewhere.size(); i++) {
            lookAround(elsewhere.get(i));
        }
        forget();
    }

    /** Forgets what a turn that failed has asked for: meanwhile a child may have ended. */
    void forget() {
        due.clear();
        elsewhere.clear();
    }

    // One child's trouble never hides another's figures.
    private void lookSafely(TrackedChild child) {
        try {
            look(child);
        } catch (IOException unreadable) {
            trouble.report("look", unreadable);
        }
    }

    /** What only status has, proc_pid_status(5), and the open descriptors. */
    private void look(TrackedChild child) throws IOException {
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

    // A launcher moves itself into its group, and to its directory, while it is young, and then becomes the program.
    private void lookAround(TrackedChild child) {
        if (child.root().filter(SlowSampler::lives).isPresent()) {
            child.memory().locate(clocks.nanos());
            lookAtLimits(child);
            lookAtDirectory(child);
        }
    }

    private static boolean lives(TrackedProcess root) {
        return !root.isGone() && !root.isZombie();
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
