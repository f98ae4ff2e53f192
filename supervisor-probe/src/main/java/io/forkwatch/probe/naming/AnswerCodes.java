package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which exit codes are answers, as 1 of {@code grep -q}: a probe that says no has not failed. */
record AnswerCodes(Map<String, List<Answer>> byProgram) {
    private static final int HIGHEST = 255;
    private static final int NOT_FOUND = 127;

    // A builtin, which a shell's script is looked through for.
    private static final Pattern ASKS_FOR_A_COMMAND =
            Pattern.compile("(command -[vV]|type|hash) [\\w./ -]{1,200}( ?[0-9]?>{1,2} ?&?[\\w/]{1,50}){0,3}");

    /** By the name of the program. */
    public AnswerCodes {
        byProgram = Map.copyOf(byProgram);
    }

    /**
     * What a program answers.
     *
     * @param codes the exit codes that say no
     * @param words one of them must be among the arguments; empty if that does not matter
     */
    record Answer(Set<Integer> codes, List<String> words) {
        boolean holds(List<String> arguments, int exitCode) {
            return codes.contains(exitCode)
                    && (words.isEmpty() || words.stream().anyMatch(arguments::contains));
        }
    }

    /** Those of the table that is shipped. */
    static AnswerCodes shipped() {
        return parse(TextTable.shipped(AnswerCodes.class, "answers.txt"));
    }

    /**
     * Those of a table, as {@code answers.txt} explains it.
     *
     * @throws IllegalArgumentException if the text is no such table
     */
    static AnswerCodes parse(String text) {
        Map<String, List<Answer>> answers = new HashMap<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            Set<Integer> codes = new HashSet<>();
            for (String word : row.words(1)) {
                boolean code = word.matches("[1-9]\\d{0,2}") && Integer.parseInt(word) <= HIGHEST;
                row.check(code, "an exit code of 1 to 255");
                codes.add(Integer.parseInt(word));
            }
            row.check(!codes.isEmpty(), "an exit code");
            answers.computeIfAbsent(row.word(0), program -> new ArrayList<>()).add(new Answer(codes, row.words(2)));
        }
        return new AnswerCodes(answers);
    }

    /** True if this exit code is what the command answers, through whatever wrapper. A script of several commands is none. */
    boolean isAnswer(CommandLine command, int exitCode) {
        if (asksForACommand(command.arguments())) {
            return exitCode == 1 || exitCode == NOT_FOUND;
        }
        List<String> inner = Wrappers.lookThrough(command.arguments());
        if (inner.isEmpty()) {
            return false;
        }
        List<Answer> answers = byProgram.getOrDefault(ResolvedCommand.basename(inner.get(0)), List.of());
        return answers.stream().anyMatch(answer -> answer.holds(inner, exitCode));
    }

    private static boolean asksForACommand(List<String> arguments) {
        return arguments.size() == 3
                && arguments.get(1).equals("-c")
                && Programs.isShell(arguments.get(0))
                && arguments.get(2).length() <= 500
                && ASKS_FOR_A_COMMAND.matcher(arguments.get(2).strip()).matches();
    }
}
