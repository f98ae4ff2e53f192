package io.forkwatch.e2e.harness;

import java.util.List;

/**
 * What a program left behind.
 *
 * @param exitValue as {@link Process#exitValue()} gives it
 * @param stdout everything it and its children printed there
 * @param stderr likewise
 */
public record Outcome(int exitValue, String stdout, String stderr) {
    /** What is on stderr, line by line. */
    public List<String> stderrLines() {
        return stderr.lines().toList();
    }

    /** What the agent wrote to stderr with {@code log.format=json}; anything else there is an error. */
    public Summaries summaries() {
        return Summaries.parse(stderrLines());
    }
}
