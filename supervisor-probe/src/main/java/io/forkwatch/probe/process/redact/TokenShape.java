package io.forkwatch.probe.process.redact;

/**
 * How a kind of token begins.
 *
 * @param prefix as issued; with a slash in it, the place of a secret in an address
 * @param shortest how many characters follow at least, 1 and up
 * @param solid true if only letters and digits count
 */
record TokenShape(String prefix, int shortest, boolean solid) {
    /** Any long mix of letters and digits: for want of a table. */
    static final TokenShape ANY = new TokenShape("", 20, true);

    /**
     * A part of a text, to be hidden.
     *
     * @param from its first character
     * @param to behind its last character
     */
    record Span(int from, int to) {
        static final Span NONE = new Span(0, 0);

        boolean isEmpty() {
            return from >= to;
        }
    }

    TokenShape {
        if (shortest < 1) {
            throw new IllegalArgumentException(prefix + " with " + shortest);
        }
    }

    boolean beginsAt(String text, int at) {
        return text.startsWith(prefix, at);
    }

    /** What is hidden of a token that begins here; nothing if it is none after all. */
    Span spanAt(String text, int at) {
        int rest = at + prefix.length();
        if (prefix.indexOf('/') >= 0) {
            return new Span(rest, endOfAddress(text, rest));
        }
        int end = rest;
        boolean telling = false;
        while (end < text.length() && isToken(text.charAt(end), solid)) {
            char c = text.charAt(end);
            telling |= Character.isDigit(c) || Character.isUpperCase(c);
            end++;
        }
        return telling && end - rest >= shortest ? new Span(at, endOfToken(text, end)) : Span.NONE;
    }

    /** A cut token goes whole, and with the padding of its base64. */
    private static int endOfToken(String text, int start) {
        int end = start;
        while (end < text.length() && (isToken(text.charAt(end), false) || "=+~".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static int endOfAddress(String text, int start) {
        int end = start;
        while (end < text.length() && " \t\n\r\"'`<>|;)".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isToken(char c, boolean solid) {
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return alphanumeric || (!solid && (c == '-' || c == '_' || c == '.'));
    }
}
