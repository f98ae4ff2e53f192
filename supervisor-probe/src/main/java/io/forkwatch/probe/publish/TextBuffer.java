package io.forkwatch.probe.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way to a scraper, in UTF-8: one buffer, handed on when it is full. Allocates nothing for plain text. For
 * one thread.
 */
final class TextBuffer {
    private static final int CAPACITY_BYTES = 8_192;
    private static final int LONGEST_NUMBER = 20;

    /** Below it, every whole number is a double of its own. */
    private static final double MOST_EXACT = 1L << 53;

    private final OutputStream out;
    private final byte[] bytes = new byte[CAPACITY_BYTES];
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private int size;

    TextBuffer(OutputStream out) {
        this.out = out;
    }

    /** As it is. */
    void text(String text) throws IOException {
        reserve(text.length());
        if (text.length() > bytes.length || !isAscii(text)) {
            flush();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        // By the character, where it is known to fit: this is what a scrape spends its time with.
        for (int at = 0; at < text.length(); at++) {
            bytes[size + at] = (byte) text.charAt(at);
        }
        size += text.length();
    }

    private void reserve(int count) throws IOException {
        if (count > bytes.length - size) {
            flush();
        }
    }

    private static boolean isAscii(String text) {
        int all = 0;
        for (int at = 0; at < text.length(); at++) {
            all |= text.charAt(at);
        }
        return all < 0x80;
    }

    /** A label's value: backslash, quote and line feed as both formats want them. */
    void value(String value) throws IOException {
        text(isPlain(value) ? value : escaped(value));
    }

    private static boolean isPlain(String value) {
        return value.indexOf('\\') < 0 && value.indexOf('"') < 0 && value.indexOf('\n') < 0;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** A value; without an object where it is a whole number or one of milliseconds, which most are. */
    void number(double value) throws IOException {
        double thousandths = Math.rint(value * 1_000);
        if (Math.abs(value) < MOST_EXACT && value == Math.rint(value)) {
            number((long) value);
            text(".0");
        } else if (value > 0 && thousandths < MOST_EXACT && thousandths / 1_000 == value) {
            number((long) thousandths / 1_000);
            decimals((int) ((long) thousandths % 1_000));
        } else if (Double.isInfinite(value)) {
            text(value > 0 ? "+Inf" : "-Inf");
        } else {
            text(Double.toString(value));
        }
    }

    /** A point, and thousandths without zeros at the end. */
    private void decimals(int thousandths) throws IOException {
        reserve(4);
        bytes[size++] = '.';
        int left = thousandths;
        for (int unit = 100; left > 0; unit /= 10) {
            bytes[size++] = (byte) ('0' + left / unit);
            left %= unit;
        }
    }

    /** A count. */
    void number(long value) throws IOException {
        reserve(LONGEST_NUMBER);
        int at = digits.length;
        // Of negative numbers there is one more.
        long left = value > 0 ? -value : value;
        do {
            digits[--at] = (byte) ('0' - left % 10);
            left /= 10;
        } while (left != 0);
        if (value < 0) {
            digits[--at] = '-';
        }
        System.arraycopy(digits, at, bytes, size, digits.length - at);
        size += digits.length - at;
    }

    /** Hands on what is left. */
    void flush() throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }
}
