package io.forkwatch.probe.procfs.text;

/** Numbers parsed straight from bytes. Too large a number becomes the largest one: the kernel's fields are wider than ours. */
public final class Numbers {
    /** More of them do not fit into a long for sure. */
    private static final int MOST_DIGITS = 18;

    private Numbers() {}

    /**
     * The decimal number that fills {@code [from, to)}, with an optional minus sign.
     *
     * @param file which file the text is from, for the message
     * @return the number, between -{@link Long#MAX_VALUE} and {@link Long#MAX_VALUE}
     */
    public static long decimal(String file, byte[] text, int from, int to) throws MalformedProcTextException {
        boolean negative = from < to && text[from] == '-';
        int at = negative ? from + 1 : from;
        if (at >= to) {
            throw notANumber(file, from);
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = digit(file, text, at);
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** The decimal digit at {@code at}, 0 to 9. */
    public static int digit(String file, byte[] text, int at) throws MalformedProcTextException {
        int digit = text[at] - '0';
        if (digit < 0 || digit > 9) {
            throw notANumber(file, at);
        }
        return digit;
    }

    /** Like {@link #decimal}, but never below 0: some counters are signed in the kernel and may run below it. */
    public static long natural(String file, byte[] text, int from, int to) throws MalformedProcTextException {
        return Math.max(0, decimal(file, text, from, to));
    }

    /** The hexadecimal number that fills {@code [from, to)}, as a mask: its low 64 bits. */
    public static long mask(String file, byte[] text, int from, int to) throws MalformedProcTextException {
        if (from >= to) {
            throw notANumber(file, from);
        }
        long bits = 0;
        for (int at = from; at < to; at++) {
            int digit = Character.digit(text[at], 16);
            if (digit < 0) {
                throw notANumber(file, from);
            }
            bits = (bits << 4) | digit;
        }
        return bits;
    }

    /** The product of two numbers from 0 up, at most {@link Long#MAX_VALUE}. */
    public static long times(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    /** The sum of two numbers from 0 up, at most {@link Long#MAX_VALUE}. */
    public static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** Where the decimal digits that begin at {@code from} end; {@code from} itself if there are none. */
    public static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The number that begins at {@code from}, whatever follows; -1 if there is none or it is too long for a long. */
    public static long leading(String text, int from) {
        int end = endOfDigits(text, from);
        return end == from || end - from > MOST_DIGITS ? -1 : Long.parseLong(text, from, end, 10);
    }

    /** The same of bytes; allocates nothing. */
    public static long leading(byte[] text, int from, int to) {
        long number = 0;
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9' && at - from <= MOST_DIGITS) {
            number = number * 10 + text[at] - '0';
            at++;
        }
        return at == from || at - from > MOST_DIGITS ? -1 : number;
    }

    /** The number that a whole text is; -1 if it is none, or too long for a long. */
    public static long whole(String text) {
        return endOfDigits(text, 0) == text.length() ? leading(text, 0) : -1;
    }

    private static MalformedProcTextException notANumber(String file, int at) {
        return new MalformedProcTextException(file, "not a number at byte " + at);
    }
}
