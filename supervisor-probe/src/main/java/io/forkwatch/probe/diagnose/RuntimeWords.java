package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.RuntimeRow.What;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.process.death.RuntimeFailure;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what the runtime of another language said of its own end among the last lines of stderr.
 *
 * @param rows what such a runtime may say, the first that fits counts
 */
record RuntimeWords(List<RuntimeRow> rows) {
    private static final int MOST_CHARACTERS = 300;

    /** What every failure exits with: then more words behind a complaint may be the reason. */
    private static final int FAILED = 1;

    RuntimeWords {
        rows = List.copyOf(rows);
    }

    /** Those that are shipped. */
    static RuntimeWords shipped() {
        return new RuntimeWords(RuntimeRow.parse(TextTable.shipped(RuntimeWords.class, "runtimes.txt")));
    }

    /** A line that means something, and where it stands. */
    private record Match(RuntimeRow row, String line, int at) {}

    /**
     * What was said, for an end that fits it. Memory goes before everything else, and words that decide before those that
     * others follow; else the first counts.
     *
     * @param lines the end of stderr, oldest first
     */
    Optional<RuntimeFailure> find(List<String> lines, Mechanism mechanism) {
        Optional<RuntimeFailure> best = Optional.empty();
        for (Match match : matches(lines, mechanism)) {
            RuntimeFailure failure = failure(match, lines, mechanism);
            if (best.isEmpty() || rank(failure) > rank(best.get())) {
                best = Optional.of(failure);
            }
        }
        return best;
    }

    private static int rank(RuntimeFailure failure) {
        return (failure.kind() == RuntimeFailure.Kind.MEMORY ? 2 : 0) + (failure.decisive() ? 1 : 0);
    }

    private List<Match> matches(List<String> lines, Mechanism mechanism) {
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int at = i;
            rows(lines.get(i), mechanism)
                    .flatMap(row -> match(row, lines, at).stream())
                    .findFirst()
                    .ifPresent(matches::add);
        }
        return matches;
    }

    // The first of them may need a line behind it that is not there, as "Error: x" of Node.js and of R does.
    private Stream<RuntimeRow> rows(String line, Mechanism mechanism) {
        return rows.stream()
                .filter(row -> row.what() != What.MORE && row.ends().fits(mechanism))
                .filter(row -> row.line().fits(line));
    }

    // Of a trace the words stand behind its frames, which are indented.
    private Optional<Match> match(RuntimeRow row, List<String> lines, int at) {
        if (row.what() != What.TRACE) {
            boolean counts = !row.ends().closed() || isClosed(row, lines, at);
            return counts ? Optional.of(new Match(row, lines.get(at), at)) : Optional.empty();
        }
        for (int i = at + 1; i < lines.size(); i++) {
            if (!isIndented(lines.get(i))) {
                return Optional.of(new Match(row, lines.get(i), i));
            }
        }
        return Optional.empty();
    }

    private boolean isClosed(RuntimeRow row, List<String> lines, int at) {
        return lines.subList(at + 1, lines.size()).stream().anyMatch(line -> isMore(row, line));
    }

    private boolean isMore(RuntimeRow said, String line) {
        return rows.stream()
                .anyMatch(row -> row.what() == What.MORE
                        && row.runtime().equals(said.runtime())
                        && row.line().fits(line));
    }

    private RuntimeFailure failure(Match match, List<String> lines, Mechanism mechanism) {
        RuntimeRow row = match.row();
        boolean telling =
                row.ends().anywhere() || mechanism.exitCode().orElse(0) != FAILED || isLast(match, lines, mechanism);
        String line = match.line().strip();
        return new RuntimeFailure(
                row.what().kind(),
                row.runtime(),
                line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS),
                row.ends().raise(),
                telling && !row.ends().weak());
    }

    private boolean isLast(Match match, List<String> lines, Mechanism mechanism) {
        for (String line : lines.subList(match.at() + 1, lines.size())) {
            boolean same = rows(line, mechanism)
                    .anyMatch(row -> row.runtime().equals(match.row().runtime())
                            && row.what() == match.row().what());
            if (!line.isBlank() && !isIndented(line) && !same && !isMore(match.row(), line)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIndented(String line) {
        return line.isEmpty() || line.charAt(0) == ' ' || line.charAt(0) == '\t';
    }
}
