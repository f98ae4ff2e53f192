package io.forkwatch.probe.evidence.perf;

import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.Confined;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Keeps an eye on the JVMs among the children and their descendants: opens the performance data of each while it lives,
 * reads them now and then, and a last time when it is dead.
 */
@Confined(Confined.To.REPORTER)
public final class JvmWatch {
    private static final int MOST_HELD = 256;
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long USUAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    // The news of a child's death comes at once, unless it was dropped because too many came.
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final PerfFiles files;
    private final Clocks clocks;
    private final Map<ProcessKey, WatchedTree> trees = new LinkedHashMap<>();
    private final Map<Kind, Long> gcNanosByKind = new HashMap<>();
    private List<ChildTree> seen = List.of();
    private long lastNanos;
    /** Files that are open, as counted in this iteration. */
    private int held;

    private volatile JvmView view = JvmView.EMPTY;

    JvmWatch(PerfFiles files, Clocks clocks) {
        this.files = files;
        this.clocks = clocks;
        this.lastNanos = clocks.nanos() - SOON_NANOS;
    }

    /** The watch of this machine. */
    public static JvmWatch of(ProcFs procFs, Clocks clocks) {
        return new JvmWatch(new PerfFiles(procFs, Path.of("/"), System.getProperty("user.name", ""), clocks), clocks);
    }

    /** True if performance data can be found here at all. */
    @Confined(Confined.To.ANY)
    public boolean able() {
        return files.able();
    }

    /** The user id of this JVM; absent where the kernel does not say. */
    @Confined(Confined.To.ANY)
    public OptionalLong ownUid() {
        return files.ownUid();
    }

    /** What is known of the living. */
    @Confined(Confined.To.ANY)
    public JvmView view() {
        return view;
    }

    /**
     * One iteration: seeks the data of new JVMs, and reads those that it holds. Does nothing if the last one was just now.
     *
     * @return nanoseconds until the next one is due; {@link Long#MAX_VALUE} without children
     */
    public long doWork(List<ChildTree> living) {
        if (living.isEmpty() && trees.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long now = clocks.nanos();
        long since = now - lastNanos;
        if (since < SOON_NANOS) {
            return SOON_NANOS - since;
        }
        if (living != seen) {
            trees.values().forEach(tree -> tree.seenLast(lastNanos));
            living.forEach(tree -> see(tree, now));
            seen = living;
        }
        lastNanos = now;
        if (trees.size() > living.size()) {
            trees.values().removeIf(tree -> lost(tree, now));
        }
        boolean young = workOnAll(now);
        publish();
        return young ? SOON_NANOS : USUAL_NANOS;
    }

    private void see(ChildTree tree, long now) {
        WatchedTree watched = trees.get(tree.child().key());
        if (watched == null) {
            watched = new WatchedTree(tree.child());
            trees.put(tree.child().key(), watched);
        }
        watched.see(tree.members(), now);
    }

    private static boolean lost(WatchedTree tree, long now) {
        boolean lost = tree.missingNanos(now) > LOST_NANOS;
        if (lost) {
            tree.endAll(now);
        }
        return lost;
    }

    // True if one of them is sought at short intervals.
    private boolean workOnAll(long now) {
        boolean young = false;
        held = 0;
        for (WatchedTree tree : trees.values()) {
            if (!tree.isQuiet()) {
                young |= workOn(tree, now);
            }
        }
        return young;
    }

    private boolean workOn(WatchedTree tree, long now) {
        boolean young = false;
        for (WatchedJvm jvm : tree.living()) {
            jvm.findOrRead(files, held < MOST_HELD, now);
            held += jvm.isHeld() ? 1 : 0;
            young |= jvm.isYoung(now);
        }
        tree.updateQuiet();
        return young;
    }

    private void publish() {
        Map<ProcessKey, JvmFigures> byChild = new HashMap<>();
        for (WatchedTree tree : trees.values()) {
            if (!tree.isQuiet()) {
                count(tree);
                tree.largest().ifPresent(figures -> byChild.put(tree.child().key(), figures));
            }
        }
        view = new JvmView(byChild, gcNanosByKind);
    }

    private void count(WatchedTree tree) {
        tree.forEach(jvm -> {
            long more = jvm.takeGcNanos();
            if (jvm.figures().isPresent()) {
                gcNanosByKind.merge(tree.child().name().kind(), more, Long::sum);
            }
        });
    }

    /**
     * The last sample of a child's JVM, and the end of its watch.
     *
     * @return the child itself, if it was a JVM; else the largest JVM below it that was gone when it ended; nothing at a
     *     clean exit
     */
    public Optional<JvmSample> end(Death death) {
        Optional<WatchedTree> known =
                Optional.ofNullable(trees.remove(death.child().key()));
        // Most children end before they are seen here: they cost nothing here.
        if (known.isPresent()) {
            known.get().endAll(death.nanos());
            count(known.get());
            publish();
        }
        return death.ending().isClean()
                ? Optional.empty()
                : choose(known.orElseGet(() -> new WatchedTree(death.child())), death);
    }

    private Optional<JvmSample> choose(WatchedTree tree, Death death) {
        Optional<JvmSample> own = sampleOf(tree, death.child().key(), death);
        if (own.isPresent()) {
            return own;
        }
        return death.descendants().stream()
                .filter(descendant -> !descendant.alive())
                .map(Descendant::key)
                .flatMap(key -> sampleOf(tree, key, death).stream())
                .findFirst();
    }

    private Optional<JvmSample> sampleOf(WatchedTree tree, ProcessKey key, Death death) {
        Optional<JvmSample> seen = tree.sampleOf(key);
        Optional<JvmSample> known = seen.flatMap(JvmSample::figures).isPresent()
                ? seen
                : left(key, death).or(() -> seen);
        return known.map(jvm -> jvm.file() == FileFate.REMOVED && death.around().hasPerfData(key.pid())
                ? jvm.withFile(FileFate.LEFT)
                : jvm);
    }

    private Optional<JvmSample> left(ProcessKey key, Death death) {
        return files.left(key.pid(), death.child().startedAt(), death.at()).flatMap(file -> {
            WatchedJvm jvm = new WatchedJvm(key, death.nanos());
            jvm.takeLeft(file, death.nanos());
            return jvm.sample();
        });
    }
}
