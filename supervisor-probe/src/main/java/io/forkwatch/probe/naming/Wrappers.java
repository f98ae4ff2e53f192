package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes programs off a command that only start another one: shells with a script, env, nice, timeout, sudo, ... */
final class Wrappers {
    /** Wrappers in wrappers: nobody nests more. */
    private static final int DEEPEST = 16;

    private static final Map<String, WrapperSyntax> SYNTAX =
            WrapperSyntax.parse(TextTable.shipped(Wrappers.class, "wrappers.txt"));

    /** These take the script of a shell after a {@code -c}. */
    private static final Set<String> SCRIPT_RUNNERS = Set.of("su", "runuser", "script");

    private Wrappers() {}

    /**
     * The innermost command.
     *
     * @param arguments a command as it was started
     * @return what it starts in the end; a wrapper that starts nothing, or a shell whose script is more than one
     *     command, is returned as it is, a shell without its script
     */
    static List<String> lookThrough(List<String> arguments) {
        List<String> command = arguments;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Optional<List<String>> inner = inner(command);
            if (inner.isEmpty() || inner.get().isEmpty()) {
                return command;
            }
            command = inner.get();
        }
        return command;
    }

    /** The same, but a shell that has a script, or should have one, is returned as it is, with all its arguments. */
    static List<String> lookThroughToShell(List<String> arguments) {
        List<String> command = arguments;
        for (int depth = 0; depth < DEEPEST && !isShell(command); depth++) {
            Optional<List<String>> inner = inner(command);
            if (inner.isEmpty() || inner.get().isEmpty()) {
                return command;
            }
            command = inner.get();
        }
        return command;
    }

    private static boolean isShell(List<String> command) {
        return !command.isEmpty() && Programs.isShell(PlainNames.program(command.get(0)));
    }

    private static Optional<List<String>> inner(List<String> command) {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        String program = ResolvedCommand.basename(command.get(0));
        String name = PlainNames.program(command.get(0));
        if (Programs.isShell(name)) {
            return ofShell(command);
        }
        if (Programs.isMultiCall(name)) {
            return Optional.of(command.subList(1, command.size()));
        }
        if (name.equals("eval")) {
            return Optional.of(shell(String.join(" ", command.subList(1, command.size()))));
        }
        if (SCRIPT_RUNNERS.contains(name) && scriptOf(command).isPresent()) {
            return scriptOf(command).map(Wrappers::shell);
        }
        WrapperSyntax syntax = SYNTAX.get(SYNTAX.containsKey(program) ? program : name);
        return syntax == null ? Optional.empty() : Optional.of(stripped(syntax, name, command));
    }

    /** The command that a shell's script starts, or the bare shell, or nothing if there is no script. */
    private static Optional<List<String>> ofShell(List<String> command) {
        Shells.Call call = Shells.parse(command);
        if (call.script().isEmpty()) {
            return Optional.empty();
        }
        List<String> words = expanded(ShellWords.firstCommand(call.script().get()), call.parameters());
        return Optional.of(words.isEmpty() ? command.subList(0, 1) : words);
    }

    /** {@code sh -c 'exec "$@"' sh java ...}: the parameters are on the command line. */
    static List<String> expanded(List<String> words, List<String> parameters) {
        List<String> expanded = new ArrayList<>();
        for (String word : words) {
            String name = word.replace("{", "").replace("}", "");
            if (name.equals("$@") || name.equals("$*")) {
                expanded.addAll(parameters.subList(Math.min(1, parameters.size()), parameters.size()));
            } else if (name.length() == 2 && name.charAt(0) == '$' && Character.digit(name.charAt(1), 10) >= 0) {
                int number = Character.digit(name.charAt(1), 10);
                expanded.addAll(parameters.subList(
                        Math.min(number, parameters.size()), Math.min(number + 1, parameters.size())));
            } else {
                expanded.add(word);
            }
        }
        boolean unknown = !expanded.isEmpty() && isVariable(expanded.get(0));
        return unknown ? List.of() : expanded;
    }

    /** A command that is only a variable has no name here, except for the usual ones of Java's start scripts. */
    private static boolean isVariable(String word) {
        return word.startsWith("$")
                && word.indexOf('/') < 0
                && !word.replace("{", "").startsWith("$JAVA");
    }

    private static Optional<String> scriptOf(List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            String option = command.get(i);
            if (option.startsWith("--command=")) {
                return Optional.of(option.substring("--command=".length()));
            }
            boolean announces = option.equals("--command")
                    || (option.length() > 1
                            && option.charAt(0) == '-'
                            && option.charAt(1) != '-'
                            && option.endsWith("c"));
            if (announces && i + 1 < command.size()) {
                return Optional.of(command.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    private static List<String> stripped(WrapperSyntax syntax, String name, List<String> command) {
        int i = 1;
        while (i < command.size() && isOwn(command.get(i))) {
            String argument = command.get(i);
            i++;
            if (argument.equals("--")) {
                break;
            }
            if (name.equals("env") && isSplit(argument)) {
                return split(command, i - 1);
            }
            i += syntax.takesNext(argument) ? 1 : 0;
        }
        i = Math.min(i + syntax.operands(), command.size());
        List<String> rest = command.subList(i, command.size());
        boolean script = rest.size() > 1 && rest.get(0).equals("-c");
        return script ? shell(rest.get(1)) : rest;
    }

    private static boolean isOwn(String argument) {
        return argument.startsWith("-") || ShellWords.isAssignment(argument);
    }

    /** {@code -S}, {@code -iS}, {@code --split-string}. */
    private static boolean isSplit(String argument) {
        int i = 1;
        while (i < argument.length() && "i0v".indexOf(argument.charAt(i)) >= 0) {
            i++;
        }
        return argument.startsWith("--split-string")
                || (argument.startsWith("-") && i < argument.length() && argument.charAt(i) == 'S');
    }

    /** {@code env -S "nice java"}: the words of the text come in its place. */
    private static List<String> split(List<String> command, int option) {
        String argument = command.get(option);
        int value = argument.startsWith("--") ? argument.indexOf('=') : argument.indexOf('S');
        boolean attached = value > 0 && value < argument.length() - 1;
        int next = attached || option + 1 >= command.size() ? option + 1 : option + 2;
        List<String> words = new ArrayList<>(List.of("env"));
        if (attached || option + 1 < command.size()) {
            words.addAll(ShellWords.split(attached ? argument.substring(value + 1) : command.get(option + 1)));
        }
        words.removeIf(String::isBlank);
        words.addAll(command.subList(next, command.size()));
        return words;
    }
}
