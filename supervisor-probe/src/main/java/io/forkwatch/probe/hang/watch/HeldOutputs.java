package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.hang.watch.OwnReads.Read;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.HeldOutputNews;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.task.TaskFiles;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Says once of a child that has ended who still holds its output, where a thread of this JVM waits for the end of that: the
 * build that hangs after its success. Some seconds after deaths it looks whether an own thread is in read(2) on a pipe that is no
 * living child's; one look serves all deaths until then, and nothing more is read where no thread is.
 */
@Confined(Confined.To.REPORTER)
public final class HeldOutputs {
    /** Most grandchildren that keep an output are gone by then. */
    private static final long AFTER_NANOS = 5_000_000_000L;

    /** Looks take less than a 2,000th of the time, 0.5 ms a second, and come every 20 s at least. */
    private static final long COST_FACTOR = 2_000;

    private static final long LONGEST_NANOS = 20_000_000_000L;

    /** The first looks load what they need, which is no measure of the others. */
    private static final int COLD_LOOKS = 3;

    /** Somebody whose output is held for longer has been told. */
    private static final long KEPT_NANOS = 600_000_000_000L;

    private static final long REVIEW_NANOS = 2_000_000_000L;

    private static final int MOST_ENDED = 256;
    private static final int MOST_HELD = 64;

    private final ProcFs procFs;
    private final TaskFiles files;
    private final Clocks clocks;
    private final OwnReads reads;
    private final long selfPid;
    private final Consumer<Advisory> news;
    private final Deque<EndedChild> ended = new ArrayDeque<>();
    private final List<Watched> watched = new ArrayList<>();

    /** Pipes that threads read from, and of which it is not known whose they are, or all is said. */
    private final Set<String> usual = new HashSet<>();

    /** Those of children that lived at the last look, until they die. */
    private final Map<String, ProcessKey> used = new HashMap<>();

    private boolean due;
    private int cold = COLD_LOOKS;
    private long dueNanos;
    private long reviewNanos;
    private volatile List<HeldOutput> held = List.of();

    /** One that is told, the thread that waits, and whether it was out of its read at the last review. */
    private record Watched(HeldOutput held, Read read, boolean paused) {}

    /**
     * One that has seen no death.
     *
     * @param selfPid of this JVM
     * @param news gets what is to be said
     */
    HeldOutputs(ProcFs procFs, TaskFiles files, Clocks clocks, OwnReads reads, long selfPid, Consumer<Advisory> news) {
        this.procFs = procFs;
        this.files = files;
        this.clocks = clocks;
        this.reads = reads;
        this.selfPid = selfPid;
        this.news = news;
    }

    /** The outputs that are held now; for any thread. */
    @Confined(Confined.To.ANY)
    public List<HeldOutput> held() {
        return held;
    }

    /** A child has ended. */
    public void died(Death death) {
        if (ended.size() == MOST_ENDED) {
            ended.removeFirst();
        }
        ended.addLast(EndedChild.of(death));
        if (!due) {
            due = true;
            dueNanos = Math.max(dueNanos, clocks.nanos() + AFTER_NANOS);
        }
    }

    /**
     * Looks, if that is due.
     *
     * @param nanos monotonic time now
     * @return nanoseconds until something is due again
     */
    public long doWork(LiveView view, long nanos) {
        if (!watched.isEmpty() && nanos - reviewNanos >= 0) {
            review(nanos);
            reviewNanos = nanos + REVIEW_NANOS;
        }
        if (due && nanos - dueNanos >= 0) {
            forgetOld(nanos);
            look(view, nanos);
            due = !ended.isEmpty() && nanos - ended.getLast().nanos() < AFTER_NANOS;
            long cost = cold-- > 0 ? 0 : (clocks.nanos() - nanos) * COST_FACTOR;
            dueNanos = nanos + Math.min(LONGEST_NANOS, Math.max(AFTER_NANOS, cost));
        }
        long left = due ? Math.max(1, dueNanos - nanos) : Long.MAX_VALUE;
        return watched.isEmpty() ? left : Math.min(left, Math.max(1, reviewNanos - nanos));
    }

    private void forgetOld(long nanos) {
        while (!ended.isEmpty() && nanos - ended.getFirst().nanos() > KEPT_NANOS) {
            ended.removeFirst();
        }
    }

    private void look(LiveView view, long nanos) {
        List<Read> now = reads.now();
        Set<String> pipes = new HashSet<>();
        now.forEach(read -> pipes.add(read.pipe()));
        usual.retainAll(pipes);
        used.keySet().retainAll(pipes);
        used.values().retainAll(livingChildren(view));
        pipes.removeAll(usual);
        pipes.removeAll(used.keySet());
        watched.forEach(each -> pipes.remove(each.read().pipe()));
        if (pipes.isEmpty()) {
            return;
        }
        Set<Long> living = livingPids(view);
        PipeHolders holders = new PipeHolders(procFs, files, clocks.monotonic(), selfPid, pipes);
        ended.forEach(each -> each.below().forEach(key -> holders.ask(key.pid())));
        view.orphans().forEach(orphan -> holders.ask(orphan.key().pid()));
        living.forEach(holders::ask);
        if (!holders.isComplete()) {
            holders.askAll();
        }
        Holding holding = new Holding(procFs, List.copyOf(ended), view.orphans(), living, nanos);
        int before = watched.size();
        for (Read read : now) {
            if (pipes.remove(read.pipe())) {
                Optional<ProcessKey> user = user(view, holders.of(read.pipe()));
                user.ifPresent(child -> used.put(read.pipe(), child));
                Optional<HeldOutput> found =
                        user.isPresent() ? Optional.empty() : holding.of(read, holders.of(read.pipe()));
                // One that has only just died is left to the next look.
                if (user.isEmpty() && (found.isEmpty() || nanos - found.get().endedNanos() >= AFTER_NANOS)) {
                    usual.add(read.pipe());
                    found.ifPresent(output -> take(output, read, nanos));
                }
            }
        }
        for (Watched each : watched.subList(before, watched.size())) {
            say(each.held(), false, nanos);
        }
        publish();
    }

    // What is only possible is shown, and not said.
    private void say(HeldOutput output, boolean over, long nanos) {
        if (output.sureness() != Sureness.POSSIBLE) {
            news.accept(new HeldOutputNews(output, over, nanos));
        }
    }

    private static Set<ProcessKey> livingChildren(LiveView view) {
        Set<ProcessKey> children = new HashSet<>();
        view.trees().forEach(tree -> children.add(tree.child().key()));
        return children;
    }

    private static Optional<ProcessKey> user(LiveView view, List<PipeHolders.Hit> hits) {
        for (ChildTree tree : view.trees()) {
            for (TreeMember member : tree.members()) {
                if (!member.zombie()
                        && hits.stream()
                                .anyMatch(hit -> hit.pid() == member.key().pid())) {
                    return Optional.of(tree.child().key());
                }
            }
        }
        return Optional.empty();
    }

    private static Set<Long> livingPids(LiveView view) {
        Set<Long> pids = new HashSet<>();
        for (ChildTree tree : view.trees()) {
            for (TreeMember member : tree.members()) {
                if (!member.zombie()) {
                    pids.add(member.key().pid());
                }
            }
        }
        return pids;
    }

    // Stdout and stderr of one child are one finding.
    private void take(HeldOutput output, Read read, long nanos) {
        ProcessKey key = output.child().key();
        for (int i = 0; i < watched.size(); i++) {
            HeldOutput other = watched.get(i).held();
            if (other.child().key().equals(key)) {
                if (output.sureness() == Sureness.POSSIBLE) {
                    return;
                }
                watched.set(
                        i,
                        new Watched(with(other, output.stream()), watched.get(i).read(), false));
                return;
            }
        }
        if (watched.size() < MOST_HELD) {
            watched.add(new Watched(output, read, false));
            reviewNanos = nanos + REVIEW_NANOS;
        }
    }

    private static HeldOutput with(HeldOutput held, HeldOutput.Stream more) {
        return new HeldOutput(
                held.child(),
                held.endedNanos(),
                held.stream().and(more),
                held.holders(),
                held.sureness(),
                held.thread());
    }

    // A holder that writes now and then lets the thread out of its read for a moment.
    private void review(long nanos) {
        for (int i = watched.size() - 1; i >= 0; i--) {
            Watched each = watched.get(i);
            boolean waits = reads.isStill(each.read());
            if (waits || (!each.paused() && reads.isOpen(each.read()))) {
                watched.set(i, new Watched(each.held(), each.read(), !waits));
            } else {
                watched.remove(i);
                say(each.held(), true, nanos);
            }
        }
        publish();
    }

    private void publish() {
        held = watched.stream().map(Watched::held).toList();
    }
}
