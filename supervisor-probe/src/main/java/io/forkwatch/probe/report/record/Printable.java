package io.forkwatch.probe.report.record;

/**
 * Makes text of others harmless in a log: what could end a line, move a terminal's cursor or turn the reading direction
 * becomes an escape of six characters, which is also how JSON writes it.
 */
final class Printable {
    private Printable() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!harmless(text.codePointAt(i))) {
                return escape(text);
            }
        }
        return text;
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (harmless(c)) {
                out.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    out.append("\\u").append(hex(unit));
                }
            }
        });
        return out.toString();
    }

    private static String hex(char unit) {
        return Integer.toHexString(0x10000 | unit).substring(1);
    }

    // A surrogate here has lost its partner.
    private static boolean harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
