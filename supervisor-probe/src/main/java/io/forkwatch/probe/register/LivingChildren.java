package io.forkwatch.probe.register;

import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The living children, by their order and by their pid. Two never have the same pid: whoever has it is taken out before the
 * next one comes in.
 */
@Confined(Confined.To.SAMPLER)
final class LivingChildren {
    private final List<TrackedChild> oldestFirst = new ArrayList<>();
    private final List<TrackedChild> readOnly = Collections.unmodifiableList(oldestFirst);
    private final Map<LivingPid, TrackedChild> byPid = new HashMap<>();

    /** A pid, as long as a living child has it. */
    private record LivingPid(long pid) {
        static LivingPid of(TrackedChild child) {
            return new LivingPid(child.child().key().pid());
        }

        // Not left to the record: its first comparison would be linked at run time, at the start of the first child.
        @Override
        public boolean equals(Object other) {
            return other instanceof LivingPid that && that.pid == pid;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(pid);
        }
    }

    /** All of them, oldest first; the same object each time. */
    List<TrackedChild> all() {
        return readOnly;
    }

    /**
     * Adds the youngest.
     *
     * @throws IllegalStateException if another one has its pid
     */
    void add(TrackedChild child) {
        if (byPid.putIfAbsent(LivingPid.of(child), child) != null) {
            throw new IllegalStateException(
                    "two living children have pid " + child.child().key().pid());
        }
        oldestFirst.add(child);
    }

    /** Takes one out that has ended. */
    void remove(TrackedChild child) {
        byPid.remove(LivingPid.of(child));
        oldestFirst.remove(child);
    }

    /** Who has this pid; empty if no living child has. */
    Optional<TrackedChild> find(long pid) {
        return Optional.ofNullable(byPid.get(new LivingPid(pid)));
    }
}
