package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The interception of this JVM: bridge and edits, and what became of them. Where an edit does not fit (another JVM,
 * another agent), a ladder serves: zombie read, then {@link Process#exitValue()}, then "vanished".
 */
public final class Interception {
    /** Who lives that long may fork yet: what it has not loaded by then is loaded and edited off its threads. */
    private static final long COMPLETE_NANOS = 1_000_000_000;

    private final Instrumentation instrumentation;
    private final HostEdits edits;
    private final Set<Edit> toldMisfits = EnumSet.noneOf(Edit.class);
    private final AtomicReference<Throwable> lastFault;
    private volatile Optional<Bridge> bridge = Optional.empty();
    private volatile Optional<JdkCompletions> completions = Optional.empty();
    private volatile boolean closed;
    private boolean checked;
    private boolean complete;
    private long completeAtNanos;

    Interception(Instrumentation instrumentation, HostEdits edits, AtomicReference<Throwable> lastFault) {
        this.instrumentation = instrumentation;
        this.edits = edits;
        this.lastFault = lastFault;
    }

    /**
     * The interception of this JVM, not installed yet.
     *
     * @param reaper false leaves the edit of the reaper out: no zombie read, exit values come from the JDK
     * @param stderrTail false leaves the edit for the last lines of stderr out
     */
    public static Interception of(Instrumentation instrumentation, boolean reaper, boolean stderrTail) {
        AtomicReference<Throwable> lastFault = new AtomicReference<>();
        Set<Edit> wanted = EnumSet.allOf(Edit.class);
        if (!reaper) {
            wanted.remove(Edit.ZOMBIE);
        }
        if (!stderrTail) {
            wanted.remove(Edit.STDERR);
        }
        return new Interception(instrumentation, new HostEdits(instrumentation, wanted, lastFault), lastFault);
    }

    /**
     * Waits for the first child: cheap enough for the start of every JVM. Never throws; what goes wrong costs edits, and is
     * told by {@link #check}.
     *
     * @param firstChild called when the class that starts children is loaded, on the thread that loads it; has to
     *     {@link #installBridge}. May be called again, and by several threads
     */
    public void install(Runnable firstChild) {
        edits.install(firstChild);
    }

    /**
     * Makes the bridge. On return every child that starts from now on is seen, unless this has been closed.
     *
     * @param stderrTailBytes how much of each child's stderr is kept; 0 = nothing
     * @param fault {@link InjectedFault#NONE} but in tests
     * @param lend what is added to the commands of JVMs; absent where nothing is
     * @param beforeKill told on the host's thread before each call of destroy goes on; absent where nobody wants to be
     * @throws LinkageError if another copy of Forkwatch is on in this JVM
     */
    public void installBridge(
            ChildEvents events,
            Clocks clocks,
            int stderrTailBytes,
            InjectedFault fault,
            Optional<Lend> lend,
            Optional<BeforeKill> beforeKill)
            throws ReflectiveOperationException, IOException {
        if (closed) {
            return;
        }
        ChildEvents target = fault == InjectedFault.NONE ? events : new FaultyEvents(events, fault);
        Optional<StderrTees> tees = stderrTailBytes == 0
                ? Optional.empty()
                : Optional.of(StderrTees.install(instrumentation, stderrTailBytes, lastFault));
        bridge = Optional.of(BridgeInstall.install(
                instrumentation, new Hooks(target, clocks.monotonic(), edits, tees, lend, beforeKill), lastFault));
        if (closed) {
            detach();
        }
        edits.enableEdits();
    }

    /**
     * Off, for good: no class is edited any more, and the hooks of those that are edited do nothing and keep nothing, nor
     * what they delivered to. The bridge stays, as no JVM can give up a class of its boot loader. Waits for nothing and
     * never throws, in whatever state this is, before {@link #install} too. For any thread.
     */
    public void close() {
        closed = true;
        edits.close();
        detach();
    }

    private void detach() {
        try {
            if (bridge.isPresent()) {
                bridge.get().detach();
            }
            if (completions.isPresent()) {
                completions.get().detach();
            }
        } catch (Throwable fault) {
            lastFault.set(fault);
        }
    }

    /**
     * Sees to it that every edit is in place or known to be missing, a second after the first call at the latest, and tells
     * what went wrong at the bridge. Called once an iteration; allocates nothing while all is well.
     *
     * @param nanos monotonic time
     * @param notices gets one line for each edit that turned out not to fit
     * @param trouble gets the last fault that ended at the bridge since the last call
     */
    @Confined(Confined.To.SAMPLER)
    public void check(long nanos, Consumer<String> notices, Trouble trouble) {
        Throwable fault = lastFault.get() == null ? null : lastFault.getAndSet(null);
        if (fault != null) {
            trouble.report("hook", fault);
        }
        if (!checked) {
            checked = true;
            completeAtNanos = nanos + COMPLETE_NANOS;
        }
        if (!complete && nanos - completeAtNanos >= 0) {
            complete = true;
            edits.retransformLoaded();
        }
        if (edits.hasMisfits()) {
            newMisfits().forEach(notices);
        }
    }

    /** What works here, by capability name; an edit that still waits for its class counts as working. */
    public Map<String, Boolean> capabilities() {
        Map<String, Boolean> works = new TreeMap<>();
        works.put("spawn_hook", edits.works(Edit.BIRTH));
        works.put("spawn_command", edits.works(Edit.SPAWN));
        works.put("kill_attribution", seesKills());
        works.put("zombie_read", edits.works(Edit.ZOMBIE));
        works.put("stderr_tail", edits.works(Edit.STDERR));
        return works;
    }

    /** True as long as no call of destroy in this JVM can be missed. */
    public boolean seesKills() {
        return edits.works(Edit.KILL);
    }

    /** One line for each edit that turned out not to fit since the last call. */
    private List<String> newMisfits() {
        List<String> lines = new ArrayList<>();
        for (Edit edit : edits.in(HostEdits.State.DOES_NOT_FIT)) {
            if (toldMisfits.add(edit)) {
                lines.add(edit.className() + "." + edit.method + " is not as expected in this JVM: " + loss(edit));
            }
        }
        return lines;
    }

    private static String loss(Edit edit) {
        return switch (edit) {
            case SPAWN -> "commands are read from the processes, failed starts are not seen";
            case BIRTH -> "children are not seen when they start";
            case KILL -> "kills by this supervisor are not recognised";
            case ZOMBIE -> "signals and exit codes above 128 are not told apart";
            case STDERR -> "the last lines of a child's stderr are not kept";
        };
    }

    /** The children that were started before the hooks were there; what is known of their ends goes to {@code events}. */
    public PreexistingChildren olderChildren(ChildEvents events) {
        JdkCompletions made = new JdkCompletions(events, lastFault);
        completions = Optional.of(made);
        if (closed) {
            made.detach();
        }
        return made;
    }
}
