package io.forkwatch.probe.evidence.perf;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The processes of one child's tree, as far as they may be JVMs. */
@Confined(Confined.To.REPORTER)
final class WatchedTree {
    private static final int MOST_ENDED = 16;

    private final Child child;
    private Map<ProcessKey, WatchedJvm> living = Map.of();
    private final List<WatchedJvm> ended = new ArrayList<>();
    private List<TreeMember> members = List.of();
    private boolean there;
    private long lastSeenNanos;
    private boolean quiet;

    WatchedTree(Child child) {
        this.child = child;
    }

    Child child() {
        return child;
    }

    /** That was the last moment at which the child was there, unless it is seen again. */
    void seenLast(long nanos) {
        lastSeenNanos = there ? nanos : lastSeenNanos;
        there = false;
    }

    /** How long the child has not been seen; 0 if it is there. */
    long missingNanos(long nanos) {
        return there ? 0 : nanos - lastSeenNanos;
    }

    /** Takes in who is there now. */
    void see(List<TreeMember> now, long nanos) {
        there = true;
        if (now.equals(members)) {
            return;
        }
        members = now;
        quiet = false;
        Map<ProcessKey, WatchedJvm> before = new LinkedHashMap<>(living);
        living = new LinkedHashMap<>();
        for (TreeMember member : now) {
            WatchedJvm known = before.remove(member.key());
            WatchedJvm watched = known == null ? new WatchedJvm(member.key(), nanos) : known;
            watched.called(member.comm(), nanos);
            living.put(member.key(), watched);
        }
        before.values().forEach(gone -> end(gone, nanos));
    }

    /** True if there is no JVM in it, as far as anybody will ever know. */
    boolean isQuiet() {
        return quiet;
    }

    /** Says once more, after all were read, whether it is quiet: most children are no JVMs, and are let go. */
    void updateQuiet() {
        boolean nobody = ended.isEmpty();
        for (WatchedJvm jvm : living.values()) {
            nobody &= jvm.isGivenUp();
        }
        quiet = nobody;
        if (quiet) {
            living = Map.of();
        }
    }

    private void end(WatchedJvm gone, long nanos) {
        gone.end(nanos);
        if (gone.sample().isPresent()) {
            ended.add(gone);
        }
        if (ended.size() > MOST_ENDED) {
            Iterator<WatchedJvm> oldest = ended.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Lets go of all, with a last reading each. */
    void endAll(long nanos) {
        living.values().forEach(each -> end(each, nanos));
        living = Map.of();
    }

    /** What is known of one that has ended. */
    Optional<JvmSample> sampleOf(ProcessKey key) {
        return ended.stream()
                .map(WatchedJvm::sample)
                .flatMap(Optional::stream)
                .filter(sample -> sample.key().equals(key))
                .findFirst();
    }

    /** Each process that is there, or was. */
    void forEach(Consumer<WatchedJvm> action) {
        living.values().forEach(action);
        ended.forEach(action);
    }

    /** Each process that is there. */
    Iterable<WatchedJvm> living() {
        return living.values();
    }

    /** The figures of the JVM that uses most heap now. */
    Optional<JvmFigures> largest() {
        Optional<JvmFigures> largest = Optional.empty();
        long most = -1;
        for (WatchedJvm jvm : living.values()) {
            long used = jvm.figures()
                    .map(figures -> figures.heapUsedBytes().orElse(0))
                    .orElse(-1L);
            if (used > most) {
                most = used;
                largest = jvm.figures();
            }
        }
        return largest;
    }
}
