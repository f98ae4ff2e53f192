package io.forkwatch.probe.process;

/**
 * What a child is called in labels, logs and JSON.
 *
 * @param kind its role
 * @param slot its place among the living children of that kind
 */
public record Name(Kind kind, Slot slot) {
    /** {@code surefire-fork[0]}. */
    @Override
    public String toString() {
        return kind.name() + '[' + slot.label() + ']';
    }
}
