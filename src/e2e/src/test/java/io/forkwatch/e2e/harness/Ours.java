package io.forkwatch.e2e.harness;

import java.util.List;
import java.util.regex.Pattern;

/** Tells the agent's lines on stderr from those of everybody else. */
public final class Ours {
    /** The one line of a healthy run. */
    public static final String START_LINE = "\\[forkwatch] \\S+ watches .*\\d+.* http://127\\.0\\.0\\.1:\\d+/metrics";

    /** Maven resets the terminal's colours, even where there is no terminal. */
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[\\d;]*m");

    private Ours() {}

    /** What the agent said: its lines, each with the indented details that follow it. */
    public static List<String> in(Outcome outcome) {
        return lines(outcome).stream().filter(Ours::isOurs).toList();
    }

    /** What others said: the application, the JVM, other programs. */
    public static List<String> notIn(Outcome outcome) {
        return lines(outcome).stream()
                .filter(line -> !isOurs(line) && !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .toList();
    }

    private static boolean isOurs(String line) {
        return line.startsWith("[forkwatch]") || line.startsWith("    ");
    }

    private static List<String> lines(Outcome outcome) {
        return COLOURS.matcher(outcome.stderr())
                .replaceAll("")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
