package io.forkwatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The goals of a run: one line each in the file that {@code -Dbench.goals} names, which {@code run.sh} prints at the end. */
public final class Goals {
    private Goals() {}

    /**
     * Notes a goal of the kind "at most".
     *
     * @param goal what was to be reached, without {@code |}
     * @param decimals of both figures, 0 and up
     * @param unit behind both figures, with its space; may be empty
     */
    public static void atMost(String goal, double measured, double limit, int decimals, String unit)
            throws IOException {
        note(
                goal,
                text(measured, decimals, unit),
                "≤ " + text(limit, decimals, unit),
                rounded(measured, decimals) <= limit);
    }

    /** As {@link #atMost}, but the other way round. */
    public static void atLeast(String goal, double measured, double limit, int decimals, String unit)
            throws IOException {
        note(
                goal,
                text(measured, decimals, unit),
                "≥ " + text(limit, decimals, unit),
                rounded(measured, decimals) >= limit);
    }

    private static void note(String goal, String measured, String limit, boolean reached) throws IOException {
        String line = String.join("|", goal, measured, limit, reached ? "yes" : "no") + "\n";
        String file = System.getProperty("bench.goals", "/dev/stderr");
        Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    // As it is shown: no reader is to see "1.25, at most 1.25, not reached".
    private static double rounded(double figure, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.rint(figure * scale) / scale;
    }

    private static String text(double figure, int decimals, String unit) {
        return String.format(Locale.ROOT, "%." + decimals + "f%s", figure, unit);
    }
}
