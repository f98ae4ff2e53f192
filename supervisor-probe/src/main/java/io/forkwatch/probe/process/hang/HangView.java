package io.forkwatch.probe.process.hang;

import io.forkwatch.probe.process.ProcessKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who does not go on: immutable, published through one volatile field.
 *
 * @param blocked the living children that are held up; those of which that is only possible too, which nobody is told of
 * @param closed living children without progress that have closed both their stdout and their stderr
 * @param silent of those without progress, since when: those of whom the last look has found nothing, as of each healthy program
 *     that waits, and of each that waits for a lock inside itself
 * @param held the outputs of children that have ended, for whose end a thread of this JVM waits
 */
public record HangView(
        Map<ProcessKey, Blocked> blocked, Set<ProcessKey> closed, Map<ProcessKey, Long> silent, List<HeldOutput> held) {
    /** Nobody. */
    public static final HangView NONE = new HangView(Map.of(), Set.of(), List.of());

    /** Without those of whom nothing was found. */
    public HangView(Map<ProcessKey, Blocked> blocked, Set<ProcessKey> closed, List<HeldOutput> held) {
        this(blocked, closed, Map.of(), held);
    }

    public HangView {
        blocked = Map.copyOf(blocked);
        closed = Set.copyOf(closed);
        silent = Map.copyOf(silent);
        held = List.copyOf(held);
    }

    /**
     * One that is held up.
     *
     * @param blockage by what, at the last look
     * @param sinceNanos monotonic time since when it has not gone on, for certain
     */
    public record Blocked(Blockage blockage, long sinceNanos) {
        /** True if it is said, and counted: what is only possible is shown, and no more. */
        public boolean isSaid() {
            return blockage.sureness() != Sureness.POSSIBLE;
        }
    }

    /** The same, with those of whom more is known. */
    public HangView with(Map<ProcessKey, Blocked> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<ProcessKey, Blocked> all = new HashMap<>(more);
        all.putAll(blocked);
        return new HangView(all, closed, silent, held);
    }

    /** True if that child is said to be held up. */
    public boolean isBlocked(ProcessKey child) {
        Blocked its = blocked.get(child);
        return its != null && its.isSaid();
    }
}
