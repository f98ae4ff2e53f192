package io.forkwatch.probe.process.death;

import java.util.List;
import java.util.Optional;

/**
 * The end of what a child wrote to its stderr.
 *
 * @param lines the last lines, at least one, oldest first, secrets replaced
 * @param failure what a JVM says there of its end; absent if it says nothing
 */
public record StderrTail(List<String> lines, Optional<JvmFailure> failure) {
    public StderrTail {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("lines are empty");
        }
    }
}
