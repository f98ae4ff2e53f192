package io.forkwatch.probe.process.orphan;

import java.util.Locale;

/**
 * Something to be said about an orphan.
 *
 * @param orphan who
 * @param what what
 * @param below how many orphans stand below it, which are not told on their own; 0 and up
 * @param frozen true if its cgroup, or one above it, is frozen: none of its threads can run
 */
public record OrphanNews(Orphan orphan, What what, int below, boolean frozen) {
    public OrphanNews {
        if (below < 0) {
            throw new IllegalArgumentException("below " + below);
        }
    }

    /** Of one that is not frozen. */
    public OrphanNews(Orphan orphan, What what, int below) {
        this(orphan, what, below, false);
    }

    /** What happened. */
    public enum What {
        /** It is old enough to be told. */
        FOUND,
        /** It was told, and lives on after the cool-down. */
        STILL_THERE,
        /** It was told, and is gone. */
        GONE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The word in JSON, for example {@code still_there}. */
        public String label() {
            return label;
        }
    }
}
