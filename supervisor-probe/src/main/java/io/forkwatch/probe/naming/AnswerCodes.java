package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which exit codes are answers, as 1 of {@code grep -q}: a probe that says no has not failed. */
record AnswerCodes(Map<String, List<Answer>> byProgram) {
    private static final int HIGHEST = 255;

    private static final String ANY = "*";

    /** Scripts in scripts. */
    private static final int DEEPEST = 4;

    /** Builtins that ask for a command; to others the first of them is a word before theirs. */
    private static final Set<String> ASKING = Set.of("command", "type", "hash");

    private static final Set<String> HARDLY_FAILING =
            Set.of("echo", "printf", "true", ":", "cd", "export", "unset", "umask");

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
            return codes.contains(exitCode) && asks(arguments);
        }

        boolean asks(List<String> arguments) {
            return words.isEmpty() || words.stream().anyMatch(arguments::contains);
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
                int code = codeOf(word);
                row.check(code > 0 && code <= HIGHEST, "an exit code of 1 to 255");
                codes.add(code);
            }
            row.check(!codes.isEmpty(), "an exit code");
            answers.computeIfAbsent(row.word(0), program -> new ArrayList<>()).add(new Answer(codes, row.words(2)));
        }
        return new AnswerCodes(answers);
    }

    // Not by a pattern: it would be compiled a hundred times while the first summary waits.
    private static int codeOf(String word) {
        int code = word.isEmpty() || word.length() > 3 || word.charAt(0) == '0' ? -1 : 0;
        for (int i = 0; code >= 0 && i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
            code = digit >= 0 && digit <= 9 ? 10 * code + digit : -1;
        }
        return code;
    }

    /**
     * True if this exit code is what the command answers, through whatever wrapper; of a shell's script if all that may have
     * given it its exit code answer so, or hardly ever fail.
     */
    boolean isAnswer(CommandLine command, int exitCode) {
        return isAnswer(command.arguments(), exitCode, 0);
    }

    private boolean isAnswer(List<String> arguments, int exitCode, int depth) {
        List<String> inner = Wrappers.lookThroughToShell(arguments);
        if (inner.isEmpty()) {
            return false;
        }
        if (Programs.isShell(PlainNames.program(inner.get(0)))) {
            return depth < DEEPEST && isAnswerOfScript(Shells.parse(inner), arguments, exitCode, depth);
        }
        return isInTable(inner, exitCode);
    }

    private boolean isAnswerOfScript(Shells.Call call, List<String> arguments, int exitCode, int depth) {
        String script = call.script().orElse("");
        Optional<ProbeScript> question = ProbeScript.of(script);
        if (question.isPresent()) {
            return question.get().exits().contains(exitCode)
                    && question.get().conditions().stream().allMatch(this::isAsking);
        }
        boolean pipefail = arguments.stream().anyMatch(argument -> argument.contains("pipefail"));
        boolean any = false;
        for (List<String> words : ScriptStatus.deciders(script, pipefail)) {
            List<String> command = Wrappers.expanded(words, call.parameters());
            if (isAnswerInScript(command, exitCode, depth)) {
                any = true;
            } else if (command.isEmpty() || !HARDLY_FAILING.contains(command.get(0))) {
                return false;
            }
        }
        return any;
    }

    private boolean isAnswerInScript(List<String> command, int exitCode, int depth) {
        if (!command.isEmpty() && command.get(0).equals("!")) {
            return exitCode == 1; // It has done well, and was asked to say so in this way.
        }
        boolean asks = !command.isEmpty() && ASKING.contains(command.get(0));
        return (asks && isInTable(command, exitCode)) || isAnswer(ShellWords.bare(command), exitCode, depth + 1);
    }

    private boolean isInTable(List<String> command, int exitCode) {
        return answers(command).anyMatch(answer -> answer.holds(command, exitCode));
    }

    /** True if that command has any exit code that is an answer. */
    private boolean isAsking(List<String> command) {
        List<String> inner = Wrappers.lookThroughToShell(command);
        return Stream.of(command, inner)
                .filter(words -> !words.isEmpty())
                .anyMatch(words -> answers(words).anyMatch(answer -> answer.asks(words)));
    }

    private Stream<Answer> answers(List<String> command) {
        String program = ResolvedCommand.basename(command.get(0));
        return Stream.of(program, ANY).flatMap(name -> byProgram.getOrDefault(name, List.of()).stream());
    }
}
