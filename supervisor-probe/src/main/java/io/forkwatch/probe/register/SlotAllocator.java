package io.forkwatch.probe.register;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.thread.Confined;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives kinds and slots away and keeps both few: at most 20 kinds besides {@link Kind#OTHER}, 32 slots a kind.
 */
@Confined(Confined.To.SAMPLER)
final class SlotAllocator {
    /** A kind once seen stays: its counters live as long as the supervisor. */
    static final int MOST_KINDS = 20;

    static final int MOST_SLOTS = Integer.SIZE;

    /** Bit n is set while slot n is taken. */
    private final Map<Kind, Integer> slots = new HashMap<>();

    private final Tally dropped;

    /**
     * All slots are free.
     *
     * @param reserved kinds of the user's rules: chance kinds must not take their places; they count as kinds
     * @param dropped counts children beyond the caps, as {@code kinds} and {@code slots}
     */
    SlotAllocator(Collection<Kind> reserved, Tally dropped) {
        this.dropped = dropped;
        reserved.forEach(this::admit);
    }

    /** The kind itself, or {@link Kind#OTHER} beyond the cap. */
    Kind admit(Kind kind) {
        if (slots.containsKey(kind) || kind.equals(Kind.OTHER)) {
            return kind;
        }
        if (kinds() >= MOST_KINDS) {
            dropped.add("kinds");
            return Kind.OTHER;
        }
        slots.put(kind, 0);
        return kind;
    }

    /** A name for a child that has just started: its admitted kind and the smallest free slot. */
    Name take(Kind kind) {
        Kind admitted = admit(kind);
        int taken = slots.getOrDefault(admitted, 0);
        int slot = Integer.numberOfTrailingZeros(~taken);
        if (slot >= MOST_SLOTS) {
            dropped.add("slots");
            return new Name(admitted, Slot.OVERFLOW);
        }
        slots.put(admitted, taken | (1 << slot));
        return new Name(admitted, new Slot(slot));
    }

    /** The child of that name is gone. A name of the overflow holds no place, so nothing happens. */
    void free(Name name) {
        if (!name.slot().equals(Slot.OVERFLOW)) {
            slots.computeIfPresent(
                    name.kind(), (kind, taken) -> taken & ~(1 << name.slot().number()));
        }
    }

    private int kinds() {
        return slots.size() - (slots.containsKey(Kind.OTHER) ? 1 : 0);
    }
}
