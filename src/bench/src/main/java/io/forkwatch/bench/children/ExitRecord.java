package io.forkwatch.bench.children;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of {@code log.format=json} or {@code exits.file} about the end of a child, see exit-summary.schema.json.
 *
 * @param lastRssBytes of the last look at which it had memory; empty if there was none
 * @param lastAgeMillis of that look, before the end; 0 if there was none
 * @param peakRssBytes the highest that was seen; empty if nothing was
 * @param userMillis CPU time in user mode
 * @param systemMillis CPU time in the kernel
 * @param exact whether those two are called exact
 */
record ExitRecord(
        long pid,
        OptionalLong lastRssBytes,
        double lastAgeMillis,
        OptionalLong peakRssBytes,
        double userMillis,
        double systemMillis,
        boolean exact) {
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");
    private static final Pattern LAST = Pattern.compile("\"last_sample\":(\\{[^}]*})");
    private static final Pattern AGE = Pattern.compile("\"age_seconds\":([^,}]+)");
    private static final Pattern RSS = Pattern.compile("\"rss_bytes\":(\\d+)");
    private static final Pattern PEAK = Pattern.compile("\"peak_rss_bytes\":(\\d+)");
    private static final Pattern CPU = Pattern.compile("\"cpu_seconds\":(\\{[^}]*})");
    private static final Pattern USER = Pattern.compile("\"user\":([^,}]+)");
    private static final Pattern SYSTEM = Pattern.compile("\"system\":([^,}]+)");

    /** True for a line of the log that is such a record. */
    static boolean is(String line) {
        return line.startsWith("{\"event\":\"child_died\"") || line.startsWith("{\"event\":\"child_ended\"");
    }

    static ExitRecord ofLine(String line) {
        String last = find(LAST, line);
        String cpu = find(CPU, line);
        return new ExitRecord(
                Long.parseLong(find(PID, line)),
                whole(RSS, last),
                seconds(AGE, last) * 1e3,
                whole(PEAK, line),
                seconds(USER, cpu) * 1e3,
                seconds(SYSTEM, cpu) * 1e3,
                cpu.contains("\"exact\":true"));
    }

    private static OptionalLong whole(Pattern pattern, String text) {
        String found = find(pattern, text);
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(found));
    }

    private static double seconds(Pattern pattern, String text) {
        String found = find(pattern, text);
        return found.isEmpty() ? 0 : Double.parseDouble(found);
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
