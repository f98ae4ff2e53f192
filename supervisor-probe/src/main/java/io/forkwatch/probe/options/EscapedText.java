package io.forkwatch.probe.options;

/** Somebody's text, made fit for one line of a log or a terminal. */
public final class EscapedText {
    private EscapedText() {}

    /** What does not print, or prints as something else, as {@code \}{@code uXXXX}; cut to a length after that. */
    public static String of(String text, int maxChars) {
        StringBuilder escaped = new StringBuilder();
        for (int at = 0; at < text.length() && escaped.length() <= maxChars; at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                escaped.append(c).append(text.charAt(++at));
            } else {
                appendEscaped(c, escaped);
            }
        }
        return cut(escaped.toString(), maxChars);
    }

    private static void appendEscaped(char c, StringBuilder to) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> to.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : unicode(c));
            default -> to.append(c);
        }
    }

    private static String unicode(char c) {
        return "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    }

    /** A text without what is too much of it, for which three dots stand. */
    static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = maxChars - 3;
        // Half of a pair would print as a question mark.
        end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
        return text.substring(0, end) + "...";
    }
}
