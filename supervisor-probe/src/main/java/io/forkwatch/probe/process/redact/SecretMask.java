package io.forkwatch.probe.process.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Hides the secrets inside one argument, be it {@code -Dpassword=x}, a URL with a password in it or a whole shell
 * script. One pass that reads a little ahead: time is linear in the length.
 */
final class SecretMask {
    private static final int LONGEST_NAME = 64;
    /** What stands before the colon in texts that look like {@code user:password@host} and are not. */
    private static final Set<String> NOT_A_USER = Set.of("npm", "mailto", "pkg", "sip", "acct", "file");

    private final String text;
    private final boolean script;
    private final boolean pathList;
    private final SecretTable table;
    private final ArgumentReader reader;
    private final int mark;
    private final QuotedText quotes;
    private final StringBuilder out;
    private final ScriptSecrets told;
    private int at;
    /** True where a word of a command may begin. */
    private boolean fresh;
    /** The last name seen: it may be the key of a value. */
    private int nameStart;

    private int nameEnd;
    /** In {@code out}: where the present word starts, and the place after its only colon. */
    private int wordOut;

    private int colonOut;
    private int colons;

    /**
     * Masks one argument, or one line of output.
     *
     * @param script true if a shell reads the text: its operators end a value
     * @param pathList true if colons part paths
     * @param table what secrets look like
     * @param reader knows the words before this argument; it reads those in it
     */
    SecretMask(String text, boolean script, boolean pathList, SecretTable table, ArgumentReader reader) {
        this.text = text;
        this.script = script;
        this.pathList = pathList;
        this.table = table;
        this.reader = reader;
        this.mark = reader.mark();
        this.quotes = new QuotedText(text, script);
        this.told = ScriptSecrets.in(text);
        this.fresh = script || QuotedText.isManyWords(text);
        this.out = new StringBuilder(Math.min(text.length(), Redaction.LIMIT) + 16);
    }

    /** The text without its secrets, or as much of it as can be shown. */
    String masked() {
        while (at < text.length() && wordOut <= Redaction.LIMIT) {
            step(text.charAt(at));
        }
        return out.toString();
    }

    private void step(char c) {
        int told = this.told.endAt(at);
        if (told > at) {
            hide(told);
            forgetName();
            startWord();
        } else if (fresh
                && !QuotedText.isBlank(c)
                && !QuotedText.isQuote(c)
                && !quotes.isEscapedQuote(at)
                && hidesArgument()) {
            return;
        } else if (SecretNames.isNameChar(c)) {
            growName();
        } else if (c == '=' || c == ':') {
            separator(c);
        } else if (QuotedText.isBlank(c)) {
            blank();
        } else if (QuotedText.isQuote(c)) {
            toggle();
        } else if (c == '\\') {
            escape();
        } else if (c == '@') {
            atSign();
        } else if (c == '>' && isSecretElement()) {
            element();
        } else {
            other(c);
        }
    }

    private void other(char c) {
        boolean ends = ";|&\n".indexOf(c) >= 0;
        if (ends && script && quotes.open() == QuotedText.NONE) {
            reader.endCommand(mark);
        }
        emit();
        forgetName();
        startWord();
        fresh |= ends || "({[`".indexOf(c) >= 0;
    }

    /** Hides what a known program takes for a secret in the word that begins here. */
    private boolean hidesArgument() {
        fresh = false;
        boolean nested = quotes.isNested(at);
        String word = text.substring(at, quotes.wordEnd(at));
        int from = reader.next(word);
        if (from < 0) {
            return false;
        }
        passUntil(at + from);
        forgetName();
        startWord();
        int start = at;
        int end = nested ? quotes.nestedWordEnd(at) : quotes.valueEnd(at);
        int host = reader.endsAtHost() ? text.lastIndexOf('@', end - 1) : -1;
        hide(host > start ? host : end);
        startWord();
        return true;
    }

    private void passUntil(int end) {
        while (at < end) {
            if (QuotedText.isQuote(text.charAt(at))) {
                quotes.pass(at);
            }
            emit();
        }
    }

    /** {@code <password>x</password>}. */
    private boolean isSecretElement() {
        return nameEnd == at && nameStart > 0 && text.charAt(nameStart - 1) == '<' && SecretNames.isSecret(name());
    }

    private void element() {
        emit();
        forgetName();
        int end = text.indexOf('<', at);
        hide(end < 0 ? text.length() : end);
        startWord();
    }

    private void growName() {
        if (nameEnd != at || nameEnd == nameStart) {
            if (hidesToken()) {
                return;
            }
            nameStart = at;
        }
        emit();
        nameEnd = at;
    }

    /** A token that is known by its shape, or a private key, from here on. */
    private boolean hidesToken() {
        int key = text.charAt(at) == '-' ? PrivateKeys.end(text, at) : -1;
        TokenShape.Span span = key < 0 ? table.tokenAt(text, at) : new TokenShape.Span(at, key);
        if (span.isEmpty()) {
            return false;
        }
        emitUntil(span.from());
        hide(span.to());
        forgetName();
        startWord();
        return true;
    }

    private void separator(char c) {
        if (text.startsWith("://", at)) {
            authority();
            return;
        }
        boolean secret = c == '=' ? isSecretAssignment() : isSecretHeader();
        boolean wholeArgument = nameStart == 0 && !script;
        boolean line = secret && c == ':' && SecretNames.isHeader(name());
        emit();
        forgetName();
        if (secret && wholeArgument && c == '=') {
            hide(text.length());
        } else if (line) {
            hideHeader(wholeArgument);
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
        boolean query = nameStart > 0 ? "?&".indexOf(text.charAt(nameStart - 1)) >= 0 : text.indexOf('&', at) > 0;
        return !directory && (SecretNames.isAssigned(name) || (query && SecretNames.isQuery(name)));
    }

    /** {@code name: value}. A colon has many other uses: paths, ports, image tags, tasks. */
    private boolean isSecretHeader() {
        char before = nameStart == 0 ? ' ' : text.charAt(nameStart - 1);
        char after = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        String name = name();
        return !pathList
                && (QuotedText.isBlank(before) || "\"'{,;&?=([".indexOf(before) >= 0 || isSlashOption())
                && after != '/'
                && after != ':'
                && (QuotedText.isQuote(before) || !name.toLowerCase(Locale.ROOT).endsWith("auth"))
                && (SecretNames.endsSecret(name) || (before == '/' && name.equalsIgnoreCase("key")));
    }

    /** {@code /password:x}, as programs of Windows have it. */
    private boolean isSlashOption() {
        return nameStart > 0
                && text.charAt(nameStart - 1) == '/'
                && (nameStart == 1
                        || QuotedText.isBlank(text.charAt(nameStart - 2))
                        || QuotedText.isQuote(text.charAt(nameStart - 2)));
    }

    /** {@code Cookie: a=b; c=d}: to the end of the line, or of the quotes around it. */
    private void hideHeader(boolean wholeArgument) {
        int colon = at;
        skipBlanks();
        int end = quotes.open() == QuotedText.NONE ? -1 : text.indexOf(quotes.open(), at);
        int scheme = at;
        while (scheme < text.length() && SecretNames.isNameChar(text.charAt(scheme))) {
            scheme++;
        }
        boolean known = quotes.open() == QuotedText.NONE
                && !wholeArgument
                && scheme < text.length()
                && QuotedText.isBlank(text.charAt(scheme))
                && SecretNames.isScheme(text.substring(at, scheme));
        if (known) {
            emitUntil(scheme);
            skipBlanks();
        }
        if (end < at) {
            int line = text.indexOf('\n', at);
            end = script && at == colon ? quotes.valueEnd(at) : line < 0 ? text.length() : line;
        }
        hide(end);
        startWord();
    }

    /** {@code scheme://user:password@host}. */
    private void authority() {
        int start = at + 3;
        boolean web = out.substring(Math.max(0, out.length() - 5)).contains("http");
        emitUntil(start);
        forgetName();
        startWord();
        TokenShape.Span secret = UrlUser.secretIn(text, start, web);
        if (!secret.isEmpty()) {
            emitUntil(secret.from());
            hide(secret.to());
            emitUntil(Math.min(at + 1, text.length()));
            startWord();
        }
    }

    /** {@code user:password@host} without a scheme, and Oracle's {@code user/password@host}. */
    private void atSign() {
        if (colons == 1 && !pathList && isUserBeforeColon() && isHostAfter(at + 1)) {
            out.setLength(colonOut);
            out.append(Redaction.MASK);
            skipToLastAt();
        } else if (colons == 0) {
            hideOracle();
        }
        emit();
        forgetName();
        startWord();
    }

    /** {@code jdbc:oracle:thin:me/password@host}. */
    private void hideOracle() {
        int start = out.lastIndexOf("jdbc:oracle:");
        int slash = start < 0 ? -1 : out.indexOf("/", start);
        if (slash >= 0 && out.indexOf("@", start) < 0) {
            out.setLength(slash + 1);
            out.append(Redaction.MASK);
        }
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
        for (int i = at; i < text.length() && !UrlUser.endsHost(text.charAt(i)); i++) {
            if (text.charAt(i) == '@') {
                at = i;
            }
        }
    }

    /** A blank may stand between {@code --password} and its value, or around {@code =} and {@code :}. */
    private void blank() {
        boolean announced = isAnnounced();
        boolean said = nameEnd == at && (SecretNames.isSaid(name()) || isIdentifiedBy());
        skipBlanks();
        startWord();
        fresh = true;
        if ((announced && !isOptionHere()) || (said && isQuotedHere())) {
            fresh = false;
            forgetName();
            if (quotes.isNested(at)) {
                hide(quotes.nestedWordEnd(at));
                startWord();
            } else {
                hideValue(false);
            }
        }
    }

    /** {@code IDENTIFIED BY 'x'}: a name in a sentence, and a value in quotes. */
    private boolean isIdentifiedBy() {
        String before = "identified ";
        return name().equalsIgnoreCase("by")
                && text.regionMatches(true, nameStart - before.length(), before, 0, before.length());
    }

    private boolean isQuotedHere() {
        return at < text.length() && QuotedText.isQuote(text.charAt(at)) && text.charAt(at) != quotes.open();
    }

    private boolean isAnnounced() {
        boolean quoted = at > 0 && nameEnd == at - 1 && "\"'".indexOf(text.charAt(at - 1)) >= 0;
        if (nameEnd == nameStart || !(nameEnd == at || quoted)) {
            return false;
        }
        char before = nameStart == 0 ? ' ' : text.charAt(nameStart - 1);
        return (QuotedText.isBlank(before) || "\"'=:".indexOf(before) >= 0) && SecretNames.announcesSecret(name());
    }

    private boolean isOptionHere() {
        int i = at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0 ? at + 1 : at;
        if (i >= text.length() || ";&|=:".indexOf(text.charAt(i)) >= 0) {
            return true;
        }
        int end = i;
        while (end < text.length()
                && end - i < LONGEST_NAME
                && !QuotedText.isBlank(text.charAt(end))
                && !QuotedText.isQuote(text.charAt(end))) {
            end++;
        }
        return SecretNames.isOptionAfter(name(), text.substring(i, end));
    }

    private void toggle() {
        if (quotes.isApostrophe(at)) {
            emit();
            return;
        }
        boolean closes = quotes.pass(at);
        emit();
        startWord();
        fresh |= !closes;
    }

    private void escape() {
        emit();
        if (at < text.length() && "\"'\\".indexOf(text.charAt(at)) >= 0) {
            boolean quotes = QuotedText.isQuote(text.charAt(at));
            emit();
            startWord();
            fresh |= quotes;
        }
    }

    private void hideValue(boolean wholeArgument) {
        skipBlanks();
        int end = wholeArgument ? text.length() : quotes.valueEnd(at);
        while (end < text.length()
                && QuotedText.isBlank(text.charAt(end))
                && SecretNames.isScheme(text.substring(at, end))) {
            emitUntil(end);
            skipBlanks();
            end = quotes.valueEnd(at);
        }
        hide(end);
        startWord();
    }

    private void skipBlanks() {
        while (at < text.length() && QuotedText.isBlank(text.charAt(at))) {
            emit();
        }
    }

    private void hide(int end) {
        char first = at < end ? text.charAt(at) : QuotedText.NONE;
        boolean quoted = end - at >= 2 && (first == '"' || first == '\'') && text.charAt(end - 1) == first;
        String value = quoted ? text.substring(at + 1, end - 1) : text.substring(at, end);
        boolean plain = value.isEmpty() || value.equals("true") || value.equals("false");
        String shown = plain ? value : Redaction.MASK;
        out.append(quoted ? first + shown + first : shown);
        at = end;
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
}
