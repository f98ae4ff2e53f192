package io.forkwatch.probe.procfs.text;

/** Numbers parsed straight from bytes. Too large a number becomes the largest one: the kernel's fields are wider than ours. */
public final class Numbers {
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

    private static MalformedProcTextException notANumber(String file, int at) {
        return new MalformedProcTextException(file, "not a number at byte " + at);
    }
}
