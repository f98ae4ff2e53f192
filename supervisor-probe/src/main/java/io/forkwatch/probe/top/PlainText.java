package io.forkwatch.probe.top;

/**
 * The text of strangers, made fit for a terminal: what could move its cursor, change its colours, turn the direction of what
 * stands beside it, or take more or less than one column, is a question mark.
 */
final class PlainText {
    private static final int FIRST_LATIN = 0xA1;
    private static final int LAST_LATIN = 0x24F;
    private static final int FIRST_GREEK = 0x370;
    private static final int LAST_CYRILLIC = 0x52F;
    private static final int SOFT_HYPHEN = 0xAD;

    private PlainText() {}

    /** The same text, a column each character. */
    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> plain.append(isPlain(point) ? (char) point : '?'));
        return plain.toString();
    }

    private static boolean isPlain(int point) {
        if (point < 0x80) {
            return point >= ' ' && point < 0x7F;
        }
        if (point <= LAST_LATIN) {
            return point >= FIRST_LATIN && point != SOFT_HYPHEN;
        }
        return point >= FIRST_GREEK && point <= LAST_CYRILLIC && Character.isLetter(point);
    }

    /**
     * JSON for a terminal: what such a text would lose is written as {@code \}{@code uXXXX}, which means the same inside of a
     * string; where there is none, a line feed stays.
     */
    static String ofJson(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if ((c >= ' ' && c < 0x7F) || c == '\n') {
                plain.append(c);
            } else {
                plain.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            }
        }
        return plain.toString();
    }

    /** The beginning of a text, in so many columns. */
    static String cut(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns));
    }

    static String left(String text, int columns) {
        return cut(text, columns) + " ".repeat(Math.max(0, columns - text.length()));
    }

    static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + cut(text, columns);
    }
}
