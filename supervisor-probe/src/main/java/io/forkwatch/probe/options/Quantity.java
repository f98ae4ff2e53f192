package io.forkwatch.probe.options;

import java.util.Map;
import java.util.Optional;

/**
 * A whole number of at most 9 digits with its unit, in a range.
 *
 * @param units how much one of each unit is, in the smallest
 * @param least the smallest value
 * @param most the largest value
 * @param nothing a word that it may also be, in any case: then it is 0; empty if there is none
 */
record Quantity(Map<String, Long> units, long least, long most, String nothing) implements ValueParser<Long> {
    private static final int MAX_DIGITS = 9;

    /** A number without a unit. */
    static Quantity count(long least, long most) {
        return new Quantity(Map.of("", 1L), least, most, "");
    }

    /** A number with % behind it. */
    static Quantity percent(long least, long most) {
        return new Quantity(Map.of("%", 1L), least, most, "");
    }

    /** A time with ms, s, m or h behind it: milliseconds. */
    static Quantity time(long leastMillis, long mostMillis) {
        return new Quantity(Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L), leastMillis, mostMillis, "");
    }

    /** A size with k, m or g behind it, in either case, or KiB, MiB or GiB: bytes. */
    static Quantity size(long leastBytes, long mostBytes) {
        Map<String, Long> units = Map.of(
                "k", 1L << 10, "K", 1L << 10, "m", 1L << 20, "M", 1L << 20, "g", 1L << 30, "G", 1L << 30, "KiB",
                1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
        return new Quantity(units, leastBytes, mostBytes, "");
    }

    /** The same, and {@code off} for 0. */
    Quantity thatMayBeOff() {
        return new Quantity(units, least, most, "off");
    }

    /** The same, and {@code none} for 0. */
    Quantity thatMayBeNone() {
        return new Quantity(units, least, most, "none");
    }

    @Override
    public Optional<Long> parse(String text) {
        if (!nothing.isEmpty() && text.equalsIgnoreCase(nothing)) {
            return Optional.of(0L);
        }
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        Long unit = units.get(text.substring(digits));
        if (digits == 0 || digits > MAX_DIGITS || unit == null) {
            return Optional.empty();
        }
        long value = Long.parseLong(text.substring(0, digits)) * unit;
        return value >= least && value <= most ? Optional.of(value) : Optional.empty();
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
