package io.forkwatch.probe.report.words;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Formats as people read them. */
final class Formats {
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
    // From here on a figure is shown in the next unit: 1023.5 would round to 1024.
    private static final double NEXT_UNIT = 1023.5;

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

    /** A span of time, its two largest units, cut and not rounded: {@code 4 ms}, {@code 1.2 s}, {@code 3m12s}, {@code 2h03m}. */
    static String duration(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (millis < 1) {
            return "<1 ms";
        }
        if (millis < 1000) {
            return millis + " ms";
        }
        long seconds = millis / 1000;
        if (seconds < 60) {
            return seconds + "." + millis % 1000 / 100 + " s";
        }
        return longDuration(seconds);
    }

    private static String longDuration(long seconds) {
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + "m" + twoDigits(seconds % 60) + "s";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return hours + "h" + twoDigits(minutes % 60) + "m";
        }
        return hours / 24 + "d" + twoDigits(hours % 24) + "h";
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
