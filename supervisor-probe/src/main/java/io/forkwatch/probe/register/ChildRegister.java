package io.forkwatch.probe.register;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.death.Surroundings;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;

/**
 * The living children of this supervisor: who they are, what they are called, who stands below them, and how they leave.
 *
 * <p>A pid is sought only among living children. At most one of them has it: the event of a child's end comes
 * before its pid can be given away again.
 */
@Confined(Confined.To.SAMPLER)
public final class ChildRegister {
    /** How long after a child was found gone its exit event may still be on its way. */
    public static final long EXIT_EVENT_GRACE_NANOS = 100_000_000;

    private final ProcessOpener opener;
    private final DescendantAdopter adopter;
    private final ProcFs files;
    private final StatReader reader;
    private final ProcessFacts facts;
    private final FinalStatReader finalStats;
    private final CgroupTracker cgroups;
    private final ChildNames names;
    private final PreexistingChildren older;
    private final String ownDirectory;
    private final Clocks clocks;
    private final KindCounters counters = new KindCounters();
    private final LivingChildren living = new LivingChildren();
    private final EndedChildren ended = new EndedChildren();
    private final KillPrograms killPrograms = new KillPrograms();
    private final OwnerSearch owners;
    private final StampedLock statsLock = new StampedLock();
    private final History.Room histories = new History.Room(History.Room.MOST_RINGS);

    private Optional<OomPreference> preference = Optional.empty();
    private List<TrackedChild> published = List.of();
    private List<ChildTree> trees = List.of();
    private boolean changed;

    /**
     * An empty register.
     *
     * @param proc shared with the sampler: one thread, one buffer
     * @param cgroups where their cgroups are
     * @param older says how children end whose start no hook has told of
     * @param ownDirectory the supervisor's working directory, absolute: that of children who were given none
     */
    public ChildRegister(
            ProcAccess proc,
            CgroupTracker cgroups,
            ChildNames names,
            PreexistingChildren older,
            String ownDirectory,
            Clocks clocks,
            Trouble trouble) {
        this.opener = new ProcessOpener(proc, trouble);
        this.facts = new ProcessFacts(proc.files(), proc.units());
        this.adopter = new DescendantAdopter(opener, facts, killPrograms);
        this.files = proc.files();
        this.reader = proc.reader();
        this.owners = new OwnerSearch(files, living.all(), ended);
        this.finalStats = new FinalStatReader(proc.units(), trouble);
        this.cgroups = cgroups;
        this.names = names;
        this.older = older;
        this.ownDirectory = ownDirectory;
        this.clocks = clocks;
    }

    /** From now on the kernel is asked to take children first. */
    public void prefer(OomPreference wanted) {
        preference = Optional.of(wanted);
    }

    /** The living children, oldest first; to be read only. */
    public List<TrackedChild> living() {
        return living.all();
    }

    /**
     * A child has started. If one with its pid was thought to live, the event of that one's end was lost: it is taken
     * out, and its end returned. A child that cannot be read is a child all the same.
     */
    public Optional<ChildEnd> started(Spawn spawn) {
        return started(spawn, opener.openChild(spawn.pid(), spawn.nanos()));
    }

    /** The same of a child whose end is known to come next: it is not opened any more. */
    public Optional<ChildEnd> startedAndEnded(Spawn spawn) {
        return started(spawn, ProcessOpener.Opened.NOT_TRIED);
    }

    private Optional<ChildEnd> started(Spawn spawn, ProcessOpener.Opened opened) {
        Optional<TrackedChild> known = living.find(spawn.pid());
        if (known.isPresent() && known.get().isSame(opened)) {
            known.get().announce(spawn);
            if (opened.process().isPresent()) {
                opener.close(opened.process().get());
            }
            return Optional.empty();
        }
        Optional<ChildEnd> missed =
                known.map(lost -> end(lost, Endings.withNoEvent(lost), spawn.nanos(), OptionalLong.empty()));
        track(spawn, opened);
        return missed;
    }

    private TrackedChild track(Spawn spawn, ProcessOpener.Opened opened) {
        Optional<TrackedProcess> process = opened.process();
        if (preference.isPresent() && process.isPresent()) {
            preference.get().raise(process.get().key());
        }
        CommandLine command = commandOf(spawn, process);
        Name name = names.take(command);
        Child child = new Child(
                process.map(TrackedProcess::key).orElseGet(() -> new ProcessKey(spawn.pid(), 0)),
                name,
                command.kept(),
                spawn.directory().isEmpty() ? ownDirectory : spawn.directory(),
                ChildNames.titleOf(name.kind(), command),
                clocks.now().minusNanos(clocks.nanos() - spawn.startNanos()),
                spawn.startNanos());
        TrackedChild tracked = new TrackedChild(
                child, spawn, process, cgroups.ofChild(spawn.pid(), clocks.nanos()), statsLock, histories);
        if (opened.gone()) {
            tracked.gone(clocks.nanos());
        }
        living.add(tracked);
        changed = true;
        counters.started(name.kind());
        return tracked;
    }

    private CommandLine commandOf(Spawn spawn, Optional<TrackedProcess> process) {
        boolean known = !spawn.command().arguments().isEmpty() || process.isEmpty();
        return known ? spawn.command() : facts.command(spawn.pid());
    }

    /**
     * A listing found a child of this JVM that no hook has told of; nothing happens if it is known, or gone. If the JDK
     * started it, as before a late attach, the JDK will say its exit value; else how it ends can be seen only if a sample
     * happens to find its zombie.
     */
    public void foundUnhooked(ProcessKey key, long nanos) {
        if (knows(key.pid())) {
            return;
        }
        ProcessOpener.Opened opened = opener.openChild(key.pid(), nanos);
        if (opened.process().isEmpty()) {
            return;
        }
        // Of a zombie that nobody waits for, as process 1 may have them for ever, there is nothing to be seen. And who
        // has got the pid since the listing is new at the next one.
        if (opened.process().get().isZombie() || !opened.process().get().key().equals(key)) {
            opener.close(opened.process().get());
            return;
        }
        Optional<ExitValue> exitValue = older.follow(key.pid());
        Spawn start = new Spawn(
                key.pid(),
                CommandLine.UNKNOWN,
                facts.directory(key.pid()),
                nanos - facts.ageNanos(key),
                exitValue.orElse(ExitValue.UNKNOWN));
        track(start, opened).foundByListing(exitValue.isPresent());
    }

    /** True if a living child has this pid. */
    public boolean knows(long pid) {
        return living.find(pid).isPresent();
    }

    /** True if it is a living child or stands below one. */
    public boolean isInFlight(ProcessKey key) {
        for (int i = 0; i < living().size(); i++) {
            if (living().get(i).has(key)) {
                return true;
            }
        }
        return false;
    }

    /** Takes in a process that was born below a living child; false if its parent is none of them. */
    public boolean adopt(ProcessKey key, long ppid, long nanos) {
        return adopter.adopt(key, ppid, living(), nanos);
    }

    /** From which child a process came whose parent was gone before anybody looked, if something proves it. */
    public Optional<Owner> ownerOf(Stray stray) {
        return owners.proved(stray, startNanos(stray.key()));
    }

    /** From which child it may have come, by its start alone: the only one that lived then. */
    public Optional<Owner> perhapsOwnerOf(ProcessKey key) {
        return owners.onlyOneThen(startNanos(key));
    }

    private long startNanos(ProcessKey key) {
        return clocks.nanos() - facts.ageNanos(key);
    }

    /** How long ago a process started, 0 and up; 0 if that cannot be read. */
    public long ageNanos(ProcessKey key) {
        return facts.ageNanos(key);
    }

    /** Follows such a process below its child; one that only may have come from it is told when the child has ended. */
    public void adopt(ProcessKey key, Owner.Living owner, long nanos) {
        if (owner.by() == Attribution.START_TIME) {
            owner.child().suspect(key);
        } else {
            String comm = owner.child().root().map(TrackedProcess::comm).orElse("");
            adopter.follow(key, owner.by(), comm, owner.child(), nanos);
        }
    }

    /** What a process with this command would be called as a child, within the cap on kinds. */
    public Kind kindOf(CommandLine command) {
        return names.kindOf(command);
    }

    /** The kind itself, or {@link Kind#OTHER} beyond the cap on kinds. */
    public Kind admit(Kind kind) {
        return names.admit(kind);
    }

    /** A child could not be started; returns the kind it would have had. */
    public Kind startFailed(StartFailure failure) {
        Kind kind = names.kindOf(failure.command());
        counters.startFailed(kind);
        return kind;
    }

    /** The supervisor starts a program that may end others: kept for a while. */
    public void heardOf(KillProgram program) {
        killPrograms.add(program);
    }

    /** The supervisor asked for the end of a process; forgotten if it is neither a child nor known below one. */
    public void killAsked(Kill kill) {
        Optional<TrackedChild> child = living.find(kill.pid());
        if (child.isPresent()) {
            child.get().killAsked(kill);
            return;
        }
        for (int i = 0; i < living().size(); i++) {
            if (living().get(i).hasLiving(kill.pid())) {
                living().get(i).killBelowAsked(kill);
                return;
            }
        }
    }

    /** A process has ended; empty if it was not a child. */
    public Optional<ChildEnd> ended(Zombie zombie) {
        Optional<TrackedChild> child = living.find(zombie.pid());
        if (child.isEmpty()) {
            return Optional.empty();
        }
        ChildEnd end = ended(child.get(), zombie);
        return Optional.of(
                zombie.perfData().isPresent()
                        ? end.withPerfData(zombie.perfData().get())
                        : end);
    }

    private ChildEnd ended(TrackedChild child, Zombie zombie) {
        Optional<FinalStat> last = finalStats.read(zombie);
        if (last.isEmpty()) {
            Ending ending = Endings.byExitValue(child, zombie.exitValue());
            return end(child, ending, zombie.nanos(), OptionalLong.empty());
        }
        child.tookFinal(last.get());
        return end(
                child,
                last.get().ending(),
                zombie.nanos(),
                OptionalLong.of(last.get().faultedBytes()));
    }

    /** Takes out the children that are gone with no exit event, once none can be on its way any more. */
    public List<ChildEnd> settleGone(long nanos) {
        return settleGone(nanos, EXIT_EVENT_GRACE_NANOS);
    }

    /** The same at the end of the supervisor, when no exit event can be on its way. */
    public List<ChildEnd> settleAllGone(long nanos) {
        return settleGone(nanos, 0);
    }

    private List<ChildEnd> settleGone(long nanos, long graceNanos) {
        List<TrackedChild> gone = List.of();
        for (int i = 0; i < living().size(); i++) {
            if (isGone(living().get(i), nanos, graceNanos)) {
                gone = gone.isEmpty() ? new ArrayList<>() : gone;
                gone.add(living().get(i));
            }
        }
        return gone.isEmpty() ? List.of() : endAll(gone, nanos);
    }

    private static boolean isGone(TrackedChild child, long nanos, long graceNanos) {
        // Nobody can see the end of one that cannot be read, but the JDK may know of it.
        if ((child.root().isEmpty() && child.exitValue().read().isPresent()) || isLeftZombie(child)) {
            child.gone(nanos);
        }
        return child.goneSinceNanos().isPresent()
                && nanos - child.goneSinceNanos().getAsLong() >= graceNanos;
    }

    // Nobody has to wait for a child that another library started, or that was reparented to this process.
    private static boolean isLeftZombie(TrackedChild child) {
        return child.isUnhooked()
                && child.root().isPresent()
                && child.root().get().isZombie();
    }

    private List<ChildEnd> endAll(List<TrackedChild> gone, long nanos) {
        List<ChildEnd> ends = new ArrayList<>(gone.size());
        for (TrackedChild child : gone) {
            ends.add(end(child, Endings.withNoEvent(child), nanos, OptionalLong.empty()));
        }
        return ends;
    }

    private ChildEnd end(TrackedChild child, Ending ending, long nanos, OptionalLong faultedBytes) {
        // First: the sooner it is read, the fewer other deaths can be in it.
        Optional<OomCounts> oom = oom(child, ending, nanos, faultedBytes);
        opener.sampleOnce(child.descendants(), nanos);
        Death death = new Death(
                child.lastIdentity(),
                ending,
                clocks.now().minusNanos(clocks.nanos() - nanos),
                nanos,
                child.lastSample(),
                child.peak(),
                child.memoryDoubt(reader),
                child.finalStat().map(FinalStat::cpu).orElseGet(child::treeCpu),
                child.finalStat().isPresent(),
                child.describeDescendants(),
                child.kills(),
                oom,
                ending.isClean() ? LimitUse.UNKNOWN : child.limitUse(),
                child.stderr(),
                ending.isClean() ? Surroundings.UNKNOWN : around(child, nanos));
        forget(child);
        ended.add(child.child(), child.outputPipes(), nanos);
        return new ChildEnd(death, child.leftBehind());
    }

    private Surroundings around(TrackedChild child, long nanos) {
        Optional<FinalStat> last = child.finalStat();
        long pid = child.child().key().pid();
        return new Surroundings(
                last.isPresent() ? last.get().ppid() : OptionalLong.empty(),
                last.isPresent() ? last.get().group() : OptionalLong.empty(),
                Optional.empty(),
                child.isDumpingCore(),
                child.isFrozen(),
                killPrograms.before(nanos, pid));
    }

    // The clean exit of one that ran no others needs no evidence, and is the usual end.
    private Optional<OomCounts> oom(TrackedChild child, Ending ending, long nanos, OptionalLong faultedBytes) {
        return ending.isClean() && child.descendants().isEmpty()
                ? Optional.empty()
                : Optional.of(child.cgroup().counts(nanos, clocks.nanos(), faultedBytes));
    }

    private void forget(TrackedChild child) {
        living.remove(child);
        changed = true;
        Name name = child.child().name();
        names.free(name);
        counters.ended(name.kind(), child.treeCpu());
        child.cgroup().close();
        child.close();
        if (child.root().isPresent()) {
            opener.close(child.root().get());
        }
        for (TrackedProcess descendant : child.descendants()) {
            opener.close(descendant);
        }
    }

    /**
     * The current view, for the threads that publish.
     *
     * @param nanos monotonic time of the tick
     * @param lagNanos how late it was, 0 and up
     * @param orphans the processes that nobody is responsible for, at their last sample
     */
    public LiveView view(long nanos, long lagNanos, List<Orphan> orphans) {
        renewTrees();
        if (changed) {
            changed = false;
            published = List.copyOf(living());
            trees = published.stream().map(TrackedChild::tree).toList();
        }
        return new RegisterView(clocks, nanos, lagNanos, published, trees, counters.booked(), orphans);
    }

    private void renewTrees() {
        for (int i = 0; i < living().size(); i++) {
            changed |= living().get(i).renewTree();
        }
    }
}
