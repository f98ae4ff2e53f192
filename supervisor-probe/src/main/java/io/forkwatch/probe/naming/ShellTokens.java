package io.forkwatch.probe.naming;

import java.util.ArrayList;
import java.util.List;

/** Cuts a shell script into words and operators, as sh(1) does before it expands anything. */
final class ShellTokens {
    private static final String OPERATORS = ";&|()\n";

    /**
     * A word or an operator.
     *
     * @param text the word without its quotes, or the operator
     * @param operator true for {@code ; & && | || ( )} and the end of a line
     */
    record Token(String text, boolean operator) {}

    private final String script;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;

    private ShellTokens(String script) {
        this.script = script;
    }

    /** The tokens in their order, redirections and comments left out; the last one is the end of a line. */
    static List<Token> of(String script) {
        var cutter = new ShellTokens(script);
        while (cutter.at < script.length()) {
            cutter.next(script.charAt(cutter.at));
        }
        cutter.tokens.add(new Token("\n", true));
        return cutter.tokens;
    }

    private void next(char c) {
        if (c == ' ' || c == '\t' || c == '\r') {
            at++;
        } else if (c == '#') {
            int end = script.indexOf('\n', at);
            at = end < 0 ? script.length() : end;
        } else if (c == '&' && peek(1) == '>') {
            at++;
        } else if (c == '<' || c == '>') {
            redirection();
        } else if (OPERATORS.indexOf(c) >= 0) {
            operator(c);
        } else {
            String text = word();
            boolean descriptor = !text.isEmpty() && text.chars().allMatch(Character::isDigit) && isRedirect(peek(0));
            if (!descriptor) {
                tokens.add(new Token(text, false));
            }
        }
    }

    private void operator(char c) {
        boolean twice = peek(1) == c && (c == '&' || c == '|' || c == ';');
        if (c == '(' && peek(1) == '(') {
            // Arithmetic: a compound command, told by its first word.
            tokens.add(new Token("((", false));
            at += 2;
            return;
        }
        tokens.add(new Token(twice ? "" + c + c : String.valueOf(c), true));
        at += twice ? 2 : 1;
    }

    /** {@code > file}, {@code 2>&1}, {@code <<EOF}: the operator and the word behind it go. */
    private void redirection() {
        while (isRedirect(peek(0)) || peek(0) == '&' || peek(0) == '|' || peek(0) == '-') {
            at++;
        }
        while (peek(0) == ' ' || peek(0) == '\t') {
            at++;
        }
        if (peek(0) == '(') {
            balanced('(', ')');
        } else {
            word();
        }
    }

    private String word() {
        word.setLength(0);
        while (at < script.length() && !endsWord(script.charAt(at))) {
            piece(script.charAt(at));
        }
        return word.toString();
    }

    private void piece(char c) {
        switch (c) {
            case '\'' -> singleQuoted();
            case '"' -> doubleQuoted();
            case '\\' -> escaped();
            case '$' -> dollar();
            case '`' -> backquoted();
            default -> take();
        }
    }

    private void singleQuoted() {
        int end = script.indexOf('\'', at + 1);
        int close = end < 0 ? script.length() : end;
        word.append(script, at + 1, close);
        at = Math.min(close + 1, script.length());
    }

    private void doubleQuoted() {
        at++;
        while (at < script.length() && script.charAt(at) != '"') {
            char c = script.charAt(at);
            if (c == '\\' && "$`\"\\\n".indexOf(peek(1)) >= 0) {
                escaped();
            } else if (c == '$') {
                dollar();
            } else {
                take();
            }
        }
        at = Math.min(at + 1, script.length());
    }

    private void escaped() {
        at++;
        if (peek(0) == '\n') {
            at++;
        } else if (at < script.length()) {
            take();
        }
    }

    private void dollar() {
        switch (peek(1)) {
            case '(' -> {
                take();
                balanced('(', ')');
            }
            case '{' -> {
                take();
                balanced('{', '}');
            }
            case '\'' -> at++;
            default -> take();
        }
    }

    private void backquoted() {
        int end = script.indexOf('`', at + 1);
        int close = end < 0 ? script.length() : end + 1;
        word.append(script, at, close);
        at = close;
    }

    /** Takes text up to the bracket that closes the one here, as it is written. */
    private void balanced(char open, char close) {
        int depth = 0;
        while (at < script.length()) {
            char c = script.charAt(at);
            depth += c == open ? 1 : c == close ? -1 : 0;
            take();
            if (depth == 0) {
                return;
            }
        }
    }

    private void take() {
        word.append(script.charAt(at));
        at++;
    }

    private char peek(int ahead) {
        return at + ahead < script.length() ? script.charAt(at + ahead) : '\0';
    }

    private static boolean isRedirect(char c) {
        return c == '<' || c == '>';
    }

    private static boolean endsWord(char c) {
        return c == ' ' || c == '\t' || c == '\r' || isRedirect(c) || OPERATORS.indexOf(c) >= 0;
    }
}
