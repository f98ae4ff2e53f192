package io.forkwatch.probe.publish;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Values without an exponent. The library writes {@link Double#toString(double)}, so 127 MB are {@code 1.27E8}: right for a scraper, and
 * a trap for whoever reads a page with a shell, whose arithmetic knows no exponents.
 */
final class PlainNumbers {
    /** What has more digits before or behind its point stays as it is. */
    private static final int MOST_DIGITS = 20;

    private PlainNumbers() {}

    /**
     * A page in one of the text formats of Prometheus, with the last word of each sample written out.
     *
     * @param page its bytes, of which the first {@code length} count
     */
    static ByteArrayOutputStream in(byte[] page, int length) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(length + (length >> 4));
        int copied = 0;
        for (int start = 0; start < length; ) {
            int end = endOfLine(page, start, length);
            int word = page[start] == '#' ? end : lastWord(page, start, end);
            if (hasExponent(page, word, end)) {
                plain.write(page, copied, word - copied);
                plain.writeBytes(written(new String(page, word, end - word, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1));
                copied = end;
            }
            start = end + 1;
        }
        plain.write(page, copied, length - copied);
        return plain;
    }

    private static int endOfLine(byte[] page, int start, int length) {
        int end = start;
        while (end < length && page[end] != '\n') {
            end++;
        }
        return end;
    }

    // A value stands at the end of its line: nothing of ours has a timestamp or an exemplar.
    private static int lastWord(byte[] page, int start, int end) {
        int at = end;
        while (at > start && page[at - 1] != ' ') {
            at--;
        }
        return at > start ? at : end;
    }

    private static boolean hasExponent(byte[] page, int start, int end) {
        for (int at = start; at < end; at++) {
            if (page[at] == 'E') {
                return true;
            }
        }
        return false;
    }

    /** The same number; the same text if it is none, or too long. */
    static String written(String word) {
        try {
            BigDecimal number = new BigDecimal(word).stripTrailingZeros();
            boolean isShort = number.precision() - number.scale() <= MOST_DIGITS && number.scale() <= MOST_DIGITS;
            return isShort ? number.toPlainString() : word;
        } catch (NumberFormatException none) {
            return word;
        }
    }
}
