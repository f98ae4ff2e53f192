package io.forkwatch.probe.process.orphan;

import java.time.Duration;
import java.util.List;

/**
 * When an orphan is told.
 *
 * @param age how long a process lives on after its child before it is told
 * @param cooldown at most once in this time is it told again
 * @param patterns texts in command lines that are watched on the whole machine; none = nothing more is read
 * @param patternAge from what age on a process with such a text is told
 */
public record OrphanRules(Duration age, Duration cooldown, List<String> patterns, Duration patternAge) {
    public OrphanRules {
        patterns = List.copyOf(patterns);
    }
}
