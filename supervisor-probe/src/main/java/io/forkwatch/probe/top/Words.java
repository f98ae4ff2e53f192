package io.forkwatch.probe.top;

import java.util.Locale;
import java.util.Map;

/** Figures and states as the page writes them. What is unknown is empty. */
final class Words {
    private static final Map<String, String> STATES = Map.of(
            "R",
            "running",
            "S",
            "sleeping",
            "D",
            "disk",
            "T",
            "stopped",
            "t",
            "traced",
            "Z",
            "zombie",
            "X",
            "dead",
            "I",
            "idle");

    private static final Map<String, String> FLAGS =
            Map.of("near_limit", "near its limit", "recycle", "recycle advised", "next_victim", "next victim");

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Words() {}

    /** With three digits: {@code 1.25 GiB}. */
    static String bytes(double count) {
        if (Double.isNaN(count)) {
            return "";
        }
        int unit = 0;
        double rest = count;
        while (rest >= 1000 && unit < UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        String digits = unit == 0 || rest >= 100 ? "%.0f" : rest >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, rest) + ' ' + UNITS[unit];
    }

    /** Seconds as {@code 3 m 02 s}. */
    static String span(double seconds) {
        if (Double.isNaN(seconds)) {
            return "";
        }
        long s = (long) Math.max(0, seconds);
        if (s < MINUTE) {
            return s + " s";
        }
        if (s < HOUR) {
            return String.format(Locale.ROOT, "%d m %02d s", s / MINUTE, s % MINUTE);
        }
        return s < DAY
                ? String.format(Locale.ROOT, "%d h %02d m", s / HOUR, s % HOUR / MINUTE)
                : s / DAY + " d " + s % DAY / HOUR + " h";
    }

    /** 1.0 is one core. */
    static String cores(double ratio) {
        return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** A whole number. */
    static String whole(double number) {
        return Double.isNaN(number) ? "" : Long.toString((long) number);
    }

    /** {@code 1 process}, {@code 2 processes}. */
    static String plural(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** A state of proc_pid_stat(5). */
    static String state(String letter) {
        return STATES.getOrDefault(letter, letter);
    }

    /** A flag of a child. */
    static String flag(String name) {
        return FLAGS.getOrDefault(name, label(name));
    }

    /** A label for people. */
    static String label(String name) {
        return name.replace('_', ' ');
    }
}
