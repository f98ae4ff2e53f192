package io.forkwatch.probe.register;

import io.forkwatch.probe.cgroup.ChildCgroup;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StderrRing;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.pid.PidLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Stream;

/** A living child with its tree, its samples and the requests to end it. Sampler thread only. */
public final class TrackedChild {
    private static final int MOST_KILLS = 8;
    private static final int MOST_DESCENDANTS_TOLD = 10;
    private static final int MOST_TOMBSTONES = 32;

    private final Child child;
    private final Optional<TrackedProcess> root;
    private final ChildCgroup memory;
    private final List<TrackedProcess> descendants = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();

    private ExitValue exitValue;
    private Optional<StderrRing> stderr;
    private boolean listed;
    private boolean unannounced;
    private String directory = "";

    private final ChildStats figures;

    /** Immutable, and made anew only when the tree has changed: it is published at every tick. */
    private volatile ChildTree tree;

    private CpuTime lostCpu = CpuTime.ZERO;
    private Optional<CpuTime> finalCpu = Optional.empty();
    private OptionalLong finalOwnCpuNanos = OptionalLong.empty();
    private Optional<PidLimits> limits = Optional.empty();
    private boolean addressSpaceLimited;
    private long vmPeakBytes;
    private OptionalLong goneSinceNanos = OptionalLong.empty();

    TrackedChild(Child child, Spawn spawn, Optional<TrackedProcess> root, ChildCgroup memory, StampedLock lock) {
        this.child = child;
        this.figures = new ChildStats(lock);
        this.tree = new ChildTree(child, List.of());
        this.exitValue = spawn.exitValue();
        this.stderr = spawn.stderr();
        this.root = root;
        this.memory = memory;
    }

    /** Who it is. */
    public Child child() {
        return child;
    }

    /** Its own process; empty if it was gone before it could be opened, or cannot be read. */
    public Optional<TrackedProcess> root() {
        return root;
    }

    /** Its memory group. */
    public ChildCgroup memory() {
        return memory;
    }

    /** Its descendants, tombstones included. */
    public List<TrackedProcess> descendants() {
        return descendants;
    }

    /** A descendant was found gone: if nobody in the tree can have waited for it, its CPU time is in no other figure. */
    public void ended(TrackedProcess descendant) {
        if (!isInTree(descendant.ppid())) {
            lostCpu = lostCpu.plus(descendant.cpu());
        }
    }

    // One that has just ended itself may have waited before.
    private boolean isInTree(long pid) {
        if (child.key().pid() == pid) {
            return true;
        }
        for (TrackedProcess descendant : descendants) {
            if (descendant.key().pid() == pid) {
                return true;
            }
        }
        return false;
    }

    /** CPU time of the tree since the child's start; never runs backwards. */
    public CpuTime treeCpu() {
        return figures.cpu();
    }

    /** Keeps a look, with the CPU time of descendants that ended as somebody else's children. */
    public void took(TreeSample look) {
        figures.take(look, lostCpu);
    }

    /**
     * Keeps what quick looks at some of its processes saw of their memory.
     *
     * @param settleNanos see {@link TrackedProcess#counts}
     */
    public void tookMemory(long nanos, long settleNanos) {
        if (root.isEmpty() || !figures.seen()) {
            return;
        }
        long treeRssBytes = root.get().rssBytes();
        for (int i = 0; i < descendants.size(); i++) {
            TrackedProcess descendant = descendants.get(i);
            if (!descendant.isGone() && descendant.counts(nanos, settleNanos)) {
                treeRssBytes += descendant.rssBytes();
            }
        }
        figures.takeMemory(nanos, root.get().rssBytes(), treeRssBytes);
    }

    /** Keeps a slow look, and the kernel's own high-water mark of the child. */
    public void tookSlowly(long vmHwmBytes, SlowSample looked) {
        figures.takeSlowly(vmHwmBytes, looked);
    }

    /** The last look that saw memory; empty before the first. */
    public Optional<ProcessSample> lastSample() {
        return figures.sample();
    }

    /** True if no look has been taken yet and one can be. */
    public boolean isUnseen() {
        return !figures.seen() && root.isPresent() && goneSinceNanos.isEmpty();
    }

    /** Keeps its resource limits, and the most address space that it has used so far. */
    public void tookLimits(PidLimits now, long peakBytes) {
        limits = Optional.of(now);
        addressSpaceLimited = now.addressSpaceSoftBytes().isPresent();
        vmPeakBytes = Math.max(vmPeakBytes, peakBytes);
    }

    /** True if it has a limit of its address space. */
    public boolean isAddressSpaceLimited() {
        return addressSpaceLimited;
    }

    /** The limits that it may have run into, as it ends. */
    LimitUse limitUse() {
        OptionalLong none = OptionalLong.empty();
        OptionalLong seen = root.map(process -> OptionalLong.of(process.ownCpu().totalNanos()))
                .orElse(none);
        return new LimitUse(
                limits.isPresent(),
                limits.map(PidLimits::cpuSoftSeconds).orElse(none),
                limits.map(PidLimits::cpuHardSeconds).orElse(none),
                finalOwnCpuNanos.isPresent() ? finalOwnCpuNanos : seen,
                limits.map(PidLimits::addressSpaceSoftBytes).orElse(none),
                vmPeakBytes > 0 ? OptionalLong.of(vmPeakBytes) : none,
                memory.forksRefused());
    }

    /** Keeps the kernel's own last figure of its CPU time, with and without those it waited for. */
    void finalCpu(CpuTime cpu, long ownNanos) {
        finalCpu = Optional.of(cpu);
        finalOwnCpuNanos = OptionalLong.of(ownNanos);
        figures.takeCpu(cpu);
    }

    /** The kernel's last figure, of the child and the descendants it waited for; empty if nobody read it. */
    Optional<CpuTime> finalCpu() {
        return finalCpu;
    }

    /** Notes that its process is gone although nobody has said how it ended. */
    public void gone(long nanos) {
        if (goneSinceNanos.isEmpty()) {
            goneSinceNanos = OptionalLong.of(nanos);
        }
    }

    /** True if it may be gone without a word: it is, nobody can see it, or nobody would tell. */
    public boolean isUnsettled() {
        return goneSinceNanos.isPresent() || unannounced || root.isEmpty();
    }

    /** Since when it is known to be gone; empty while it lives. */
    public OptionalLong goneSinceNanos() {
        return goneSinceNanos;
    }

    /**
     * True if a start with its pid is its own. One that a listing found has not been told of yet: it is the same unless
     * another process has the pid, even if it has ended meanwhile, for its end is told after its start.
     */
    boolean isSame(ProcessOpener.Opened opened) {
        if (opened.process().isEmpty()) {
            return listed;
        }
        boolean sameKey = opened.process().get().key().equals(child.key());
        return sameKey && (listed || goneSinceNanos.isEmpty());
    }

    /**
     * Notes that a listing found it, and no hook has told of it.
     *
     * @param told true if somebody will tell of its end all the same
     */
    void listed(boolean told) {
        listed = true;
        unannounced = !told;
    }

    /** A hook has told of it after all. */
    void announce(Spawn spawn) {
        listed = false;
        unannounced = false;
        exitValue = spawn.exitValue();
        stderr = spawn.stderr();
    }

    /** True if no hook has told of it: then none will tell of its end. */
    boolean isUnannounced() {
        return unannounced;
    }

    /** True if it is this child or stands below it. */
    boolean has(ProcessKey key) {
        if (child.key().equals(key)) {
            return true;
        }
        for (int i = 0; i < descendants.size(); i++) {
            if (descendants.get(i).key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** Keeps the directory it works in now; a shell changes it before it becomes the program. */
    public void tookDirectory(String current) {
        if (!current.equals(directory)) {
            // One text for all who stay where they were started.
            directory = current.equals(child.directory()) ? child.directory() : current;
        }
    }

    /** Who it was in the end. */
    Child atItsEnd() {
        return directory.isEmpty() || directory.equals(child.directory()) ? child : child.in(directory);
    }

    /** What the JDK knows of its end. */
    ExitValue exitValue() {
        return exitValue;
    }

    /** The last bytes of its stderr. */
    Optional<StderrRing> stderr() {
        return stderr;
    }

    void killAsked(Kill kill) {
        if (kills.size() < MOST_KILLS) {
            kills.add(kill);
        }
    }

    List<Kill> kills() {
        return List.copyOf(kills);
    }

    Peak peak() {
        return figures.peak();
    }

    /** Adds a descendant; forgets the oldest tombstone where there are too many. */
    void adopt(TrackedProcess descendant) {
        int tombstones = 0;
        for (TrackedProcess known : descendants) {
            tombstones += known.isGone() ? 1 : 0;
        }
        if (tombstones >= MOST_TOMBSTONES) {
            forgetOldestTombstone();
        }
        descendants.add(descendant);
    }

    private void forgetOldestTombstone() {
        for (Iterator<TrackedProcess> each = descendants.iterator(); each.hasNext(); ) {
            if (each.next().isGone()) {
                each.remove();
                return;
            }
        }
    }

    /** The descendants as a summary tells them: largest first, bounded. */
    List<Descendant> describeDescendants() {
        return descendants.stream()
                .map(TrackedProcess::describe)
                .sorted(Comparator.comparingLong(Descendant::rssBytes).reversed())
                .limit(MOST_DESCENDANTS_TOLD)
                .toList();
    }

    /** What is known of it at this moment. For any thread. */
    LivingChild describe(Clocks clocks) {
        Optional<ProcessSample> sample = figures.sample();
        Optional<Instant> at = sample.map(seen -> clocks.now().minusNanos(clocks.nanos() - seen.nanos()));
        return new LivingChild(child, sample, at, figures.peak(), figures.slow(), tree.members());
    }

    /** The living of its tree. For any thread. */
    ChildTree tree() {
        return tree;
    }

    /** Takes down who lives now; true if the tree is another one than before. */
    boolean renewTree() {
        boolean altered = root.isPresent() && root.get().takeAltered();
        for (int i = 0; i < descendants.size(); i++) {
            altered |= descendants.get(i).takeAltered();
        }
        if (altered) {
            tree = new ChildTree(child, describeTree());
        }
        return altered;
    }

    private List<TreeMember> describeTree() {
        return Stream.concat(root.stream(), descendants.stream())
                .filter(process -> !process.isGone())
                .map(process -> new TreeMember(process.key(), process.comm(), process.isZombie()))
                .toList();
    }
}
