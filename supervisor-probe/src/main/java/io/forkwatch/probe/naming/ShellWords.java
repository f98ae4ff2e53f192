package io.forkwatch.probe.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of the first real command of a shell script, as far as they can be known without running it: quotes are
 * taken off, redirections and leading assignments left out, variables stay as they are written.
 */
final class ShellWords {
    /** A script that starts with these is a program of its own. */
    private static final Set<String> COMPOUND =
            Set.of("if", "for", "while", "until", "case", "select", "function", "{", "((", "coproc");
    /** These only prepare: no process comes of them. */
    private static final Set<String> PREPARING = Set.of(
            "cd",
            "pushd",
            "popd",
            "export",
            "unset",
            "set",
            "ulimit",
            "umask",
            "trap",
            "exit",
            "return",
            ".",
            "source",
            ":",
            "shift",
            "readonly",
            "local",
            "declare",
            "typeset",
            "shopt",
            "alias",
            "unalias",
            "hash",
            "test",
            "[",
            "[[",
            "read",
            "wait",
            "kill",
            "let",
            "setopt",
            "break",
            "continue");
    /** These name a script only if nothing better follows. */
    private static final Set<String> MINOR = Set.of(
            "echo", "printf", "mkdir", "rm", "sleep", "chmod", "chown", "touch", "ln", "cp", "mv", "true", "false",
            "type", "which");
    /** Words before a command that leave it what it is. */
    private static final Set<String> PREFIXES = Set.of("!", "exec", "command", "builtin");

    private List<String> minor = List.of();

    private ShellWords() {}

    /**
     * The first real command.
     *
     * @return its words; empty if there is none, so that the shell itself is what runs
     */
    static List<String> firstCommand(String script) {
        return new ShellWords().first(ShellTokens.of(script));
    }

    /** All words of a text, operators included: what {@code env -S} makes of it, nearly. */
    static List<String> split(String text) {
        return ShellTokens.of(text).stream().map(ShellTokens.Token::text).toList();
    }

    /** True for {@code NAME=value} and {@code NAME+=value}. */
    static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        if (equals <= 0 || Character.isDigit(word.charAt(0))) {
            return false;
        }
        int end = word.charAt(equals - 1) == '+' ? equals - 1 : equals;
        for (int i = 0; i < end; i++) {
            char c = word.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_') {
                return false;
            }
        }
        return end > 0;
    }

    private List<String> first(List<ShellTokens.Token> tokens) {
        List<String> words = new ArrayList<>();
        boolean behindPipe = false;
        for (ShellTokens.Token token : tokens) {
            if (!token.operator() || isInsideTest(words)) {
                words.add(token.text());
                continue;
            }
            if (token.text().equals("(") && !words.isEmpty()) {
                return List.of();
            }
            List<String> command = bare(words);
            if (isCompound(command)) {
                return List.of();
            }
            if (!behindPipe && names(command)) {
                return command;
            }
            behindPipe = token.text().startsWith("|") && !token.text().equals("||") && !command.isEmpty();
            words.clear();
        }
        return minor;
    }

    /** Within {@code [[ a && b ]]} the operators are no ends of commands. */
    private static boolean isInsideTest(List<String> words) {
        return !words.isEmpty()
                && words.get(0).equals("[[")
                && !words.get(words.size() - 1).equals("]]")
                && words.size() < 100;
    }

    private static boolean isCompound(List<String> command) {
        return !command.isEmpty()
                && (COMPOUND.contains(command.get(0))
                        || command.get(0).startsWith("$(")
                        || command.get(0).startsWith("`"));
    }

    private boolean names(List<String> command) {
        if (command.isEmpty() || PREPARING.contains(command.get(0))) {
            return false;
        }
        if (MINOR.contains(command.get(0))) {
            minor = minor.isEmpty() ? command : minor;
            return false;
        }
        return true;
    }

    /** The command without leading assignments and prefixes. */
    static List<String> bare(List<String> words) {
        int i = 0;
        while (i < words.size()) {
            if (isAssignment(words.get(i))) {
                i++;
            } else if (PREFIXES.contains(words.get(i))) {
                i = afterFlags(words, i + 1);
            } else {
                break;
            }
        }
        return List.copyOf(words.subList(Math.min(i, words.size()), words.size()));
    }

    /** {@code exec -a NAME -l command}. */
    private static int afterFlags(List<String> words, int start) {
        int i = start;
        while (i < words.size() && words.get(i).length() > 1 && words.get(i).charAt(0) == '-') {
            i += words.get(i).endsWith("a") ? 2 : 1;
        }
        return i;
    }
}
