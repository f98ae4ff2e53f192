package io.forkwatch.probe.naming;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A shell's script that is one question: {@code if [ -x /bin/x ]; then exit 0; else exit 1; fi}, and nothing else.
 *
 * @param conditions the words of each command that is asked, without a {@code !} before it
 * @param exits the codes with which it answers
 */
record ProbeScript(List<List<String>> conditions, Set<Integer> exits) {
    private static final Set<String> SAYING = Set.of("echo", "printf", "true", ":");

    private enum Part {
        BEFORE,
        CONDITION,
        BODY,
        AFTER
    }

    ProbeScript {
        conditions = List.copyOf(conditions);
        exits = Set.copyOf(exits);
    }

    /** That of a script; empty if the script does anything else, or is not understood. */
    static Optional<ProbeScript> of(String script) {
        List<List<String>> conditions = new ArrayList<>();
        Set<Integer> exits = new HashSet<>();
        Part part = Part.BEFORE;
        for (List<String> command : commands(script)) {
            Part next = part(command.get(0), part);
            boolean keyword = next != part
                    || command.get(0).equals("elif")
                    || command.get(0).equals("else");
            List<String> words = command.subList(keyword ? 1 : 0, command.size());
            part = next;
            boolean fits = words.isEmpty()
                    || (part == Part.CONDITION
                            && conditions.add(words.get(0).equals("!") ? words.subList(1, words.size()) : words))
                    || (part == Part.BODY && isAnswering(words, exits));
            if (!fits) {
                return Optional.empty();
            }
        }
        return part == Part.AFTER ? Optional.of(new ProbeScript(conditions, exits)) : Optional.empty();
    }

    private static Part part(String word, Part part) {
        return switch (word) {
            case "if" -> part == Part.BEFORE ? Part.CONDITION : Part.BEFORE;
            case "elif" -> part == Part.BODY ? Part.CONDITION : Part.BEFORE;
            case "then" -> part == Part.CONDITION ? Part.BODY : Part.BEFORE;
            case "else" -> part == Part.BODY ? Part.BODY : Part.BEFORE;
            case "fi" -> part == Part.BODY ? Part.AFTER : Part.BEFORE;
            default -> part;
        };
    }

    private static boolean isAnswering(List<String> words, Set<Integer> exits) {
        if (!words.get(0).equals("exit")) {
            return SAYING.contains(words.get(0));
        }
        boolean number = words.size() == 2 && words.get(1).matches("\\d{1,3}");
        return number && (exits.add(Integer.parseInt(words.get(1))) || exits.size() > 0);
    }

    private static List<List<String>> commands(String script) {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (ShellTokens.Token token : ShellTokens.of(script)) {
            if (!token.operator()) {
                words.add(token.text());
            } else if (!words.isEmpty()) {
                commands.add(List.copyOf(words));
                words.clear();
            }
        }
        return commands;
    }
}
