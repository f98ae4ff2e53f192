package io.forkwatch.probe.report.words;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Formats as people read them. */
final class Formats {
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
    // From here on a figure is shown in the next unit: 1023.5 would round to 1024.
    private static final double NEXT_UNIT = 1023.5;

    private static final int MOST_COMMAND_CHARS = 500;
    private static final int COMMAND_END_CHARS = 200;
    private static final String CUT = " ... ";

    private Formats() {}

    /** Memory with three digits: {@code 1.87 GiB}, {@code 312 MiB}. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= NEXT_UNIT && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return threeDigits(value) + ' ' + UNITS.get(unit);
    }

    private static String threeDigits(double value) {
        if (value >= 99.95) {
            return Long.toString(Math.round(value));
        }
        return decimal(value >= 9.995 ? "%.1f" : "%.2f", value);
    }

    /** A span of time, its two largest units, rounded: {@code 4 ms}, {@code 1.2 s}, {@code 3m12s}, {@code 2h03m}. */
    static String duration(long nanos) {
        long millis = rounded(nanos, 1_000_000);
        if (TimeUnit.NANOSECONDS.toMillis(nanos) < 1) {
            return "<1 ms";
        }
        if (millis < 1000) {
            return millis + " ms";
        }
        long tenths = rounded(nanos, 100_000_000);
        if (tenths < 600) {
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        return longDuration(rounded(nanos, 1_000_000_000));
    }

    private static long rounded(long amount, long unit) {
        return amount / unit + (amount % unit >= unit / 2 ? 1 : 0);
    }

    private static String longDuration(long seconds) {
        if (seconds < 3600) {
            return seconds / 60 + "m" + twoDigits(seconds % 60) + "s";
        }
        long minutes = rounded(seconds, 60);
        if (minutes < 24 * 60) {
            return minutes / 60 + "h" + twoDigits(minutes % 60) + "m";
        }
        long hours = rounded(seconds, 3600);
        return hours / 24 + "d" + twoDigits(hours % 24) + "h";
    }

    /** A long text without its middle: the program and its role stand at the beginning, what it was asked to do at the end. */
    static String middleCut(String text) {
        if (text.length() <= MOST_COMMAND_CHARS) {
            return text;
        }
        int from = text.length() - COMMAND_END_CHARS;
        int to = MOST_COMMAND_CHARS - COMMAND_END_CHARS - CUT.length();
        return text.substring(0, to - (Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0))
                + CUT
                + text.substring(from + (Character.isLowSurrogate(text.charAt(from)) ? 1 : 0));
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /** A time that somebody gave, no longer than it has to be: {@code 3 s}, {@code 2.5 s}. */
    static String seconds(long nanos) {
        String digits = decimal("%.3f", nanos / 1e9).replaceFirst("0+$", "");
        return (digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits) + " s";
    }

    /** CPU time: {@code 312.4 s}, {@code 0.04 s}. */
    static String cpuTime(long nanos) {
        double seconds = nanos / 1e9;
        return decimal(seconds < 0.995 ? "%.2f" : "%.1f", seconds) + " s";
    }

    /** A CPU ratio: {@code 1.98 cores}. */
    static String cores(double ratio) {
        return decimal("%.2f", ratio) + " cores";
    }

    private static String decimal(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
