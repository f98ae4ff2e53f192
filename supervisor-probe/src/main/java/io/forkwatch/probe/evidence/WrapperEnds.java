package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ShellScript;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How wrappers end when their command ends, by the table {@code wrapper-ends.txt}, which names versions and sources. */
public final class WrapperEnds {
    /** SIGABRT, SIGBUS, SIGKILL, SIGSEGV, SIGTERM: the codes of others are what programs exit with by themselves. */
    private static final Set<Integer> DEADLY = Set.of(6, 7, 9, 11, 15);

    private static final Map<String, List<String>> ENDS =
            parse(TextTable.shipped(WrapperEnds.class, "wrapper-ends.txt"));

    private WrapperEnds() {}

    /** The rows of a table, by program. */
    static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> ends = new HashMap<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            row.check(!row.words(1).isEmpty() && !row.words(2).isEmpty(), "how they end, and a source");
            for (String program : row.words(0)) {
                ends.put(program, row.words(1));
            }
        }
        return Map.copyOf(ends);
    }

    /**
     * The command of the process itself: without the programs before it that become it, and of a shell the last command
     * of its script. Empty if that is not known.
     */
    public static List<String> command(List<String> arguments) {
        List<String> words = arguments;
        if (!words.isEmpty() && Programs.isShell(words.get(0))) {
            words = ShellScript.lastCommand(words);
        }
        int at = 0;
        boolean becomes = true;
        while (at < words.size() && becomes) {
            becomes = is(words.get(at), "exec") && !forks(words.subList(at, words.size()));
            at += becomes ? 1 : 0;
            while (becomes && at < words.size() && isOptionOrValue(words.get(at))) {
                at++;
            }
        }
        return new ArrayList<>(words.subList(Math.min(at, words.size()), words.size()));
    }

    // "-n", "5", "LANG=C", "0x3", "/": never the name of a program that is meant here.
    private static boolean isOptionOrValue(String word) {
        return word.isEmpty()
                || word.endsWith("/")
                || word.charAt(0) == '-'
                || Character.isDigit(word.charAt(0))
                || word.indexOf('=') > 0;
    }

    private static boolean is(String program, String end) {
        return ENDS.getOrDefault(Programs.basename(program), List.of()).contains(end);
    }

    /** True if the table has a row for a program of that name. */
    static boolean isKnown(String program) {
        return ENDS.containsKey(program);
    }

    /** True if the process is one that ends by the signal which ended its command. */
    public static boolean endsAlike(List<String> arguments) {
        List<String> command = command(arguments);
        return !command.isEmpty() && (is(command.get(0), "signal") || forks(command));
    }

    /** True if an option among the words makes the first of them, which else becomes its command, wait for it. */
    private static boolean forks(List<String> words) {
        for (String end : ENDS.getOrDefault(Programs.basename(words.get(0)), List.of())) {
            if (end.startsWith("signal:")) {
                String[] options = end.split(":", -1);
                return hasOption(words, options[1], options[2]);
            }
        }
        return false;
    }

    // Up to the first word that is neither an option nor the value of one: "-fp", "--fork", "--pid=/x".
    private static boolean hasOption(List<String> words, String letter, String name) {
        for (String word : words.subList(1, words.size())) {
            if (!isOptionOrValue(word)) {
                return false;
            }
            boolean letters = word.startsWith("-") && !word.startsWith("--");
            if (letters ? word.contains(letter) : word.equals(name) || word.startsWith(name + "=")) {
                return true;
            }
        }
        return false;
    }

    /** True if a process of that name says with an exit code how a signal ended its command: such a one gives way to it. */
    public static boolean passesOn(String comm) {
        List<String> ends = ENDS.getOrDefault(comm, List.of());
        return ends.contains("shell") || ends.contains("signal") || ends.contains("exec") || ends.contains("bare");
    }

    /** What an exit code of the process means by the table, for example {@code killed}; empty if it has none of its own. */
    public static Optional<String> meaning(List<String> arguments, int exitCode) {
        List<String> command = command(arguments);
        String wanted = exitCode + "=";
        return command.isEmpty()
                ? Optional.empty()
                : ENDS.getOrDefault(Programs.basename(command.get(0)), List.of()).stream()
                        .filter(end -> end.startsWith(wanted))
                        .map(end -> end.substring(wanted.length()))
                        .findFirst();
    }

    /** The signal that an exit code below 128 or from 192 up stands for with that program; 0 if none. */
    public static int signalIn(List<String> arguments, int exitCode) {
        List<String> command = command(arguments);
        if (command.isEmpty()) {
            return 0;
        }
        boolean bare = is(command.get(0), "bare") && DEADLY.contains(exitCode);
        boolean negative = is(command.get(0), "negative") && exitCode > 256 - 32;
        return bare ? exitCode : negative ? 256 - exitCode : 0;
    }
}
