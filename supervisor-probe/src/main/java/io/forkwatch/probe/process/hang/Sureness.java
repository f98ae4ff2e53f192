package io.forkwatch.probe.process.hang;

import java.util.Locale;

/** How sure it is why a process does not go on, the surest first: the grades of diagnoses, of which this package knows nothing. */
public enum Sureness {
    /** The evidence leaves no other reading. */
    CERTAIN,
    /** Another reading exists, but it needs a coincidence. */
    LIKELY,
    /** The evidence allows it, and no more. */
    POSSIBLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in logs and JSON: {@code certain}, {@code likely} or {@code possible}. */
    public String label() {
        return label;
    }

    /** The less sure of the two: a chain is as sure as its weakest link. */
    public Sureness and(Sureness other) {
        return compareTo(other) < 0 ? other : this;
    }
}
