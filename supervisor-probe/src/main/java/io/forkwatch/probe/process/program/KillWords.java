package io.forkwatch.probe.process.program;

import io.forkwatch.probe.process.program.KillCommand.Standing;
import io.forkwatch.probe.process.program.KillCommand.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words of one program that sends signals: kill(1), pkill(1), killall(1), fuser(1), and what xargs(1) runs of them. */
final class KillWords {
    static final Target UNKNOWN_TARGET = new Target(Target.Kind.UNKNOWN, "");

    static final int SIGTERM = 15;

    private static final int SIGKILL = 9;
    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("TRAP", 5),
            Map.entry("ABRT", 6),
            Map.entry("BUS", 7),
            Map.entry("FPE", 8),
            Map.entry("KILL", SIGKILL),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", SIGTERM),
            Map.entry("XCPU", 24));
    private static final Set<String> KILLERS = Set.of("kill", "pkill", "killall");

    /** The options behind which an interpreter takes a program. */
    private static final Set<String> CODE = Set.of("-c", "-e", "-r");

    private static final Set<String> INTERPRETERS = Set.of("python", "pypy", "perl", "ruby", "node", "nodejs", "php");

    private KillWords() {}

    /** What a command sends; empty if that is nothing. */
    static List<KillCommand> of(List<String> words, Standing standing) {
        if (words.isEmpty()) {
            return List.of();
        }
        return switch (Programs.basename(words.get(0))) {
            case "kill" -> kill(words, standing);
            case "pkill" -> new PkillWords(words).read(standing);
            case "killall" -> killall(words, standing);
            case "fuser" -> fuser(words, standing);
            case "xargs" -> xargs(words, standing);
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
        return command(signal, targets, standing);
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

    static Target ofText(Target.Kind kind, String text) {
        return text.indexOf(ScriptCommands.UNKNOWN) >= 0 ? UNKNOWN_TARGET : new Target(kind, text);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
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
        return command(signal, targets, standing);
    }

    // psmisc: "fuser -k 8080/tcp" sends SIGKILL to whoever uses it.
    private static List<KillCommand> fuser(List<String> words, Standing standing) {
        int signal = SIGKILL;
        boolean kills = false;
        for (String word : words.subList(1, words.size())) {
            boolean option = word.startsWith("-");
            int named = option ? number(word.substring(1)) : 0;
            signal = named > 0 ? named : signal;
            kills |= word.equals("--kill") || (option && named == 0 && !word.startsWith("--") && word.indexOf('k') > 0);
        }
        return kills ? command(signal, List.of(UNKNOWN_TARGET), standing) : List.of();
    }

    // The pids come from its standard input.
    private static List<KillCommand> xargs(List<String> words, Standing standing) {
        for (int at = 1; at < words.size(); at++) {
            if (KILLERS.contains(Programs.basename(words.get(at)))) {
                List<String> asked = new ArrayList<>(words.subList(at, words.size()));
                asked.add("" + ScriptCommands.UNKNOWN);
                return of(asked, standing).stream()
                        .map(command -> new KillCommand(command.signal(), List.of(UNKNOWN_TARGET), standing))
                        .toList();
            }
        }
        return List.of();
    }

    /** A program or a script of another name: what it sends is its own affair. */
    static List<KillCommand> other(List<String> words, Standing standing) {
        String name = Programs.basename(words.get(0)).toLowerCase(Locale.ROOT);
        List<Target> targets = new ArrayList<>();
        if (name.contains("kill") || name.contains("stop")) {
            for (String word : words.subList(1, words.size())) {
                if (isNumber(word)) {
                    targets.add(new Target(Target.Kind.PID, word));
                }
            }
        } else if (isInterpreter(name)) {
            inCode(words, targets);
        }
        return command(KillCommand.ANY_SIGNAL, targets, standing);
    }

    private static boolean isInterpreter(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || Character.isDigit(name.charAt(end - 1)))) {
            end--;
        }
        return INTERPRETERS.contains(name.substring(0, end));
    }

    // "python3 -c 'import os; os.kill(4242, 9)'": whatever the number stands for there.
    private static void inCode(List<String> words, List<Target> targets) {
        for (int at = 1; at + 1 < words.size(); at++) {
            String code = words.get(at + 1);
            if (CODE.contains(words.get(at)) && code.contains("kill")) {
                for (String each : code.split("[^0-9]+", -1)) {
                    if (isNumber(each)) {
                        targets.add(new Target(Target.Kind.PID, each));
                    }
                }
            }
        }
    }

    /** One command; none where it sends nothing, or to nobody. */
    static List<KillCommand> command(int signal, List<Target> targets, Standing standing) {
        return signal == 0 || targets.isEmpty() ? List.of() : List.of(new KillCommand(signal, targets, standing));
    }

    /** The number of a signal, 1 and up; 0 if it is none that ends a process. */
    static int number(String text) {
        if (isNumber(text)) {
            return text.length() > 2 ? 0 : Integer.parseInt(text);
        }
        String name = text.toUpperCase(Locale.ROOT);
        return SIGNALS.getOrDefault(name.startsWith("SIG") ? name.substring(3) : name, 0);
    }
}
