package io.forkwatch.probe.diagnose.verdict;

import java.util.Locale;

/** How sure a diagnosis is, the surest first. */
public enum Confidence {
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
}
