package io.forkwatch.bench.soak;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the agent says of an end in its exits.file, see exit-summary.schema.json.
 *
 * @param how {@code exit N} or {@code signal N}; empty where it does not know
 * @param exitValue of the JDK
 * @param certainty of how
 * @param reason why
 * @param line as it stands there
 */
record Told(long pid, Instant end, String how, int exitValue, String certainty, String reason, String line) {
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");
    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");
    private static final Pattern MECHANISM = Pattern.compile("\"mechanism\":(\\{[^}]*})");
    private static final Pattern SIGNAL = Pattern.compile("\"signal\":(\\d+)");
    private static final Pattern CODE = Pattern.compile("\"exit_code\":(\\d+)");
    private static final Pattern VALUE = Pattern.compile("\"exit_value\":(-?\\d+)");
    private static final Pattern CERTAINTY = Pattern.compile("\"certainty\":\"(\\w+)\"");
    private static final Pattern REASON = Pattern.compile("\"reason\":\"(\\w+)\"");

    /** True for a line that is about the end of a child. */
    static boolean is(String line) {
        return line.startsWith("{\"event\":\"child_died\"") || line.startsWith("{\"event\":\"child_ended\"");
    }

    /** True if the reason is called possible: what is not known is not wrong. */
    boolean isNoMoreThanPossible() {
        return line.contains("\"confidence\":\"possible\"");
    }

    static Told ofLine(String line) {
        String mechanism = find(MECHANISM, line);
        String signal = find(SIGNAL, mechanism);
        String code = find(CODE, mechanism);
        String how = signal.isEmpty() ? code.isEmpty() ? "" : "exit " + code : "signal " + signal;
        String value = find(VALUE, mechanism);
        return new Told(
                Long.parseLong(find(PID, line)),
                Instant.parse(find(TIME, line)),
                how,
                value.isEmpty() ? -1 : Integer.parseInt(value),
                find(CERTAINTY, mechanism),
                find(REASON, line),
                line);
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
