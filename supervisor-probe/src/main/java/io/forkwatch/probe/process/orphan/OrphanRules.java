package io.forkwatch.probe.process.orphan;

import java.time.Duration;
import java.util.List;

/**
 * When an orphan is told.
 *
 * @param age how long a process lives on after its child before it is told, not negative
 * @param cooldown at most once in this time is it told again, not negative
 * @param patterns texts in command lines that are watched on the whole machine; none = nothing more is read
 * @param patternAge from what age on a process with such a text is told, not negative
 */
public record OrphanRules(Duration age, Duration cooldown, List<String> patterns, Duration patternAge) {
    public OrphanRules {
        patterns = List.copyOf(patterns);
        check("age", age);
        check("cooldown", cooldown);
        check("patternAge", patternAge);
    }

    private static void check(String component, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(component + " is negative: " + time);
        }
    }
}
