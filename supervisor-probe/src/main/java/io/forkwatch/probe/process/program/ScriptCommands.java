package io.forkwatch.probe.process.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The simple commands of a shell script, as far as they stand in the text: quotes, separators, assignments of plain texts
 * and positional parameters are understood, nothing is run. No parser of the whole language.
 */
final class ScriptCommands {
    /** Stands in a word for what only a shell that runs it knows. */
    static final char UNKNOWN = '\0';

    /** Stands in a word for the shell itself, one that it started, or the one above it: {@code $$}, {@code $!}, {@code $PPID}. */
    static final char OWN = '\1';

    private static final Set<String> DECLARING = Set.of("export", "local", "readonly", "declare", "typeset");

    private static final int MOST_CHARACTERS = 16 << 10;

    /** The names of variables that are no names. */
    private static final String SPECIAL = "$!?@*#-";

    private final String script;
    private final List<String> parameters;
    private final Map<String, String> variables = new HashMap<>();
    private final List<Simple> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private StringBuilder word = new StringBuilder();
    private boolean inWord;
    private String before = "";
    private int at;

    /**
     * A simple command.
     *
     * @param before what joins it to the one before: {@code ;}, {@code &&}, {@code ||}, {@code |}, {@code &} or
     *     {@code (}; empty for the first
     * @param words program and arguments, without redirections
     */
    record Simple(String before, List<String> words) {}

    private ScriptCommands(String script, List<String> parameters) {
        this.script = script;
        this.parameters = parameters;
        for (int i = 0; i < parameters.size(); i++) {
            variables.put(Integer.toString(i), parameters.get(i));
        }
    }

    /**
     * The commands of a script.
     *
     * @param parameters {@code $0}, {@code $1} ...
     */
    static List<Simple> of(String script, List<String> parameters) {
        return script.length() > MOST_CHARACTERS ? List.of() : new ScriptCommands(script, parameters).read();
    }

    private List<Simple> read() {
        while (at < script.length()) {
            take(script.charAt(at));
        }
        endCommand(";");
        return commands;
    }

    private void take(char c) {
        if (c == '\'' || c == '"') {
            quoted(c);
        } else if (c == '\\' && at + 1 < script.length()) {
            add(script.charAt(at + 1));
            at += 2;
        } else if (c == '$' || c == '`') {
            substitution(c);
        } else if (c == '#' && !inWord) {
            at = endOf('\n');
        } else if (c == ' ' || c == '\t') {
            endWord();
            at++;
        } else if (isRedirectedTo(c)) {
            add(c);
            at++;
        } else if (c == ';' || c == '\n' || c == '&' || c == '|' || c == '(' || c == ')') {
            separator(c);
        } else {
            add(c);
            at++;
        }
    }

    // "2>&1" and "&>file".
    private boolean isRedirectedTo(char c) {
        boolean after = at > 0 && (script.charAt(at - 1) == '>' || script.charAt(at - 1) == '<');
        boolean ahead = at + 1 < script.length() && script.charAt(at + 1) == '>';
        return c == '&' && (after || ahead);
    }

    private void separator(char c) {
        boolean twice = (c == '&' || c == '|' || c == ';') && at + 1 < script.length() && script.charAt(at + 1) == c;
        String joint = c == '\n' || c == ')' || c == ';' ? ";" : twice ? "" + c + c : Character.toString(c);
        endCommand(joint);
        at += twice ? 2 : 1;
    }

    private void quoted(char quote) {
        inWord = true;
        at++;
        while (at < script.length() && script.charAt(at) != quote) {
            char c = script.charAt(at);
            if (quote == '"' && (c == '$' || c == '`')) {
                substitution(c);
            } else {
                at += quote == '"' && c == '\\' && at + 1 < script.length() ? 1 : 0;
                add(script.charAt(at));
                at++;
            }
        }
        at++;
    }

    private void substitution(char c) {
        inWord = true;
        if (c == '`') {
            at = endOf('`') + 1;
            add(UNKNOWN);
        } else if (script.startsWith("$(", at)) {
            at = endOfParentheses();
            add(UNKNOWN);
        } else {
            variable();
        }
    }

    private void variable() {
        boolean braces = script.startsWith("{", at + 1);
        int from = at + (braces ? 2 : 1);
        int end = from;
        while (end < script.length() && isName(script.charAt(end))) {
            end++;
        }
        // "$$", "$!" and "$@" are one character more, and so are "${!}" and the like.
        boolean special = end == from && end < script.length() && SPECIAL.indexOf(script.charAt(end)) >= 0;
        end += special ? 1 : 0;
        boolean plain = !braces || script.startsWith("}", end);
        expand(plain ? script.substring(from, end) : "");
        at = braces ? endOf('}') + 1 : end;
    }

    private void expand(String name) {
        if (name.equals("@") || name.equals("*")) {
            addParameters();
            return;
        }
        boolean own = name.equals("$") || name.equals("!") || name.equals("PPID");
        String value = own ? "" + OWN : variables.getOrDefault(name, "" + UNKNOWN);
        for (int i = 0; i < value.length(); i++) {
            add(value.charAt(i));
        }
    }

    // Each is a word of its own.
    private void addParameters() {
        for (int i = 1; i < parameters.size(); i++) {
            if (i > 1) {
                endWord();
            }
            parameters.get(i).chars().forEach(c -> add((char) c));
        }
    }

    private static boolean isName(char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private int endOf(char c) {
        int end = script.indexOf(c, at + 1);
        return end < 0 ? script.length() : end;
    }

    private int endOfParentheses() {
        int depth = 0;
        for (int i = at + 1; i < script.length(); i++) {
            depth += script.charAt(i) == '(' ? 1 : script.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return script.length();
    }

    private void add(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word = new StringBuilder();
            inWord = false;
        }
    }

    private void endCommand(String joint) {
        endWord();
        boolean declared = words.size() > 1 && DECLARING.contains(words.get(0));
        boolean assignment = (words.size() == 1 && assign(words.get(0))) || (declared && declare());
        List<String> plain = assignment ? List.of() : withoutRedirections(words);
        if (!plain.isEmpty()) {
            commands.add(new Simple(commands.isEmpty() ? "" : before, plain));
            before = joint;
        } else if (!joint.equals(";")) {
            before = joint;
        }
        words = new ArrayList<>();
    }

    // "export pid=42": always a command of its own that kills nobody.
    private boolean declare() {
        for (String word : words.subList(1, words.size())) {
            assign(word);
        }
        return true;
    }

    private boolean assign(String text) {
        int equals = text.indexOf('=');
        boolean named = equals > 0 && text.substring(0, equals).chars().allMatch(c -> isName((char) c));
        if (named) {
            variables.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return named;
    }

    private static List<String> withoutRedirections(List<String> words) {
        List<String> plain = new ArrayList<>(words.size());
        boolean target = false;
        for (String word : words) {
            int sign = 0;
            while (sign < word.length() && (Character.isDigit(word.charAt(sign)) || word.charAt(sign) == '&')) {
                sign++;
            }
            boolean redirects = sign < word.length() && (word.charAt(sign) == '>' || word.charAt(sign) == '<');
            if (!redirects && !target) {
                plain.add(word);
            }
            target = redirects && (word.endsWith(">") || word.endsWith("<"));
        }
        return plain;
    }
}
