package io.forkwatch.probe.register;

import io.forkwatch.probe.cgroup.ChildCgroup;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.MemoryDoubt;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StderrRing;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.OutputPipes;
import io.forkwatch.probe.procfs.pid.PidLimits;
import io.forkwatch.probe.thread.Confined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Stream;

/** A living child with its tree, its samples and the requests to end it. */
@Confined(Confined.To.SAMPLER)
public final class TrackedChild {
    private static final int MOST_KILLS = 8;
    private static final int MOST_SUSPECTS = 8;

    private final Child child;
    private final Optional<TrackedProcess> root;
    private final ChildCgroup cgroup;
    private final Descendants descendants = new Descendants();
    private final ObservedLimits limits = new ObservedLimits();
    private final List<Kill> kills = new ArrayList<>();
    private final List<Kill> killsBelow = new ArrayList<>(0);
    private final ChildStats stats;

    private ExitValue exitValue;
    private Optional<StderrRing> stderr;
    private Source source = Source.HOOK;
    private String directory = "";
    private OutputPipes pipes = OutputPipes.NONE;
    private boolean pipesSeen;
    private boolean dumpingCore;
    private List<ProcessKey> suspects = List.of();

    /** Immutable, and made anew only when the tree has changed: it is published at every tick. */
    private volatile ChildTree tree;

    private Optional<FinalStat> finalStat = Optional.empty();
    private OptionalLong goneSinceNanos = OptionalLong.empty();

    /** How its start became known, and with it who will tell of its end. */
    private enum Source {
        /** A hook told of its start, and one will tell of its end. */
        HOOK,
        /** A listing found it, and the JDK will tell its exit value. */
        LISTING_AND_JDK,
        /** A listing found it, and nobody will tell of its end. */
        LISTING
    }

    /**
     * A child that has just started.
     *
     * @param lock of all figures
     * @param room for its history
     */
    TrackedChild(
            Child child,
            Spawn spawn,
            Optional<TrackedProcess> root,
            ChildCgroup cgroup,
            StampedLock lock,
            History.Room room) {
        this.child = child;
        this.stats = new ChildStats(lock, new History(room));
        this.tree = new ChildTree(child, List.of());
        this.exitValue = spawn.exitValue();
        this.stderr = spawn.stderr();
        this.root = root;
        this.cgroup = cgroup;
    }

    /** Who it is. */
    @Confined(Confined.To.ANY)
    public Child child() {
        return child;
    }

    /** Its own process; empty if it was gone before it could be opened, or cannot be read. */
    public Optional<TrackedProcess> root() {
        return root;
    }

    /** Its memory cgroup. */
    public ChildCgroup cgroup() {
        return cgroup;
    }

    /** Its descendants, tombstones included, in the order in which they were found; to be read only. */
    public List<TrackedProcess> descendants() {
        return descendants.all();
    }

    /** A descendant was found gone: if nobody in the tree can have waited for it, its CPU time is in no other figure. */
    public void ended(TrackedProcess descendant) {
        descendants.ended(descendant, child.key().pid());
    }

    /** Adds a descendant. */
    void adopt(TrackedProcess descendant) {
        descendants.add(descendant);
    }

    /** True if it is this child or stands below it. */
    boolean has(ProcessKey key) {
        return child.key().equals(key) || descendants.has(key);
    }

    /** The descendants as a summary tells them: largest first, bounded. */
    List<Descendant> describeDescendants() {
        return descendants.describe();
    }

    /** Whom it leaves behind: the descendants that live on, zombies apart, and those that may have come from it. */
    List<ChildEnd.Left> leftBehind() {
        List<ChildEnd.Left> left = descendants.living();
        for (ProcessKey suspect : suspects) {
            left.add(new ChildEnd.Left(suspect, Attribution.START_TIME));
        }
        return left;
    }

    /** Notes that a process may have come from it, by its start alone; of many the first ones. */
    void suspect(ProcessKey key) {
        if (suspects.isEmpty()) {
            suspects = new ArrayList<>();
        }
        if (suspects.size() < MOST_SUSPECTS && !suspects.contains(key)) {
            suspects.add(key);
        }
    }

    /** To which pipes it writes, if that was seen; none once it has ended unseen. */
    OutputPipes outputPipes() {
        return pipes;
    }

    /** Has it seen to which pipes it writes, once: when its start is told it is its own program. True if not before. */
    public boolean seeOutput(ProcFs files) {
        boolean first = !pipesSeen;
        if (first) {
            pipes = files.outputPipes(child.key().pid());
            pipesSeen = true;
        }
        return first;
    }

    /** CPU time of the tree since the child's start; never runs backwards. */
    @Confined(Confined.To.ANY)
    public CpuTime treeCpu() {
        return stats.cpu();
    }

    /** Keeps a sample, with the CPU time of descendants that ended as somebody else's children. */
    public void took(TreeSample sample) {
        stats.take(sample, descendants.lostCpu());
    }

    /**
     * Keeps what quick samples of some of its processes saw of their memory.
     *
     * @param settleNanos see {@link TrackedProcess#counts}
     */
    public void tookMemory(long nanos, long settleNanos) {
        if (root.isEmpty() || !stats.sampled()) {
            return;
        }
        long treeRssBytes = root.get().rssBytes();
        List<TrackedProcess> below = descendants.all();
        for (int i = 0; i < below.size(); i++) {
            TrackedProcess descendant = below.get(i);
            if (!descendant.isGone() && descendant.counts(nanos, settleNanos)) {
                treeRssBytes += descendant.rssBytes();
            }
        }
        stats.takeMemory(nanos, root.get().rssBytes(), treeRssBytes);
    }

    /** Keeps a slow sample, and the kernel's own high-water mark of the child. */
    public void tookSlowly(long vmHwmBytes, SlowSample sample) {
        stats.takeSlowly(vmHwmBytes, sample);
    }

    /** The last sample with memory in it; empty before the first. */
    public Optional<ProcessSample> lastSample() {
        return stats.sample();
    }

    /** True if no sample has been taken yet and one can be. */
    public boolean isUnseen() {
        return !stats.sampled() && root.isPresent() && goneSinceNanos.isEmpty();
    }

    /** Keeps its resource limits, and the most address space that it has used so far; 0 if that is not known. */
    public void tookLimits(PidLimits now, long peakBytes) {
        limits.take(now, peakBytes);
    }

    /** True if it has a limit of its address space. */
    public boolean isAddressSpaceLimited() {
        return limits.isAddressSpaceLimited();
    }

    /** The limits that it may have run into, as it ends. */
    LimitUse limitUse() {
        return limits.use(ownCpuNanos(), cgroup.forksRefused());
    }

    private OptionalLong ownCpuNanos() {
        if (finalStat.isPresent()) {
            return OptionalLong.of(finalStat.get().ownCpuNanos());
        }
        return root.isPresent() ? OptionalLong.of(root.get().ownCpu().totalNanos()) : OptionalLong.empty();
    }

    /** Keeps the kernel's own last figures. */
    void tookFinal(FinalStat last) {
        finalStat = Optional.of(last);
        stats.takeCpu(last.cpu());
    }

    /** The kernel's last figures, of the child and the descendants it waited for; empty if nobody read them. */
    Optional<FinalStat> finalStat() {
        return finalStat;
    }

    /** Notes that its process is gone although nobody has said how it ended. */
    public void gone(long nanos) {
        if (goneSinceNanos.isEmpty()) {
            goneSinceNanos = OptionalLong.of(nanos);
        }
    }

    /** True if it may be gone with no exit event: it is, nobody can see it, or nobody would tell. */
    public boolean isUnsettled() {
        return goneSinceNanos.isPresent() || isUnhooked() || root.isEmpty();
    }

    /** Since when it is known to be gone, monotonic; empty while it lives. */
    public OptionalLong goneSinceNanos() {
        return goneSinceNanos;
    }

    /**
     * True if a start with its pid is its own. One that a listing found is the same unless another process has the pid,
     * even if it has ended meanwhile: the event of its end comes after that of its start.
     */
    boolean isSame(ProcessOpener.Opened opened) {
        boolean listed = source != Source.HOOK;
        if (opened.process().isEmpty()) {
            return listed;
        }
        boolean sameKey = opened.process().get().key().equals(child.key());
        return sameKey && (listed || goneSinceNanos.isEmpty());
    }

    /**
     * Notes that a listing found it, and no hook has told of it.
     *
     * @param jdkTells true if the JDK will tell its exit value all the same
     */
    void foundByListing(boolean jdkTells) {
        source = jdkTells ? Source.LISTING_AND_JDK : Source.LISTING;
    }

    /** A hook has told of its start after all. */
    void announce(Spawn late) {
        source = Source.HOOK;
        exitValue = late.exitValue();
        stderr = late.stderr();
    }

    /** True if no hook has told of its start: then none will tell of its end. */
    boolean isUnhooked() {
        return source == Source.LISTING;
    }

    /** Keeps whether the kernel is writing its core dump. */
    public void tookCoreDumping(boolean now) {
        dumpingCore = now;
    }

    /** True if the kernel was writing its core dump at the last slow sample. */
    boolean isDumpingCore() {
        return dumpingCore;
    }

    /** True if it was frozen when it was seen last, or is at its end. */
    boolean isFrozen() {
        // In version 1 one that is frozen shows state D, and has to be thawed to die.
        boolean stopped = stats.sample().filter(last -> last.state() == 'D').isPresent();
        return (stopped && cgroup.wasFrozen()) || cgroup.isFrozenNow();
    }

    /** Keeps the directory it works in now; a shell changes it before it becomes the program. */
    public void tookDirectory(String current) {
        if (!current.equals(directory)) {
            // One text for all who stay where they were started.
            directory = current.equals(child.directory()) ? child.directory() : current;
        }
    }

    /** Its last known identity: who it is, and where it worked in the end. */
    Child lastIdentity() {
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

    /** Keeps a request to end it; of many the first ones. */
    void killAsked(Kill kill) {
        if (kills.size() < MOST_KILLS) {
            kills.add(kill);
        }
    }

    /** Keeps a request to end a process below it; of many the first ones. */
    void killBelowAsked(Kill kill) {
        if (killsBelow.size() < MOST_KILLS) {
            killsBelow.add(kill);
        }
    }

    /** True if a process with that pid is known below it and has not ended. */
    boolean hasLiving(long pid) {
        List<TrackedProcess> below = descendants.all();
        for (int i = 0; i < below.size(); i++) {
            if (below.get(i).key().pid() == pid && !below.get(i).isGone()) {
                return true;
            }
        }
        return false;
    }

    /** The requests to end it, oldest first, then those to end a process below it. */
    List<Kill> kills() {
        List<Kill> all = new ArrayList<>(kills);
        all.addAll(killsBelow);
        return List.copyOf(all);
    }

    /** How old and how true the figures of its memory are. */
    MemoryDoubt memoryDoubt(StatReader reader) {
        long own = root.isPresent() ? root.get().possibleErrorBytes(reader) : 0;
        long tree = own;
        List<TrackedProcess> below = descendants.all();
        for (int i = 0; i < below.size(); i++) {
            tree += below.get(i).isGone() ? 0 : below.get(i).possibleErrorBytes(reader);
        }
        return new MemoryDoubt(stats.peakNanos(), own, tree);
    }

    /** The most memory that was seen. */
    @Confined(Confined.To.ANY)
    Peak peak() {
        return stats.peak();
    }

    /** Its last minutes. */
    @Confined(Confined.To.ANY)
    ChildHistory history() {
        return stats.history();
    }

    /** It is not sampled any more. */
    void close() {
        stats.close();
    }

    /** What is known of it at this moment. */
    @Confined(Confined.To.ANY)
    LivingChild describe(Clocks clocks) {
        Optional<ProcessSample> sample = stats.sample();
        Optional<Instant> at = sample.map(seen -> clocks.now().minusNanos(clocks.nanos() - seen.nanos()));
        return new LivingChild(child, sample, at, stats.peak(), stats.slow(), tree.members());
    }

    /** The living of its tree. */
    @Confined(Confined.To.ANY)
    ChildTree tree() {
        return tree;
    }

    /** Notes who lives now; true if the tree is another one than before. */
    boolean renewTree() {
        boolean altered = root.isPresent() && root.get().takeAltered();
        altered |= descendants.takeAltered();
        if (altered) {
            tree = new ChildTree(child, describeTree());
        }
        return altered;
    }

    private List<TreeMember> describeTree() {
        return Stream.concat(root.stream(), descendants.all().stream())
                .filter(process -> !process.isGone())
                .map(process -> new TreeMember(process.key(), process.comm(), process.isZombie()))
                .toList();
    }
}
