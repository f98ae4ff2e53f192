package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidLimits;
import io.forkwatch.probe.procfs.pid.PidStatus;
import io.forkwatch.probe.procfs.pid.SmapsRollup;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Samples what costs more or changes less: swap, descriptors, limits, directory, memory cgroup. Each of these samples opens
 * several files, so there is a {@link RoundRobin}, and all that were requested are taken at the end of an iteration: between
 * the others the JIT compiler would make one piece of both, at the cost of 30 MB.
 */
@Confined(Confined.To.SAMPLER)
final class SlowSampler {
    private static final int MOST_STATUS_BYTES = 4096;

    /** The name that ZGC gives to the file behind its heap. */
    private static final String ZGC_HEAP = "memfd:java_heap";

    /** At 5 ms a gigabyte. */
    private static final long LARGEST_COUNTED_BYTES = 4L << 30;

    private static final String PERF_DATA = "/hsperfdata_";

    private final ProcFs procFs;
    private final StatReader reader;
    private final Auxv units;
    private final Clocks clocks;
    private final Trouble trouble;
    private final List<TrackedChild> requested = new ArrayList<>();
    private final List<TrackedChild> placements = new ArrayList<>();
    private final ByteSpan text = new ByteSpan(MOST_STATUS_BYTES);
    private final Optional<String> ownDirectory;

    SlowSampler(ProcAccess proc, Clocks clocks, Trouble trouble) {
        this.procFs = proc.files();
        this.reader = proc.reader();
        this.units = proc.units();
        this.clocks = clocks;
        this.trouble = trouble;
        this.ownDirectory = procFs.ownDirectory();
    }

    /** Requests all of it. */
    void request(TrackedChild child) {
        requested.add(child);
    }

    /** Requests only in which cgroup and directory a child is, and below which limits: it may have moved. */
    void requestPlacement(TrackedChild child) {
        placements.add(child);
    }

    /** Takes the samples that were requested. */
    void doWork() {
        for (int i = 0; i < requested.size(); i++) {
            samplePlacement(requested.get(i));
            sampleSafely(requested.get(i));
        }
        for (int i = 0; i < placements.size(); i++) {
            samplePlacement(placements.get(i));
            sampleExactly(placements.get(i));
        }
        forget();
    }

    /** Forgets what an iteration that failed has requested: meanwhile a child may have ended. */
    void forget() {
        requested.clear();
        placements.clear();
    }

    /**
     * Has those of whom a sample was requested seen to which pipes they write, once: one may leave a daemon behind, and end
     * before that is found.
     */
    void seeOutputs() {
        seeOutputs(requested);
        seeOutputs(placements);
    }

    private void seeOutputs(List<TrackedChild> children) {
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i).root().filter(SlowSampler::lives).isPresent()) {
                children.get(i).seeOutput(procFs);
            }
        }
    }

    // One child's trouble never hides another's figures.
    private void sampleSafely(TrackedChild child) {
        try {
            sample(child);
        } catch (IOException unreadable) {
            trouble.report("sample", unreadable);
        }
    }

    /** What only status has, proc_pid_status(5), and the open descriptors. */
    private void sample(TrackedChild child) throws IOException {
        try {
            PidStatus status = procFs.status(child.child().key().pid(), text);
            if (child.root().isPresent() && !child.root().get().isGone()) {
                child.tookCoreDumping(status.coreDumping());
                TreeStatus tree = treeStatus(child, status);
                sampleExactly(child);
                child.tookSlowly(
                        child.root().get().countsTwice()
                                ? 0
                                : status.vmHwmBytes().orElse(0),
                        new SlowSample(
                                known(status.vmSwapBytes(), tree.swapBytes()),
                                known(status.hugetlbBytes(), tree.hugetlbBytes()),
                                openFds(child),
                                child.cgroup().limitBytes(),
                                child.cgroup().wasFrozen()));
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

    // A launcher moves itself into its cgroup, and to its directory, while it is young, and then becomes the program.
    private void samplePlacement(TrackedChild child) {
        if (child.root().filter(SlowSampler::lives).isPresent()) {
            child.cgroup().locate(clocks.nanos());
            sampleLimits(child);
            sampleDirectory(child);
        }
    }

    /** Where nothing cheaper is exact. Only for who may trace the process: for others the cheap figure stays. */
    private void sampleExactly(TrackedChild child) {
        child.root().ifPresent(this::sampleExactly);
        List<TrackedProcess> descendants = child.descendants();
        for (int i = 0; i < descendants.size(); i++) {
            sampleExactly(descendants.get(i));
        }
    }

    private void sampleExactly(TrackedProcess process) {
        boolean wrong = process.isTooCoarse(reader) || process.isMuchShared();
        if (wrong && process.rssBytes() <= LARGEST_COUNTED_BYTES) {
            try {
                long shared = heapInSharedMemory(process);
                SmapsRollup all = procFs.smapsRollup(process.key().pid());
                long counted = Math.min(shared, all.pssShmemBytes().orElse(shared));
                process.tookExactly(all.rssBytes() - (shared - counted), units);
            } catch (IOException hiddenOrGone) {
                return;
            }
        }
    }

    // HotSpot's ZGC before JDK 21 maps its heap in three places (zPhysicalMemoryBacking_linux.cpp), and each counts.
    // That a
    // page has been mapped so is in its proportional share alone; but one that other processes have is whole in
    // resident memory.
    private long heapInSharedMemory(TrackedProcess process) throws IOException {
        return process.isMuchShared() && procFs.hasMapped(process.key().pid(), ZGC_HEAP) ? process.sharedBytes() : 0;
    }

    private static boolean lives(TrackedProcess root) {
        return !root.isGone() && !root.isZombie();
    }

    // On its way to its program a child is for a moment where this JVM is, and a JVM that starts is for a moment where
    // performance data are kept (HotSpot, perfMemory_posix.cpp).
    private void sampleDirectory(TrackedChild child) {
        Optional<String> directory = procFs.workingDirectory(child.child().key().pid());
        if (directory.isPresent()
                && !directory.equals(ownDirectory)
                && !directory.get().contains(PERF_DATA)) {
            child.tookDirectory(directory.get());
        }
    }

    /** Its resource limits, and how much address space it has used of them. */
    void sampleLimits(TrackedChild child) {
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

    /** What the statuses of a tree add up to. */
    private record TreeStatus(long swapBytes, long hugetlbBytes) {
        static final TreeStatus NONE = new TreeStatus(0, 0);

        TreeStatus plus(PidStatus more) {
            return new TreeStatus(
                    swapBytes + more.vmSwapBytes().orElse(0),
                    hugetlbBytes + more.hugetlbBytes().orElse(0));
        }
    }

    private static OptionalLong known(OptionalLong own, long ofTree) {
        return own.isPresent() ? OptionalLong.of(ofTree) : own;
    }

    private TreeStatus treeStatus(TrackedChild child, PidStatus own) throws IOException {
        child.root().orElseThrow().tookShared(own.rssShmemBytes().orElse(0));
        TreeStatus sum = TreeStatus.NONE.plus(own);
        List<TrackedProcess> descendants = child.descendants();
        for (int i = 0; i < descendants.size(); i++) {
            sum = descendants.get(i).isGone() ? sum : plus(sum, descendants.get(i));
        }
        return sum;
    }

    private TreeStatus plus(TreeStatus sum, TrackedProcess descendant) throws IOException {
        try {
            PidStatus status = procFs.status(descendant.key().pid(), text);
            descendant.tookShared(status.rssShmemBytes().orElse(0));
            return sum.plus(status);
        } catch (NoSuchProcessException gone) {
            return sum;
        }
    }

    private OptionalLong openFds(TrackedChild child) throws IOException {
        OptionalLong sum = procFs.openFds(child.child().key().pid());
        for (TrackedProcess descendant : child.descendants()) {
            if (sum.isPresent() && !descendant.isGone() && !descendant.isZombie()) {
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
