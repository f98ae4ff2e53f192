package io.forkwatch.probe.process.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final int SIGTERM = 15;
    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("TRAP", 5),
            Map.entry("ABRT", 6),
            Map.entry("BUS", 7),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", SIGTERM),
            Map.entry("XCPU", 24));
    private static final Set<String> PREFIXES = Set.of(
            "sudo", "doas", "env", "nice", "ionice", "nohup", "setsid", "timeout", "stdbuf", "command", "builtin",
            "exec", "time", "busybox", "toybox");
    private static final Set<String> OPENING = Set.of("then", "do", "else", "{", "!", "if", "while", "until", "elif");
    private static final Set<String> CONDITIONAL =
            Set.of("if", "while", "until", "for", "case", "elif", "function", "exit", "return", "trap");
    private static final Set<String> HARMLESS = Set.of("echo", ":", "true", "cd", "set", "kill", "pkill", "killall");

    private static final Target UNKNOWN_TARGET = new Target(Target.Kind.UNKNOWN, "");

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
            return simple(words, Standing.ALONE);
        }
        String script = ShellScript.of(words);
        return script.isEmpty() ? ofFile(words) : ofScript(script, words);
    }

    /** The program that is run, without {@code sudo} and the like: {@code kill}, {@code bash} ... Empty if there is none. */
    public static String name(List<String> arguments) {
        List<String> words = withoutPrefixes(arguments);
        return words.isEmpty() ? "" : words.get(0);
    }

    private static List<String> withoutPrefixes(List<String> arguments) {
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
        return at < words.size() ? other(words.subList(at, words.size()), Standing.AMONG) : List.of();
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
            found.addAll(simple(withoutPrefixes(opened(command.words())), standing));
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

    private static List<String> opened(List<String> words) {
        int at = 0;
        while (at < words.size() && OPENING.contains(words.get(at))) {
            at++;
        }
        return words.subList(at, words.size());
    }

    private static List<KillCommand> simple(List<String> words, Standing standing) {
        if (words.isEmpty()) {
            return List.of();
        }
        return switch (Programs.basename(words.get(0))) {
            case "kill" -> kill(words, standing);
            case "pkill" -> pkill(words, standing);
            case "killall" -> killall(words, standing);
            default -> other(words, standing);
        };
    }

    private static List<KillCommand> kill(List<String> words, Standing standing) {
        int signal = SIGTERM;
        int at = 1;
        boolean options = true;
        while (options && at < words.size() && words.get(at).startsWith("-")) {
            String option = words.get(at);
            options = !option.equals("--");
            boolean separate = option.equals("-s") || option.equals("-n") || option.equals("--signal");
            if (separate && at + 1 < words.size()) {
                signal = number(words.get(at + 1));
                at++;
            } else if (option.startsWith("--signal=")) {
                signal = number(option.substring("--signal=".length()));
            } else if (options) {
                signal = number(option.substring(1));
                options = false; // What follows with a dash is a process group.
                at += at + 1 < words.size() && words.get(at + 1).equals("--") ? 1 : 0;
            }
            at++;
        }
        List<Target> targets = new ArrayList<>();
        for (String word : words.subList(Math.min(at, words.size()), words.size())) {
            if (!isOwn(word)) {
                targets.add(ofNumber(word));
            }
        }
        return of(signal, targets, standing);
    }

    // The shell itself, or what it started: no child of ours but that shell.
    private static boolean isOwn(String word) {
        return word.startsWith("%") || word.indexOf(ScriptCommands.OWN) >= 0;
    }

    private static Target ofNumber(String word) {
        boolean group = word.startsWith("-");
        String text = group ? word.substring(1) : word;
        if (isNumber(text)) {
            return new Target(group ? Target.Kind.GROUP : Target.Kind.PID, text);
        }
        return text.isEmpty() ? UNKNOWN_TARGET : ofText(Target.Kind.NAME, text);
    }

    private static Target ofText(Target.Kind kind, String text) {
        return text.indexOf(ScriptCommands.UNKNOWN) >= 0 ? UNKNOWN_TARGET : new Target(kind, text);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    // procps pkill(1): all criteria must hold.
    private static List<KillCommand> pkill(List<String> words, Standing standing) {
        int signal = SIGTERM;
        boolean whole = false;
        boolean other = false;
        List<Target> exact = new ArrayList<>();
        List<Target> open = new ArrayList<>();
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            String value = at + 1 < words.size() ? words.get(at + 1) : "";
            switch (word) {
                case "-P", "--parent", "-g", "--pgroup" -> {
                    boolean parent = word.equals("-P") || word.equals("--parent");
                    for (String number : value.split(",", -1)) {
                        exact.add(ofText(parent ? Target.Kind.PARENT : Target.Kind.GROUP, number));
                    }
                    at++;
                }
                case "--signal" -> {
                    signal = number(value);
                    at++;
                }
                case "-s", "--session", "-u", "--euid", "-U", "--uid", "-G", "--group", "-t", "--terminal" -> {
                    other = true;
                    at++;
                }
                case "-f", "--full" -> whole = true;
                case "-x", "--exact", "-e", "--echo", "-i", "--ignore-case", "-c", "--count" -> at += 0;
                case "-n", "--newest", "-o", "--oldest", "-v", "--inverse" -> other = true;
                default -> {
                    if (!word.startsWith("-")) {
                        open.add(ofText(whole ? Target.Kind.COMMAND : Target.Kind.NAME, word));
                    } else if (word.startsWith("--signal=")) {
                        signal = number(word.substring("--signal=".length()));
                    } else if (word.equals("-0") || number(word.substring(1)) > 0) {
                        signal = number(word.substring(1));
                    } else {
                        other = true;
                        whole |= word.indexOf('f') > 0;
                    }
                }
            }
        }
        boolean plain = open.isEmpty() && !other && !exact.isEmpty();
        return of(signal, plain ? exact : open.isEmpty() ? List.of(UNKNOWN_TARGET) : open, standing);
    }

    private static List<KillCommand> killall(List<String> words, Standing standing) {
        int signal = SIGTERM;
        List<Target> targets = new ArrayList<>();
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            boolean separate = word.equals("-s") || word.equals("--signal");
            if (separate && at + 1 < words.size()) {
                signal = number(words.get(at + 1));
                at++;
            } else if (!word.startsWith("-")) {
                targets.add(ofText(Target.Kind.NAME, word));
            } else if (number(word.substring(1)) > 0) {
                signal = number(word.substring(1));
            }
        }
        return of(signal, targets, standing);
    }

    // A program or a script of another name: what it sends is its own affair.
    private static List<KillCommand> other(List<String> words, Standing standing) {
        String name = Programs.basename(words.get(0)).toLowerCase(Locale.ROOT);
        if (!name.contains("kill") && !name.contains("stop")) {
            return List.of();
        }
        List<Target> targets = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            if (isNumber(word)) {
                targets.add(new Target(Target.Kind.PID, word));
            }
        }
        return of(ANY_SIGNAL, targets, standing);
    }

    private static List<KillCommand> of(int signal, List<Target> targets, Standing standing) {
        return signal == 0 || targets.isEmpty() ? List.of() : List.of(new KillCommand(signal, targets, standing));
    }

    /** The number of a signal, 1 and up; 0 if it is none that ends a process. */
    private static int number(String text) {
        if (isNumber(text)) {
            return text.length() > 2 ? 0 : Integer.parseInt(text);
        }
        String name = text.toUpperCase(Locale.ROOT);
        return SIGNALS.getOrDefault(name.startsWith("SIG") ? name.substring(3) : name, 0);
    }
}
