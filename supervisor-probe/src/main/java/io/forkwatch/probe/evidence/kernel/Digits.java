package io.forkwatch.probe.evidence.kernel;

/** Decimal numbers within a text. */
final class Digits {
    /** More of them do not fit into a long for sure. */
    private static final int MOST = 18;

    private Digits() {}

    /** Where the digits that begin at {@code from} end; {@code from} itself if there are none. */
    static int end(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The number at {@code from}, -1 if there is none or it is too long. */
    static long number(String text, int from) {
        int end = end(text, from);
        return end == from || end - from > MOST ? -1 : Long.parseLong(text.substring(from, end));
    }

    /** The number at {@code from} of a text of so many bytes, -1 if there is none or it is too long. */
    static long number(byte[] text, int from, int length) {
        long number = 0;
        int at = from;
        while (at < length && text[at] >= '0' && text[at] <= '9' && at - from <= MOST) {
            number = number * 10 + text[at] - '0';
            at++;
        }
        return at == from || at - from > MOST ? -1 : number;
    }

    /** The number that a whole text is, -1 if it is none. */
    static long number(String text) {
        return end(text, 0) == text.length() ? number(text, 0) : -1;
    }
}
