package io.forkwatch.probe.process;

/**
 * The place of a child among the living children of its kind: the smallest integer that was free at its start.
 *
 * @param number 0 and up, or -1 for the overflow
 */
public record Slot(int number) {
    /** All children of a kind that found no free slot below the cap; their figures are summed. */
    public static final Slot OVERFLOW = new Slot(-1);

    public Slot {
        if (number < -1) {
            throw new IllegalArgumentException("number " + number);
        }
    }

    // Written out: see ProcessKey.
    @Override
    public boolean equals(Object other) {
        return other instanceof Slot that && number == that.number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    /** The value of the {@code slot} label: the number, or {@code overflow}. */
    public String label() {
        return number < 0 ? "overflow" : Integer.toString(number);
    }
}
