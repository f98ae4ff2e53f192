package io.forkwatch.probe.process.program;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A command that sends a signal, as far as its words say which and to whom: {@code kill}, {@code pkill},
 * {@code killall}, also within the script of a shell and behind {@code sudo} and the like. What sends no signal, as
 * {@code kill -0} and {@code kill -l}, is none.
 *
 * @param signal its number; {@link #ANY_SIGNAL} where the words do not say it
 * @param targets whom it is sent to
 * @param standing what the exit code of the whole command says of it
 */
public record KillCommand(int signal, List<Target> targets, Standing standing) {
    /** The signal of a program of another name that has "kill" or "stop" in it. */
    public static final int ANY_SIGNAL = -1;

    private static final Set<String> PREFIXES = Set.of(
            "sudo", "doas", "env", "nice", "ionice", "nohup", "setsid", "timeout", "stdbuf", "command", "builtin",
            "exec", "time", "busybox", "toybox");
    private static final Set<String> OPENING = Set.of("then", "do", "else", "{", "!", "if", "while", "until", "elif");
    private static final Set<String> CONDITIONAL =
            Set.of("if", "while", "until", "for", "case", "elif", "function", "exit", "return", "trap");
    private static final Set<String> HARMLESS = Set.of("echo", ":", "true", "cd", "set", "kill", "pkill", "killall");

    public KillCommand {
        targets = List.copyOf(targets);
    }

    /**
     * One to whom it is sent.
     *
     * @param kind what the text stands for
     * @param text a number, or with {@link Kind#NAME} a part of a name or a command line
     */
    public record Target(Kind kind, String text) {
        /** What a target is named by. */
        public enum Kind {
            /** Its pid. */
            PID,
            /** Its process group. */
            GROUP,
            /** Its parent. */
            PARENT,
            /** Its name. */
            NAME,
            /** A part of its command line. */
            COMMAND,
            /** What only a shell that runs it knows. */
            UNKNOWN
        }

        /** True if that number names it. */
        public boolean is(Kind wanted, OptionalLong number) {
            return kind == wanted && number.isPresent() && text.equals(Long.toString(number.getAsLong()));
        }
    }

    /** Where it stands in the command. */
    public enum Standing {
        /** It is all of it: the exit code is its own. */
        ALONE,
        /** It runs at once, whatever the exit code is. */
        FIRST,
        /** It comes last, so it has run well if the exit code is 0, and not if it is another. */
        LAST,
        /** It may run or not. */
        AMONG
    }

    /** Those in a command; empty for one that sends no signal. */
    public static List<KillCommand> in(List<String> arguments) {
        List<String> words = withoutPrefixes(arguments);
        if (words.isEmpty()) {
            return List.of();
        }
        if (!Programs.isShell(words.get(0))) {
            return KillWords.of(words, Standing.ALONE);
        }
        String script = ShellScript.of(words);
        return script.isEmpty() ? ofFile(words) : ofScript(script, words);
    }

    /**
     * Those in the text of a script that a shell reads from a file. It may have ended, or failed, before it came to them: they
     * are {@link Standing#LAST} where nothing but that is against it, and {@link Standing#AMONG} behind a condition, in a
     * function and after either.
     */
    public static List<KillCommand> inFile(String script, ScriptCall call) {
        List<KillCommand> found = new ArrayList<>();
        Standing standing = Standing.LAST;
        for (ScriptCommands.Simple command : ScriptCommands.of(script, call.parameters())) {
            String first = command.words().get(0);
            boolean straight = !CONDITIONAL.contains(first) && !OPENING.contains(first);
            standing = straight && !command.before().equals("||") ? standing : Standing.AMONG;
            found.addAll(KillWords.of(withoutPrefixes(opened(command.words())), standing));
        }
        return found;
    }

    /** The program that is run, without {@code sudo} and the like: {@code kill}, {@code bash} ... Empty if there is none. */
    public static String name(List<String> arguments) {
        List<String> words = withoutPrefixes(arguments);
        return words.isEmpty() ? "" : words.get(0);
    }

    static List<String> withoutPrefixes(List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && PREFIXES.contains(Programs.basename(arguments.get(at)))) {
            at++;
            while (at < arguments.size() && isOptionOrValue(arguments.get(at))) {
                at++;
            }
        }
        return arguments.subList(at, arguments.size());
    }

    private static boolean isOptionOrValue(String word) {
        return word.isEmpty() || word.charAt(0) == '-' || Character.isDigit(word.charAt(0)) || word.indexOf('=') > 0;
    }

    // "bash kill-tree.sh 4242".
    private static List<KillCommand> ofFile(List<String> words) {
        int at = 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at++;
        }
        return at < words.size() ? KillWords.other(words.subList(at, words.size()), Standing.AMONG) : List.of();
    }

    private static List<KillCommand> ofScript(String script, List<String> words) {
        List<String> parameters = words.subList(words.indexOf(script) + 1, words.size());
        List<ScriptCommands.Simple> commands = ScriptCommands.of(script, parameters);
        List<KillCommand> found = new ArrayList<>();
        boolean certainToRun = true;
        boolean chained = true;
        for (int i = 0; i < commands.size(); i++) {
            ScriptCommands.Simple command = commands.get(i);
            String first = command.words().get(0);
            boolean conditional = CONDITIONAL.contains(first) || (OPENING.contains(first) && !first.equals("{"));
            chained &= !conditional
                    && (i == 0
                            || command.before().equals(";")
                            || command.before().equals("&&"));
            certainToRun &= !conditional
                    && (i == 0
                            || command.before().equals(";")
                            || command.before().equals("&"));
            Standing standing = standing(certainToRun, chained, i, commands.size());
            found.addAll(KillWords.of(withoutPrefixes(opened(command.words())), standing));
            certainToRun &= HARMLESS.contains(Programs.basename(first));
        }
        return found;
    }

    private static Standing standing(boolean certainToRun, boolean chained, int at, int count) {
        if (count == 1 && chained) {
            return Standing.ALONE;
        }
        if (certainToRun) {
            return Standing.FIRST;
        }
        return chained && at == count - 1 ? Standing.LAST : Standing.AMONG;
    }

    static List<String> opened(List<String> words) {
        int at = 0;
        while (at < words.size() && OPENING.contains(words.get(at))) {
            at++;
        }
        return words.subList(at, words.size());
    }
}
