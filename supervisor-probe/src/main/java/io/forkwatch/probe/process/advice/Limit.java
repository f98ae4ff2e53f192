package io.forkwatch.probe.process.advice;

import java.util.Locale;

/** What a user can limit softly: beyond it a child should be recycled. The first one that is exceeded is the reason. */
public enum Limit {
    /** Resident memory of the tree, in bytes. */
    RSS,
    /** Open file descriptors of the tree. */
    FDS,
    /** Heap in use of the JVM in the tree that uses most, in bytes. */
    HEAP,
    /** Time since the start of the child, in nanoseconds. */
    AGE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label, and the last word of its option: {@code rss} of {@code limit.rss}. */
    public String label() {
        return label;
    }
}
