package io.forkwatch.probe.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which commands of a shell's script may have given it its exit code, another one than 0, sh(1): the last one, of a pipeline
 * its last stage, and those before an {@code &&}. No parser: of a script with a loop, a condition or brackets it knows nothing.
 */
final class ScriptStatus {
    private static final Set<String> COMPOUND = Set.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "while",
            "until",
            "do",
            "done",
            "case",
            "esac",
            "select",
            "function",
            "{",
            "}",
            "((",
            "coproc");

    /** With these in front the rest of a script may never be reached, or be another one. */
    private static final Set<String> ENDING = Set.of("exit", "return", "exec", "set", "trap", "eval", ".", "source");

    private static final String TEST = "[[";
    private static final String TEST_END = "]]";

    private final boolean pipefail;
    private final List<List<String>> deciding = new ArrayList<>();
    private final List<List<String>> stages = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private boolean listEnded;
    private boolean known = true;

    private ScriptStatus(boolean pipefail) {
        this.pipefail = pipefail;
    }

    /**
     * The words of each of those commands, without quotes and redirections.
     *
     * @param pipefail true if the exit code of a pipeline is that of any stage
     * @return empty if they are not known
     */
    static List<List<String>> deciders(String script, boolean pipefail) {
        ScriptStatus status = new ScriptStatus(pipefail);
        for (ShellTokens.Token token : ShellTokens.of(script)) {
            if (token.operator() && !status.isInsideTest()) {
                status.operator(token.text());
            } else {
                status.words.add(token.text());
            }
        }
        return status.known ? List.copyOf(status.deciding) : List.of();
    }

    /** Within {@code [[ a && b ]]} the operators are no ends of commands. */
    private boolean isInsideTest() {
        return !words.isEmpty()
                && words.get(0).equals(TEST)
                && !words.get(words.size() - 1).equals(TEST_END)
                && words.size() < 100;
    }

    private void operator(String operator) {
        if (operator.equals("(") || operator.equals(")")) {
            known = false;
        }
        endStage();
        if (!operator.equals("|")) {
            endPipeline(operator);
        }
    }

    private void endStage() {
        if (words.isEmpty()) {
            return;
        }
        if (listEnded) {
            startList();
        }
        known &= !COMPOUND.contains(words.get(0));
        stages.add(List.copyOf(words));
        words.clear();
    }

    // What came before has been forgotten by now, unless it was the last to be run.
    private void startList() {
        for (List<String> command : deciding) {
            known &= !ENDING.contains(command.get(0));
        }
        deciding.clear();
        listEnded = false;
    }

    private void endPipeline(String operator) {
        if (!stages.isEmpty()) {
            deciding.addAll(pipefail ? stages : stages.subList(stages.size() - 1, stages.size()));
            stages.clear();
        }
        if (operator.equals("||")) {
            for (List<String> command : deciding) {
                known &= !ENDING.contains(command.get(0));
            }
            deciding.clear();
        }
        listEnded |= !operator.equals("||") && !operator.equals("&&");
    }
}
