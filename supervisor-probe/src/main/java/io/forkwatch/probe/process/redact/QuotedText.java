package io.forkwatch.probe.process.redact;

/**
 * A text with quotes in it, perhaps a shell's: where its words and values end. Knows the quote that is open at the place
 * that was reached; what it says of places behind holds from there.
 */
final class QuotedText {
    static final char NONE = 0;
    private static final int LONGEST_NAME = 64;

    private final String text;
    private final boolean script;
    /** The quote that is open here. */
    private char quote = NONE;
    /** Behind the quote that was opened last. */
    private int quoteStart;

    /** Nothing is open at the start. With {@code script} a shell reads the text: its operators end a value. */
    QuotedText(String text, boolean script) {
        this.text = text;
        this.script = script;
    }

    /** The quote that is open, or {@link #NONE}. */
    char open() {
        return quote;
    }

    /** A quote is passed; true if it closes the one that was open. */
    boolean pass(int at) {
        char c = text.charAt(at);
        boolean closes = quote == c;
        if (quote == NONE) {
            quote = c;
            quoteStart = at + 1;
        } else if (closes) {
            quote = NONE;
        }
        return closes;
    }

    /** The end of the word that begins here, with what is quoted in it; cut where it is too long to be an option. */
    int wordEnd(int at) {
        char open = NONE;
        boolean outer = quote != NONE;
        int limit = Math.min(text.length(), at + ArgumentReader.LONGEST_WORD);
        int i = at;
        while (i < limit) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (open != NONE) {
                open = c == open ? NONE : open;
            } else if (outer && c == quote) {
                if (i + 1 >= text.length() || isBlank(text.charAt(i + 1)) || ";&|)".indexOf(text.charAt(i + 1)) >= 0) {
                    break;
                }
                outer = false;
            } else if (isQuote(c)) {
                open = c;
            } else if (isBlank(c) || ";&|()`".indexOf(c) >= 0) {
                break;
            }
            i++;
        }
        return Math.min(i, limit);
    }

    /** True inside quotes but not behind the first of them: a script in a script, where blanks part words again. */
    boolean isNested(int at) {
        return quote != NONE && at > quoteStart;
    }

    /** The end of a word in a script in a script, with what is quoted once more in it. */
    int nestedWordEnd(int at) {
        int escaped = nestedEnd(at);
        if (escaped >= 0) {
            return escaped;
        }
        char open = NONE;
        int i = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == quote || (open == NONE && (isBlank(c) || ";&|".indexOf(c) >= 0))) {
                break;
            }
            if (c == '\\') {
                i++;
            } else if (isQuote(c)) {
                open = open == NONE ? c : NONE;
            }
            i++;
        }
        return Math.min(i, text.length());
    }

    /** {@code can't} in a sentence. */
    boolean isApostrophe(int at) {
        return text.charAt(at) == '\''
                && quote == NONE
                && at > 0
                && at + 1 < text.length()
                && Character.isLetter(text.charAt(at - 1))
                && text.charAt(at + 1) >= 's'
                && text.charAt(at + 1) <= 't'
                && (at + 2 == text.length() || isBlank(text.charAt(at + 2)));
    }

    boolean isEscapedQuote(int at) {
        return text.charAt(at) == '\\' && at + 1 < text.length() && isQuote(text.charAt(at + 1));
    }

    /** The end of the value that starts here: of the word, with the quotes that are open or open in it. */
    int valueEnd(int at) {
        int nested = nestedEnd(at);
        if (nested >= 0) {
            return nested;
        }
        char open = quote;
        boolean outer = open != NONE;
        int i = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\' && open != '\'') {
                i++;
            } else if (open != NONE && c == open) {
                if (outer && endsWord(i + 1)) {
                    return i;
                }
                if (i > at && text.charAt(at) == c && (script ? endsJson(i + 1) : endsWord(i + 1))) {
                    return i + 1;
                }
                open = NONE;
                outer = false;
            } else if (open == NONE && (c == '"' || c == '\'')) {
                open = c;
            } else if (open == NONE && endsValue(i)) {
                break;
            }
            i++;
        }
        quote = open;
        return Math.min(i, text.length());
    }

    /** {@code '{"password":"x"}'}: the end of a value with quotes of its own inside other ones; -1 for none. */
    private int nestedEnd(int at) {
        if (text.startsWith("\\\"", at)) {
            int close = text.indexOf("\\\"", at + 2);
            return close < 0 ? text.length() : close + 2;
        }
        char first = at < text.length() ? text.charAt(at) : NONE;
        if (quote == NONE || first == quote || (first != '"' && first != '\'')) {
            return -1;
        }
        for (int i = at + 1; i < text.length() && text.charAt(i) != quote; i++) {
            if (text.charAt(i) == first && text.charAt(i - 1) != '\\') {
                return i + 1;
            }
        }
        return -1;
    }

    /** {@code "x"}, and then {@code }} or {@code ,"}: in a shell nobody writes that. */
    private boolean endsJson(int i) {
        return text.startsWith("}", i) || text.startsWith(",\"", i) || text.startsWith(", \"", i);
    }

    private boolean endsWord(int i) {
        return i >= text.length() || isBlank(text.charAt(i)) || ";&|,)}]:".indexOf(text.charAt(i)) >= 0;
    }

    private boolean endsValue(int i) {
        char c = text.charAt(i);
        if (isBlank(c) || (script && ";&|)<>`".indexOf(c) >= 0)) {
            return true;
        }
        return (c == ',' || c == ';' || c == '&') && isNextName(i + 1);
    }

    private boolean isNextName(int start) {
        int i = start;
        while (i < text.length() && i - start < LONGEST_NAME && SecretNames.isNameChar(text.charAt(i))) {
            i++;
        }
        return i > start && i < text.length() && (text.charAt(i) == '=' || text.charAt(i) == ':');
    }

    /** True if there is a blank or a quote in it. */
    static boolean isManyWords(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isBlank(text.charAt(i)) || isQuote(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
