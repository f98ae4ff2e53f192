package io.forkwatch.probe.takeover;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.TreeMember;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Keeps on disk who lives below this supervisor, for the next one to find should this one be killed. Written when it
 * changes, at most once a second, and not for children that are gone again at once. The first list may be empty: its head
 * tells supervisors of other pid namespaces that the marker is not theirs to judge.
 */
public final class StateFileWriter {
    private static final long PAUSE_NANOS = 1_000_000_000;
    /** Its reader is woken by whatever happens. */
    private static final long IDLE_NANOS = 3_600_000_000_000L;

    private static final long SETTLED_NANOS = 250_000_000;

    private final StateFile file;
    private final long ownPid;
    private final Predicate<ProcessKey> heldElsewhere;
    private final BooleanSupplier markerSetAgain;
    private final Trouble trouble;
    private Optional<List<LeftBehind>> written = Optional.empty();

    /** The trees that were written down, if all of them were old enough. */
    private Optional<List<ChildTree>> settled = Optional.empty();

    private long writtenNanos;
    private boolean closed;

    /**
     * A writer that has written nothing.
     *
     * @param heldElsewhere true of one that the list of an earlier supervisor still names
     * @param markerSetAgain where the file cannot be written: true if its directory was gone, and is there again
     * @param nanos monotonic time now
     */
    StateFileWriter(
            StateFile file,
            long ownPid,
            Predicate<ProcessKey> heldElsewhere,
            BooleanSupplier markerSetAgain,
            long nanos,
            Trouble trouble) {
        this.file = file;
        this.markerSetAgain = markerSetAgain;
        this.heldElsewhere = heldElsewhere;
        this.ownPid = ownPid;
        this.trouble = trouble;
        this.writtenNanos = nanos - PAUSE_NANOS;
    }

    /**
     * Writes if there is something new.
     *
     * @return nanoseconds until it may be worth another iteration
     */
    public long doWork(LiveView now, long nanos) {
        if (closed) {
            return IDLE_NANOS;
        }
        if (nanos - writtenNanos < PAUSE_NANOS) {
            return PAUSE_NANOS - (nanos - writtenNanos);
        }
        if (!settled.equals(Optional.of(now.trees())) || !now.orphans().isEmpty()) {
            List<LeftBehind> processes = processes(now, nanos);
            if (!written.equals(Optional.of(processes))) {
                write(processes);
            }
            settled = Optional.of(now.trees()).filter(trees -> isSettled(trees, nanos));
        }
        writtenNanos = nanos;
        return now.trees().isEmpty() && now.orphans().isEmpty() ? IDLE_NANOS : PAUSE_NANOS;
    }

    /** What was written is gone, with the directory: all is to be written again. */
    public void forget() {
        written = Optional.empty();
        settled = Optional.empty();
    }

    /** The last list: who is alive now, or no file at all. */
    public void close(LiveView last, long nanos) {
        closed = true;
        List<LeftBehind> processes = processes(last, nanos + SETTLED_NANOS);
        if (processes.isEmpty()) {
            delete();
        } else {
            write(processes);
        }
    }

    private static boolean isSettled(List<ChildTree> trees, long nanos) {
        for (ChildTree tree : trees) {
            if (nanos - tree.child().startedNanos() < SETTLED_NANOS) {
                return false;
            }
        }
        return true;
    }

    private void write(List<LeftBehind> processes) {
        written = Optional.of(processes);
        try {
            try {
                file.write(processes);
            } catch (IOException notWritten) {
                writeAgain(processes, notWritten);
            }
        } catch (IOException notWritten) {
            trouble.report("state file", notWritten);
        }
    }

    private void writeAgain(List<LeftBehind> processes, IOException notWritten) throws IOException {
        if (!markerSetAgain.getAsBoolean()) {
            throw notWritten;
        }
        file.write(processes);
    }

    private void delete() {
        try {
            file.delete();
        } catch (IOException notDeleted) {
            trouble.report("state file", notDeleted);
        }
    }

    private List<LeftBehind> processes(LiveView now, long nanos) {
        List<LeftBehind> processes = new ArrayList<>();
        for (ChildTree tree : now.trees()) {
            if (nanos - tree.child().startedNanos() >= SETTLED_NANOS) {
                add(processes, tree);
            }
        }
        for (Orphan orphan : now.orphans()) {
            if (!(orphan.origin() instanceof Origin.Pattern) && !heldElsewhere.test(orphan.key())) {
                long supervisor = orphan.origin() instanceof Origin.LeftBehind left ? left.supervisorPid() : ownPid;
                processes.add(process(orphan.key(), orphan.kind(), supervisor, orphan.saidAt()));
            }
        }
        return processes;
    }

    private void add(List<LeftBehind> processes, ChildTree tree) {
        for (TreeMember member : tree.members()) {
            if (!member.zombie()) {
                processes.add(process(member.key(), tree.child().name().kind(), ownPid, Optional.empty()));
            }
        }
    }

    // The time of reading is the reader's affair.
    private static LeftBehind process(ProcessKey key, Kind kind, long supervisorPid, Optional<Instant> saidAt) {
        return new LeftBehind(key, kind, supervisorPid, saidAt, 0);
    }
}
