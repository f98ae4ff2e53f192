package io.forkwatch.probe.process.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The script that a shell was given on its command line, read so far that the command is known whose end it passes on. No
 * parser: what it does not understand it does not know.
 */
public final class ShellScript {
    private static final Set<String> CLOSING = Set.of("done", "fi", "esac", "}", ")");

    private static final Set<String> LEADING = Set.of("exec", "command", "then", "else", "do", "!", "(", "{");

    private ShellScript() {}

    /** The script after {@code -c}; empty if there is none: it lies in a file, or comes from standard input. */
    public static String of(List<String> arguments) {
        for (int i = 1; i + 1 < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                return "";
            }
            if (argument.startsWith("-") && !argument.startsWith("--") && argument.endsWith("c")) {
                return arguments.get(i + 1);
            }
        }
        return "";
    }

    /** True if the last command of the script that can have been ended by a signal names that program. */
    public static boolean endsWith(List<String> arguments, String comm) {
        List<String> stages = lastPipeline(of(arguments));
        boolean anyStage = arguments.stream().anyMatch(argument -> argument.contains("pipefail"));
        if (stages.isEmpty() || (anyStage && stages.size() > 1)) {
            return false;
        }
        for (String word : stages.get(stages.size() - 1).split("[\\s'\"]+", -1)) {
            if (isNamed(word, comm)) {
                return true;
            }
        }
        return false;
    }

    /** The words of that command, without quotes; of a pipeline those of its last stage. Empty if it is not known. */
    public static List<String> lastCommand(List<String> arguments) {
        List<String> stages = lastPipeline(of(arguments));
        List<String> words = new ArrayList<>();
        if (!stages.isEmpty()) {
            for (String word : stages.get(stages.size() - 1).split("[\\s'\"]+", -1)) {
                if (!word.isEmpty() && !LEADING.contains(word)) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    /** True if the script does nothing before that command. */
    public static boolean isOneCommand(List<String> arguments) {
        return commands(of(arguments)).size() == 1;
    }

    // proc_pid_comm(5): 15 characters.
    private static boolean isNamed(String word, String comm) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        return !comm.isEmpty() && (name.length() > 15 ? name.substring(0, 15) : name).equals(comm);
    }

    private static List<String> lastPipeline(String script) {
        List<String> told = commands(script);
        return told.isEmpty() ? List.of() : List.of(told.get(told.size() - 1).split("\\|", -1));
    }

    private static List<String> commands(String script) {
        List<String> told = new ArrayList<>();
        for (String part : script.split("\n|;|&&|\\|\\||&(?![>0-9])", -1)) {
            String command = part.strip();
            if (isPassingOn(command)) {
                break;
            }
            if (!command.isEmpty() && !CLOSING.contains(command)) {
                told.add(command);
            }
        }
        return told;
    }

    // "exit $?" and "code=$?": what ended before is what counts.
    private static boolean isPassingOn(String command) {
        return command.endsWith("=$?") || command.startsWith("exit ") || command.equals("exit");
    }
}
