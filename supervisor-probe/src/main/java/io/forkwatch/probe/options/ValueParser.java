package io.forkwatch.probe.options;

import java.util.Optional;

/**
 * Reads the text of a value. Each implementation is a class that the host's start has to load, so they are few.
 *
 * @param <T> what the text becomes
 */
sealed interface ValueParser<T> permits Choice, FileName, Patterns, Ports, Quantity, SweepRoots, Text {
    /** The value; empty if the text is not allowed. */
    Optional<T> parse(String text);

    /** The text that a key alone, without a value, stands for; empty if it needs one. */
    default Optional<String> alone() {
        return Optional.empty();
    }
}
