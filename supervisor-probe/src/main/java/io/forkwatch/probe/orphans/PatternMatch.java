package io.forkwatch.probe.orphans;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;

/**
 * An old process with a watched text in its command line.
 *
 * @param key who it is
 * @param command its command line, with the text in it
 * @param pattern the text, not empty
 */
public record PatternMatch(ProcessKey key, CommandLine command, String pattern) {
    /** An old process with a watched text. */
    public PatternMatch {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("pattern is empty");
        }
    }
}
