package io.forkwatch.probe.process.death;

import java.util.Optional;

/**
 * What a runtime other than a JVM said of its own end on its stderr.
 *
 * @param kind what happened to it
 * @param runtime who speaks, for example {@code Python}; not empty
 * @param line its words; 1 to 300 characters
 * @param raise an option that lets it use more memory, for example {@code memory_limit}
 * @param decisive true if nothing speaks against these words: they are its last, or its exit code is not the one of every failure
 */
public record RuntimeFailure(Kind kind, String runtime, String line, Optional<String> raise, boolean decisive) {
    private static final int MOST_CHARACTERS = 300;

    public RuntimeFailure {
        if (runtime.isEmpty() || line.isEmpty() || line.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(runtime + " with a line of " + line.length() + " characters");
        }
    }

    /** The kinds of ends that it tells. */
    public enum Kind {
        /** It ran out of memory. */
        MEMORY,
        /** It gave up for another reason of its own. */
        FATAL,
        /** It got a signal, and ended by itself. */
        SIGNAL
    }
}
