package io.forkwatch.probe.register;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.naming.KindNamer;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.naming.LauncherTitles;
import io.forkwatch.probe.orphans.OrphanSources;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LiveView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;

/**
 * The living children of this supervisor: who they are, what they are called, and how they leave. Sampler thread only.
 *
 * <p>A pid is looked up only among living children. At most one of them has it: the event of a child's end comes
 * before its pid can be given away again.
 */
public final class ChildRegister implements OrphanSources {
    /** How long after a child was found gone the word of its end may still be on its way. */
    public static final long WORD_ON_ITS_WAY_NANOS = 100_000_000;

    private final ProcessOpener opener;
    private final KindNamer namer;
    private final SlotAllocator names;
    private final Clocks clocks;
    private final String ownDirectory;
    private final Orphans orphans;
    private final PreexistingChildren older;
    private final KindCounters ledger = new KindCounters();
    private final List<TrackedChild> living = new ArrayList<>();
    private final StampedLock figures = new StampedLock();

    private List<TrackedChild> published = List.of();
    private List<ChildTree> trees = List.of();
    private boolean changed;

    /**
     * An empty register.
     *
     * @param rules the user's names for children, the first hit counts
     * @param dropped counts kinds and slots beyond their caps
     * @param ownDirectory the supervisor's working directory, absolute: that of children who were given none
     * @param orphans where descendants go that outlive a child
     * @param older says how children end whose start was not announced
     */
    public ChildRegister(
            ProcessOpener opener,
            List<KindRule> rules,
            Tally dropped,
            Clocks clocks,
            String ownDirectory,
            Orphans orphans,
            PreexistingChildren older) {
        this.opener = opener;
        this.namer = new KindNamer(rules);
        this.names = new SlotAllocator(rules.stream().map(KindRule::kind).toList(), dropped);
        this.clocks = clocks;
        this.ownDirectory = ownDirectory;
        this.orphans = orphans;
        this.older = older;
    }

    /** The living children, oldest first. */
    public List<TrackedChild> living() {
        return living;
    }

    /**
     * A child has started. If one with its pid was thought to live, the word of that one's end was lost: it is taken
     * out and returned as a death. A child that cannot be read is a child all the same.
     */
    public Optional<Death> started(Spawn spawn) {
        return started(spawn, opener.open(spawn.pid(), "", spawn.nanos()));
    }

    /** The same of a child whose end is known to come next: it is not opened any more. */
    public Optional<Death> startedAndEnded(Spawn spawn) {
        return started(spawn, ProcessOpener.Opened.NOT_TRIED);
    }

    private Optional<Death> started(Spawn spawn, ProcessOpener.Opened opened) {
        Optional<TrackedChild> known = find(spawn.pid());
        if (known.isPresent() && known.get().isSame(opened)) {
            known.get().announce(spawn);
            opened.process().ifPresent(opener::close);
            return Optional.empty();
        }
        Optional<Death> missed = known.map(lost -> end(lost, lastResort(lost), spawn.nanos(), OptionalLong.empty()));
        track(spawn, opened);
        return missed;
    }

    private TrackedChild track(Spawn spawn, ProcessOpener.Opened opened) {
        Optional<TrackedProcess> process = opened.process();
        CommandLine command = commandOf(spawn, process);
        Name name = names.take(namer.nameOf(command));
        Child child = new Child(
                process.map(TrackedProcess::key).orElseGet(() -> new ProcessKey(spawn.pid(), 0)),
                name,
                command,
                spawn.directory().isEmpty() ? ownDirectory : spawn.directory(),
                LauncherTitles.of(name.kind(), command).orElse(""),
                clocks.now().minusNanos(clocks.nanos() - spawn.nanos()),
                spawn.nanos());
        TrackedChild tracked =
                new TrackedChild(child, spawn, process, opener.memoryOf(spawn.pid(), clocks.nanos()), figures);
        if (opened.gone()) {
            tracked.gone(clocks.nanos());
        }
        living.add(tracked);
        changed = true;
        ledger.started(name.kind());
        return tracked;
    }

    /** True if a living child has this pid. */
    boolean knows(long pid) {
        return find(pid).isPresent();
    }

    /**
     * A child of this JVM that no hook has told of. If the JDK started it, as before a late attach, the JDK will say its
     * exit value; else how it ends can be seen only if a look happens to find its zombie.
     */
    void unannounced(ProcessKey key, long nanos) {
        ProcessOpener.Opened opened = opener.open(key.pid(), "", nanos);
        if (opened.process().isEmpty()) {
            return;
        }
        // Of a zombie that nobody waits for, as process 1 may have them for ever, there is nothing to be seen.
        if (opened.process().get().state() == 'Z') {
            opener.close(opened.process().get());
            return;
        }
        Optional<ExitValue> exitValue = older.follow(key.pid());
        TrackedChild tracked = track(
                new Spawn(
                        key.pid(),
                        CommandLine.UNKNOWN,
                        opener.directoryOf(key.pid()),
                        nanos - opener.ageNanos(key),
                        exitValue.orElse(ExitValue.UNKNOWN)),
                opened);
        tracked.listed(exitValue.isPresent());
    }

    private CommandLine commandOf(Spawn spawn, Optional<TrackedProcess> process) {
        boolean known = !spawn.command().arguments().isEmpty() || process.isEmpty();
        return known ? spawn.command() : opener.commandOf(spawn.pid());
    }

    /** A child could not be started; returns the kind it would have had. */
    public Kind startFailed(StartFailure failure) {
        Kind kind = names.admit(namer.nameOf(failure.command()));
        ledger.startFailed(kind);
        return kind;
    }

    /** The supervisor asked for the end of a process; forgotten if it is not a child. */
    public void killAsked(Kill kill) {
        find(kill.pid()).ifPresent(child -> child.killAsked(kill));
    }

    /** A process has ended; empty if it was not a child. */
    public Optional<Death> ended(Zombie zombie) {
        return find(zombie.pid()).map(child -> {
            Optional<FinalStat> words = opener.lastWords(zombie);
            Ending ending = words.map(FinalStat::ending).orElseGet(() -> codeOnly(child, zombie.exitValue()));
            words.ifPresent(exact -> child.finalCpu(exact.cpu(), exact.ownCpuNanos()));
            OptionalLong faulted =
                    words.map(exact -> OptionalLong.of(exact.faultedBytes())).orElseGet(OptionalLong::empty);
            return end(child, ending, zombie.nanos(), faulted);
        });
    }

    // A look may have found the zombie before the JDK did.
    private static Ending codeOnly(TrackedChild child, int exitValue) {
        return child.root()
                .flatMap(TrackedProcess::zombieStatus)
                .filter(status -> status.exitValue() == exitValue)
                .<Ending>map(Ending.Exact::new)
                .orElseGet(() -> new Ending.CodeOnly(exitValue));
    }

    /** Works up the children that are gone without a word: the JDK's exit value has to do, or nothing. */
    public List<Death> settleGone(long nanos) {
        return settleGone(nanos, WORD_ON_ITS_WAY_NANOS);
    }

    /** The same at the end of the supervisor, when no word can be on its way any more. */
    public List<Death> settleAllGone(long nanos) {
        return settleGone(nanos, 0);
    }

    private List<Death> settleGone(long nanos, long patienceNanos) {
        List<TrackedChild> gone = List.of();
        for (int i = 0; i < living.size(); i++) {
            if (isGone(living.get(i), nanos, patienceNanos)) {
                gone = gone.isEmpty() ? new ArrayList<>() : gone;
                gone.add(living.get(i));
            }
        }
        return gone.isEmpty() ? List.of() : endAll(gone, nanos);
    }

    private static boolean isGone(TrackedChild child, long nanos, long patienceNanos) {
        // Nobody can see the end of one that cannot be read, but the JDK may know of it.
        if ((child.root().isEmpty() && child.exitValue().read().isPresent()) || isLeftZombie(child)) {
            child.gone(nanos);
        }
        return child.goneSinceNanos().isPresent()
                && nanos - child.goneSinceNanos().getAsLong() >= patienceNanos;
    }

    private List<Death> endAll(List<TrackedChild> gone, long nanos) {
        List<Death> deaths = new ArrayList<>(gone.size());
        for (TrackedChild child : gone) {
            deaths.add(end(child, lastResort(child), nanos, OptionalLong.empty()));
        }
        return deaths;
    }

    // Nobody has to wait for a child that another library started, or that was reparented to this process.
    private static boolean isLeftZombie(TrackedChild child) {
        return child.isUnannounced()
                && child.root().map(root -> root.state() == 'Z').orElse(false);
    }

    private static Ending lastResort(TrackedChild child) {
        OptionalInt exitValue = child.exitValue().read();
        if (child.isUnannounced()) {
            return child.root()
                    .flatMap(TrackedProcess::zombieStatus)
                    .<Ending>map(Ending.Exact::new)
                    .orElseGet(Ending.Unannounced::new);
        }
        return exitValue.isPresent() ? codeOnly(child, exitValue.getAsInt()) : new Ending.Vanished();
    }

    private Death end(TrackedChild child, Ending ending, long nanos, OptionalLong faultedBytes) {
        // First: the sooner it is read, the fewer other deaths can be in it.
        Optional<OomCounts> oom = oom(child, ending, nanos, faultedBytes);
        opener.lookOnce(child.descendants(), nanos);
        Death death = new Death(
                child.atItsEnd(),
                ending,
                clocks.now().minusNanos(clocks.nanos() - nanos),
                nanos,
                child.lastSample(),
                child.peak(),
                child.finalCpu().orElse(child.treeCpu()),
                child.finalCpu().isPresent(),
                child.describeDescendants(),
                child.kills(),
                oom,
                isClean(ending) ? LimitUse.UNKNOWN : child.limitUse(),
                child.stderr());
        forget(child);
        follow(child, nanos);
        return death;
    }

    private void follow(TrackedChild child, long nanos) {
        for (TrackedProcess descendant : child.descendants()) {
            if (!descendant.isGone() && descendant.state() != 'Z') {
                orphans.outlived(descendant.key(), child.child(), nanos);
            }
        }
    }

    // The clean exit of one that ran no others needs no evidence, and is the usual end.
    private Optional<OomCounts> oom(TrackedChild child, Ending ending, long nanos, OptionalLong faultedBytes) {
        return isClean(ending) && child.descendants().isEmpty()
                ? Optional.empty()
                : Optional.of(child.memory().counts(nanos, clocks.nanos(), faultedBytes));
    }

    private static boolean isClean(Ending ending) {
        return ending instanceof Ending.Exact exact && exact.status().raw() == 0;
    }

    private void forget(TrackedChild child) {
        living.remove(child);
        changed = true;
        Name name = child.child().name();
        names.free(name);
        ledger.ended(name.kind(), child.treeCpu());
        child.memory().close();
        child.root().ifPresent(opener::close);
        child.descendants().forEach(opener::close);
    }

    private Optional<TrackedChild> find(long pid) {
        for (TrackedChild child : living) {
            if (child.child().key().pid() == pid) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** The memory groups of the children. */
    public CgroupTracker memory() {
        return opener.memory();
    }

    /** The processes that nobody is responsible for any more. */
    public Orphans orphans() {
        return orphans;
    }

    @Override
    public Kind kindOf(CommandLine command) {
        return names.admit(namer.nameOf(command));
    }

    @Override
    public Kind admit(Kind kind) {
        return names.admit(kind);
    }

    @Override
    public boolean isInFlight(ProcessKey key) {
        for (TrackedChild child : living) {
            if (child.has(key)) {
                return true;
            }
        }
        return false;
    }

    /** What is true now, for the threads that publish. */
    public LiveView view(long nanos, long lagNanos) {
        renewTrees();
        if (changed) {
            changed = false;
            published = List.copyOf(living);
            trees = published.stream().map(TrackedChild::tree).toList();
        }
        return new RegisterView(clocks, nanos, lagNanos, published, trees, ledger.booked(), orphans.living(nanos));
    }

    private void renewTrees() {
        for (int i = 0; i < living.size(); i++) {
            changed |= living.get(i).renewTree();
        }
    }
}
