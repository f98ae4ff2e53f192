package io.forkwatch.probe.options;

import io.forkwatch.probe.intercept.InjectedFault;
import io.forkwatch.probe.publish.http.PortRange;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.words.Language;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text to values. Empty means: not allowed. */
final class OptionValues {
    /** What a flag takes; the other accepted spellings are for convenience. */
    static final String TRUE_OR_FALSE = "true or false";

    /** For ages and cool-downs of orphans. */
    static final String ORPHAN_TIMES = "1s to 168h";

    private static final Duration MIN_PSS = Duration.ofSeconds(10);
    private static final Duration MIN_ORPHAN_TIME = Duration.ofSeconds(1);
    private static final Duration MAX_ORPHAN_TIME = Duration.ofDays(7);
    private static final int MIN_PATTERN_CHARS = 3;
    private static final int MAX_PATTERNS = 32;
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_INTERVAL = Duration.ofHours(1);
    private static final int MAX_NUMBER_DIGITS = 9;
    private static final int MAX_HOST_CHARS = 253;
    private static final int MAX_KIND_CHARS = 40;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_EXITS = 10_000;
    private static final long MIN_EXITS_BYTES = 64L << 10;
    private static final long MAX_EXITS_BYTES = 1L << 30;
    private static final long MIN_TAIL_BYTES = 1L << 10;
    private static final long MAX_TAIL_BYTES = 64L << 10;

    private OptionValues() {}

    /** true, on, yes and 1; false, off, no and 0; in any case. */
    static Optional<Boolean> flag(String text) {
        if (isOneOf(text, "true", "on", "yes", "1")) {
            return Optional.of(true);
        }
        return isOneOf(text, "false", "off", "no", "0") ? Optional.of(false) : Optional.empty();
    }

    private static boolean isOneOf(String text, String... words) {
        for (String word : words) {
            if (word.equalsIgnoreCase(text)) {
                return true;
            }
        }
        return false;
    }

    /** A whole number and ms, s, m or h; 100 ms to 1 h. */
    static Optional<Duration> interval(String text) {
        return duration(text, MIN_INTERVAL, MAX_INTERVAL);
    }

    /** adaptive or fixed: true for the first. */
    static Optional<Boolean> cadence(String text) {
        if (text.equalsIgnoreCase("adaptive")) {
            return Optional.of(true);
        }
        return text.equalsIgnoreCase("fixed") ? Optional.of(false) : Optional.empty();
    }

    /** The same from 1 s to 7 days. */
    static Optional<Duration> orphanTime(String text) {
        return duration(text, MIN_ORPHAN_TIME, MAX_ORPHAN_TIME);
    }

    /** off, or a time from 10 s to 1 h. */
    static Optional<Optional<Duration>> pss(String text) {
        if (text.equalsIgnoreCase("off")) {
            return Optional.of(Optional.empty());
        }
        Optional<Duration> interval = duration(text, MIN_PSS, MAX_INTERVAL);
        return interval.isPresent() ? Optional.of(interval) : Optional.empty();
    }

    /** Texts with ; between them; {@code none} is no text. */
    static Optional<List<String>> orphanPatterns(String text) {
        List<String> patterns = new ArrayList<>();
        if (text.equalsIgnoreCase("none")) {
            return Optional.of(patterns);
        }
        int begin = 0;
        while (begin <= text.length()) {
            int end = text.indexOf(';', begin);
            end = end < 0 ? text.length() : end;
            String pattern = text.substring(begin, end).strip();
            if (pattern.length() < MIN_PATTERN_CHARS) {
                return Optional.empty();
            }
            patterns.add(pattern);
            begin = end + 1;
        }
        return patterns.size() > MAX_PATTERNS ? Optional.empty() : Optional.of(patterns);
    }

    private static Optional<Duration> duration(String text, Duration least, Duration most) {
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > MAX_NUMBER_DIGITS) {
            return Optional.empty();
        }
        Duration duration =
                Duration.ofMillis(Long.parseLong(text.substring(0, digits)) * unitMillis(text.substring(digits)));
        boolean inRange = duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
        return inRange ? Optional.of(duration) : Optional.empty();
    }

    /** 0 to 10,000. */
    static Optional<Integer> exitsKeep(String text) {
        int exits = number(text);
        return exits >= 0 && exits <= MAX_EXITS ? Optional.of(exits) : Optional.empty();
    }

    /** A whole number and k, m or g, in bytes; 64 KiB to 1 GiB. */
    static Optional<Long> exitsSize(String text) {
        int digits = Math.max(0, text.length() - 1);
        long bytes = number(text.substring(0, digits)) * unitBytes(text.substring(digits));
        return bytes >= MIN_EXITS_BYTES && bytes <= MAX_EXITS_BYTES ? Optional.of(bytes) : Optional.empty();
    }

    /** 0 for what is no unit. */
    private static long unitBytes(String unit) {
        return switch (unit) {
            case "k", "K" -> 1L << 10;
            case "m", "M" -> 1L << 20;
            case "g", "G" -> 1L << 30;
            default -> 0;
        };
    }

    /** 0 for what is no unit, which puts every number below the smallest interval. */
    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        };
    }

    /** Checked for its characters only: resolving may ask the network, which must not hold up the host's start. */
    static Optional<String> host(String text) {
        if (text.isEmpty() || text.length() > MAX_HOST_CHARS) {
            return Optional.empty();
        }
        int colons = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!isHostCharacter(c)) {
                return Optional.empty();
            }
            colons += c == ':' ? 1 : 0;
        }
        // An IPv6 address has at least two colons; one is a host and its port.
        return colons == 1 ? Optional.empty() : Optional.of(text);
    }

    private static boolean isHostCharacter(char c) {
        return isDigit(c) || isLetter(c) || ".-_:%[]".indexOf(c) >= 0;
    }

    /** {@code 9797}, {@code 9797-9816}, or 0 for any free one. */
    static Optional<PortRange> ports(String text) {
        int dash = text.indexOf('-');
        int first = port(dash < 0 ? text : text.substring(0, dash));
        int last = dash < 0 ? first : port(text.substring(dash + 1));
        if (first < 0 || last < first || (dash >= 0 && first == 0)) {
            return Optional.empty();
        }
        return Optional.of(new PortRange(first, last));
    }

    /** -1 for what is no port. */
    private static int port(String text) {
        int number = number(text);
        return number <= MAX_PORT ? number : -1;
    }

    /** -1 for what is no whole number, or a huge one. */
    private static int number(String text) {
        if (text.isEmpty() || text.length() > MAX_NUMBER_DIGITS) {
            return -1;
        }
        for (int at = 0; at < text.length(); at++) {
            if (!isDigit(text.charAt(at))) {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }

    /** A file, or nothing inside for stderr. {@code stdout} is refused: what a host prints there is read by programs. */
    static Optional<Optional<Path>> log(String text) {
        if (text.equalsIgnoreCase("stderr")) {
            return Optional.of(Optional.empty());
        }
        Optional<Path> file = file(text);
        return file.isPresent() ? Optional.of(file) : Optional.empty();
    }

    /** A file. Not what only looks like one: {@code -}, {@code stdout}, {@code stderr}. */
    static Optional<Path> file(String text) {
        if (text.isEmpty() || text.equals("-") || isOneOf(text, "stdout", "stderr")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(text));
        } catch (IllegalArgumentException e) {
            // InvalidPathException: a NUL, or a character that the locale's encoding has not.
            return Optional.empty();
        }
    }

    /** text or json, in any case. */
    static Optional<LogFormat> logFormat(String text) {
        return named(LogFormat.values(), text);
    }

    /** abnormal, all or none, in any case. */
    static Optional<SummaryMode> summary(String text) {
        return named(SummaryMode.values(), text);
    }

    /** en or fr, in any case. */
    static Optional<Language> locale(String text) {
        return named(Language.values(), text);
    }

    /** off for 0, or 1k to 64k in units of 1,024 bytes. */
    static Optional<Integer> stderrTail(String text) {
        if (text.equalsIgnoreCase("off")) {
            return Optional.of(0);
        }
        int digits = Math.max(0, text.length() - 1);
        long bytes = number(text.substring(0, digits)) * unitBytes(text.substring(digits));
        return bytes >= MIN_TAIL_BYTES && bytes <= MAX_TAIL_BYTES ? Optional.of((int) bytes) : Optional.empty();
    }

    /** none, throw, overflow or memory, in any case. */
    static Optional<InjectedFault> fault(String text) {
        return named(InjectedFault.values(), text);
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String text) {
        for (E value : values) {
            if (value.name().equalsIgnoreCase(text)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Whether a NAME may be a kind: 1 to 40 of {@code a-z 0-9 . _ -}. */
    static boolean isKindName(String name) {
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (!(c >= 'a' && c <= 'z') && !isDigit(c) && "._-".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_KIND_CHARS;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
