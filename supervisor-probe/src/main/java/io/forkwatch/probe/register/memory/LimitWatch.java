package io.forkwatch.probe.register.memory;

import io.forkwatch.probe.procfs.LimitedGroup;
import io.forkwatch.probe.procfs.MemoryGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The limits above one child, and how often each of them was reached: says whose limit it was. Sampler thread only. */
final class LimitWatch {
    private List<Watched> watched = new ArrayList<>(0);

    /** Takes the limits as they are now; those that were known keep their counts. */
    void locate(Optional<MemoryGroup> group, long nanos) {
        List<Watched> now = new ArrayList<>(2);
        for (LimitedGroup limit : limits(group)) {
            now.add(known(limit.path()).orElseGet(() -> new Watched(limit, nanos)));
        }
        watched = now;
    }

    private static List<LimitedGroup> limits(Optional<MemoryGroup> group) {
        return group.isPresent() ? group.get().limits() : List.of();
    }

    private Optional<Watched> known(String path) {
        for (Watched each : watched) {
            if (each.group.path().equals(path)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    void look(long nanos) {
        for (Watched each : watched) {
            each.hits.look(each.group.hits(), nanos);
        }
    }

    /**
     * The limit that was reached.
     *
     * @param known false if that cannot be told
     * @param reached the limit; empty if it was none of those that are visible
     */
    record Reached(boolean known, Optional<LimitedGroup> reached) {}

    /**
     * Which limit was reached before a death, the innermost first.
     *
     * @param sinceLook true if since the last look that cannot have seen this death, else since the first one
     */
    Reached reached(Optional<MemoryGroup> group, long deathNanos, boolean sinceLook) {
        boolean known = group.isPresent();
        for (LimitedGroup limit : limits(group)) {
            Optional<Watched> watch = known(limit.path());
            OptionalLong moved =
                    watch.map(each -> each.moved(deathNanos, sinceLook)).orElseGet(OptionalLong::empty);
            if (moved.orElse(0) > 0) {
                return new Reached(true, Optional.of(limit));
            }
            known &= moved.isPresent();
        }
        return new Reached(known, Optional.empty());
    }

    private static final class Watched {
        private final LimitedGroup group;
        private final OptionalLong hitsAtStart;
        private final Counter hits;

        Watched(LimitedGroup group, long nanos) {
            this.group = group;
            this.hitsAtStart = group.hits();
            this.hits = new Counter(hitsAtStart, nanos);
        }

        OptionalLong moved(long deathNanos, boolean sinceLook) {
            return Counter.since(sinceLook ? hits.before(deathNanos) : hitsAtStart, group.hits());
        }
    }
}
