package io.forkwatch.probe.process.orphan;

import java.time.Duration;
import java.util.List;

/**
 * When an orphan is told.
 *
 * @param age how long a process lives on after its child before it is told, 1 s to 168 h
 * @param cooldown at most once in this time is it told again, 1 s to 168 h
 * @param patterns texts in command lines that are watched on the whole machine, 3 characters and more each, at most 32;
 *     none = nothing more is read
 * @param patternAge from what age on a process with such a text is told, 1 s to 168 h
 */
public record OrphanRules(Duration age, Duration cooldown, List<String> patterns, Duration patternAge) {
    /** The shortest of the three times. */
    public static final long MIN_TIME_MILLIS = 1_000;

    /** The longest of the three times: a week. */
    public static final long MAX_TIME_MILLIS = 604_800_000;

    /** An empty text is in every command line, and a short one in most. */
    public static final int MIN_PATTERN_CHARS = 3;

    /** Each costs a search in each command line of the machine. */
    public static final int MAX_PATTERNS = 32;

    public OrphanRules {
        check("age", age);
        check("cooldown", cooldown);
        check("patternAge", patternAge);
        patterns = List.copyOf(patterns);
        if (patterns.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException("patterns are " + patterns.size());
        }
        for (String pattern : patterns) {
            if (pattern.length() < MIN_PATTERN_CHARS) {
                throw new IllegalArgumentException("patterns has one of " + pattern.length() + " characters");
            }
        }
    }

    private static void check(String component, Duration time) {
        if (time.toMillis() < MIN_TIME_MILLIS || time.compareTo(Duration.ofMillis(MAX_TIME_MILLIS)) > 0) {
            throw new IllegalArgumentException(component + " is " + time);
        }
    }
}
