package io.forkwatch.probe.process.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Hides the secrets inside one argument, be it {@code -Dpassword=x}, a URL with a password in it or a whole shell
 * script. One pass that reads a little ahead: time is linear in the length.
 */
final class SecretMask {
    private static final char NONE = 0;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_PLAIN_USER = 16;
    /** What stands before the colon in texts that look like {@code user:password@host} and are not. */
    private static final Set<String> NOT_A_USER = Set.of("npm", "mailto", "pkg", "sip", "acct", "file");

    private final String text;
    private final boolean script;
    private final boolean pathList;
    private final StringBuilder out;
    private int at;
    /** The quote that is open here. */
    private char quote = NONE;
    /** The last name seen: it may be the key of a value. */
    private int nameStart;

    private int nameEnd;
    /** In {@code out}: where the present word starts, and the place after its only colon. */
    private int wordOut;

    private int colonOut;
    private int colons;

    SecretMask(String text, boolean script, boolean pathList) {
        this.text = text;
        this.script = script;
        this.pathList = pathList;
        this.out = new StringBuilder(text.length() + 16);
    }

    String masked() {
        while (at < text.length()) {
            step(text.charAt(at));
        }
        return out.toString();
    }

    private void step(char c) {
        if (SecretNames.isNameChar(c)) {
            growName();
        } else if (c == '=' || c == ':') {
            separator(c);
        } else if (isBlank(c)) {
            blank();
        } else if (c == '"' || c == '\'') {
            toggle(c);
        } else if (c == '\\') {
            escape();
        } else if (c == '@') {
            atSign();
        } else {
            emit();
            forgetName();
            startWord();
        }
    }

    private void growName() {
        if (nameEnd != at || nameEnd == nameStart) {
            nameStart = at;
        }
        emit();
        nameEnd = at;
    }

    private void separator(char c) {
        if (text.startsWith("://", at)) {
            authority();
            return;
        }
        boolean secret = c == '=' ? isSecretAssignment() : isSecretHeader();
        boolean wholeArgument = nameStart == 0 && !script;
        emit();
        forgetName();
        if (secret && wholeArgument && c == '=') {
            hide(text.length());
        } else if (secret) {
            hideValue(wholeArgument);
        } else if (c == '=') {
            startWord();
        } else {
            colons++;
            colonOut = out.length();
        }
    }

    private boolean isSecretAssignment() {
        String name = name();
        boolean directory = (name.equals("PWD") || name.equals("OLDPWD")) && text.startsWith("/", at + 1);
        return !directory && SecretNames.isSecret(name);
    }

    /** {@code name: value}. A colon has many other uses: paths, ports, image tags, tasks. */
    private boolean isSecretHeader() {
        char before = nameStart == 0 ? ' ' : text.charAt(nameStart - 1);
        char after = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        String name = name();
        return !pathList
                && (isBlank(before) || "\"'{,;&?=([".indexOf(before) >= 0)
                && after != '/'
                && after != ':'
                && !name.toLowerCase(Locale.ROOT).endsWith("auth")
                && SecretNames.endsSecret(name);
    }

    /** {@code scheme://user:password@host}. */
    private void authority() {
        int start = at + 3;
        int end = start;
        int lastAt = -1;
        while (end < text.length() && !endsHost(text.charAt(end))) {
            if (text.charAt(end) == '@') {
                lastAt = end;
            }
            end++;
        }
        emitUntil(start);
        forgetName();
        startWord();
        if (lastAt > start) {
            hideUser(start, lastAt);
        }
    }

    private void hideUser(int start, int lastAt) {
        int colon = text.indexOf(':', start);
        if (colon >= 0 && colon < lastAt) {
            emitUntil(colon + 1);
            hide(lastAt);
        } else if (lastAt - start >= LONGEST_PLAIN_USER) {
            hide(lastAt);
        }
        emitUntil(lastAt + 1);
        startWord();
    }

    /** {@code user:password@host} without a scheme, and Oracle's {@code user/password@host}. */
    private void atSign() {
        if (colons == 1 && !pathList && isUserBeforeColon() && isHostAfter(at + 1)) {
            out.setLength(colonOut);
            out.append(Redaction.MASK);
            skipToLastAt();
        } else if (colons == 0 && text.startsWith("jdbc:oracle:") && out.lastIndexOf("/") >= 0) {
            out.setLength(out.lastIndexOf("/") + 1);
            out.append(Redaction.MASK);
        }
        emit();
        forgetName();
        startWord();
    }

    private boolean isUserBeforeColon() {
        String user = out.substring(wordOut, Math.max(wordOut, colonOut - 1));
        return !user.isEmpty() && out.length() > colonOut && !NOT_A_USER.contains(user);
    }

    private boolean isHostAfter(int i) {
        return i < text.length()
                && (Character.isLetterOrDigit(text.charAt(i)) || "[$*".indexOf(text.charAt(i)) >= 0)
                && !text.startsWith("sha256:", i)
                && !text.startsWith("sha512:", i);
    }

    private void skipToLastAt() {
        for (int i = at; i < text.length() && !endsHost(text.charAt(i)); i++) {
            if (text.charAt(i) == '@') {
                at = i;
            }
        }
    }

    private static boolean endsHost(char c) {
        return c == '/' || c == '"' || c == '\'' || c == '`' || c == '<' || c == '>' || isBlank(c);
    }

    /** A blank may stand between {@code --password} and its value, or around {@code =} and {@code :}. */
    private void blank() {
        boolean announced = isAnnounced();
        skipBlanks();
        startWord();
        if (announced && !isOptionHere()) {
            forgetName();
            hideValue(false);
        }
    }

    private boolean isAnnounced() {
        boolean quoted = at > 0 && nameEnd == at - 1 && "\"'".indexOf(text.charAt(at - 1)) >= 0;
        if (nameEnd == nameStart || !(nameEnd == at || quoted)) {
            return false;
        }
        char before = nameStart == 0 ? ' ' : text.charAt(nameStart - 1);
        return (isBlank(before) || "\"'=:".indexOf(before) >= 0) && SecretNames.announcesSecret(name());
    }

    private boolean isOptionHere() {
        int i = at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0 ? at + 1 : at;
        return i >= text.length() || text.charAt(i) == '-' || ";&|=:".indexOf(text.charAt(i)) >= 0;
    }

    private void toggle(char c) {
        if (quote == NONE) {
            quote = c;
        } else if (quote == c) {
            quote = NONE;
        }
        emit();
        startWord();
    }

    private void escape() {
        emit();
        if (at < text.length() && "\"'\\".indexOf(text.charAt(at)) >= 0) {
            emit();
            startWord();
        }
    }

    private void hideValue(boolean wholeArgument) {
        skipBlanks();
        int end = wholeArgument ? text.length() : valueEnd();
        while (end < text.length() && isBlank(text.charAt(end)) && SecretNames.isScheme(text.substring(at, end))) {
            emitUntil(end);
            skipBlanks();
            end = valueEnd();
        }
        hide(end);
        startWord();
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            emit();
        }
    }

    private void hide(int end) {
        char first = at < end ? text.charAt(at) : NONE;
        boolean quoted = end - at >= 2 && (first == '"' || first == '\'') && text.charAt(end - 1) == first;
        String value = quoted ? text.substring(at + 1, end - 1) : text.substring(at, end);
        boolean plain = value.isEmpty() || value.equals("true") || value.equals("false");
        String shown = plain ? value : Redaction.MASK;
        out.append(quoted ? first + shown + first : shown);
        at = end;
    }

    /** The end of the value that starts here: of the word, with the quotes that are open or open in it. */
    private int valueEnd() {
        int nested = nestedEnd();
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
                if (!script && i > at && text.charAt(at) == c && endsWord(i + 1)) {
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
    private int nestedEnd() {
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

    private String name() {
        return text.substring(nameStart, nameEnd);
    }

    private void forgetName() {
        nameStart = at;
        nameEnd = at;
    }

    private void startWord() {
        wordOut = out.length();
        colonOut = wordOut;
        colons = 0;
    }

    private void emit() {
        out.append(text.charAt(at));
        at++;
    }

    private void emitUntil(int end) {
        out.append(text, at, end);
        at = end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
