package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.OlderChildren;
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

/**
 * The interception of this JVM: bridge and edits, and what became of them. Where an edit does not fit (another JVM,
 * another agent), a ladder serves: zombie read, then {@link Process#exitValue()}, then "vanished".
 */
public final class Interception {
    private final HostEdits edits;
    private final Set<Edit> toldMisfits = EnumSet.noneOf(Edit.class);
    private final AtomicReference<Throwable> lastFault;

    Interception(HostEdits edits, AtomicReference<Throwable> lastFault) {
        this.edits = edits;
        this.lastFault = lastFault;
    }

    /**
     * Installs bridge and edits in this JVM. On return every child that starts from now on is seen.
     *
     * @param reaper false leaves the edit of the reaper out: no zombie read, exit values come from the JDK
     * @param stderrTailBytes how much of each child's stderr is kept; 0 leaves that edit out
     * @param fault {@link Fault#NONE} but in tests
     * @throws LinkageError if another copy of Forkwatch is on in this JVM
     */
    public static Interception install(
            Instrumentation instrumentation,
            ChildEvents events,
            Clocks clocks,
            boolean reaper,
            int stderrTailBytes,
            Fault fault)
            throws ReflectiveOperationException, IOException {
        AtomicReference<Throwable> lastFault = new AtomicReference<>();
        ChildEvents target = fault == Fault.NONE ? events : new FaultyEvents(events, fault);
        Set<Edit> wanted = EnumSet.allOf(Edit.class);
        if (!reaper) {
            wanted.remove(Edit.ZOMBIE);
        }
        Optional<StderrTees> tees = Optional.empty();
        if (stderrTailBytes == 0) {
            wanted.remove(Edit.STDERR);
        } else {
            tees = Optional.of(StderrTees.install(instrumentation, stderrTailBytes, lastFault));
        }
        HostEdits edits = new HostEdits(wanted, lastFault);
        BridgeInstall.install(instrumentation, new Hooks(target, clocks.monotonic(), edits, tees), lastFault);
        edits.install(instrumentation);
        return new Interception(edits, lastFault);
    }

    /** Loads the classes that the host has not loaded by now; after it no edit is waiting any more. */
    public void complete() throws ClassNotFoundException {
        edits.complete();
    }

    /** What works here, by capability name; an edit that still waits for its class counts as working. */
    public Map<String, Boolean> capabilities() {
        Set<Edit> missing = EnumSet.allOf(Edit.class);
        missing.removeAll(edits.in(HostEdits.State.IN_PLACE));
        missing.removeAll(edits.in(HostEdits.State.WAITING));
        Map<String, Boolean> works = new TreeMap<>();
        works.put("spawn_hook", !missing.contains(Edit.BIRTH));
        works.put("spawn_command", !missing.contains(Edit.SPAWN));
        works.put("kill_attribution", !missing.contains(Edit.KILL));
        works.put("zombie_read", !missing.contains(Edit.ZOMBIE));
        works.put("stderr_tail", !missing.contains(Edit.STDERR));
        return works;
    }

    /** One line for each edit that turned out not to fit since the last call. */
    public List<String> newMisfits() {
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
    public OlderChildren olderChildren(ChildEvents events) {
        return new JdkChildren(events, lastFault);
    }

    /** The last fault that ended at the bridge since the last call. */
    public Optional<Throwable> takeFault() {
        return Optional.ofNullable(lastFault.getAndSet(null));
    }
}
