package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.program.Programs;
import java.util.List;
import java.util.Set;

/** Whether the words on a child's stderr can be taken for those of what made it end. */
final class Speakers {
    /** They show what others wrote, or end a script for a reason of its own. */
    private static final Set<String> REPEATERS = Set.of(
            "cat",
            "tac",
            "tail",
            "head",
            "less",
            "more",
            "grep",
            "egrep",
            "zgrep",
            "sed",
            "tee",
            "echo",
            "printf",
            "exit",
            "return",
            "true",
            "false",
            "test",
            "[",
            "[[",
            "kill",
            "wait",
            "fi",
            "done",
            "esac",
            "}",
            ")",
            "journalctl",
            "dmesg",
            "docker",
            "kubectl",
            "diff",
            "logger",
            "xargs",
            "find");

    private Speakers() {}

    /**
     * True if the child itself, or the last command of the script that a shell was given, may have written its last
     * words. Not where more than that was run, as in a pipe or in a script that is a file: what failed there is not known.
     */
    static boolean spokeForThemselves(Death death) {
        List<String> arguments = death.child().command().arguments();
        if (!ExitRules.isShell(death)) {
            return !repeats(death.child().command().program()) && !ExitRules.isJava(death);
        }
        int script = scriptAt(arguments);
        return script > 0 && script < arguments.size() && lastCommandCounts(arguments.get(script));
    }

    // -c, -ec, -lc, or "busybox sh -c".
    private static int scriptAt(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("-") && !argument.startsWith("--") && argument.endsWith("c")) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean lastCommandCounts(String script) {
        String text = script.strip();
        int begin = endOfLast(text, ";", "&&", "\n");
        String command = text.substring(begin).strip();
        boolean piped = command.replace("||", "").contains("|");
        String[] words = command.split("\\s+", 3);
        String first = words[0].equals("exec") && words.length > 1 ? words[1] : words[0];
        return !first.isEmpty() && !piped && !repeats(first);
    }

    private static int endOfLast(String text, String... separators) {
        int end = 0;
        for (String separator : separators) {
            int at = text.lastIndexOf(separator);
            end = at < 0 ? end : Math.max(end, at + separator.length());
        }
        return end;
    }

    private static boolean repeats(String path) {
        return REPEATERS.contains(path.substring(path.lastIndexOf('/') + 1)) || Programs.isJava(path);
    }
}
