package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.death.RuntimeFailure.Kind;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of {@code runtimes.txt}.
 *
 * @param runtime who speaks
 * @param what what it means
 * @param ends how it ends, and how far the words count
 * @param line the line
 */
record RuntimeRow(String runtime, What what, Ends ends, LinePattern line) {
    private static final String RAISE = "raise:";
    private static final int GREATEST_CODE = 255;

    /** What a line means. */
    enum What {
        MEMORY,
        FATAL,
        SIGNAL,
        TRACE,
        MORE;

        /** What it is told as; not with {@link #MORE}. */
        Kind kind() {
            return switch (this) {
                case MEMORY -> Kind.MEMORY;
                case SIGNAL -> Kind.SIGNAL;
                case FATAL, TRACE, MORE -> Kind.FATAL;
            };
        }
    }

    /**
     * How it ends.
     *
     * @param codes exit codes, 1 to 255
     * @param any true for any code but 0
     * @param aborts true for SIGABRT, SIGTRAP and SIGILL
     * @param anywhere true if the words decide though others follow
     * @param closed true if a line of {@link What#MORE} must follow
     * @param weak true if they are never more than possible
     * @param raise an option that lets it use more memory
     */
    record Ends(
            List<Integer> codes,
            boolean any,
            boolean aborts,
            boolean anywhere,
            boolean closed,
            boolean weak,
            Optional<String> raise) {
        Ends {
            codes = List.copyOf(codes);
        }

        /** True if a process that ended so may have said it. */
        boolean fits(Mechanism mechanism) {
            OptionalInt signal = mechanism.signalInExitValue();
            if (aborts && signal.isPresent() && isAbort(signal.getAsInt())) {
                return true;
            }
            int code = mechanism.exitCode().orElse(0);
            return codes.contains(code) || (any && code != 0 && signal.isEmpty());
        }

        private static boolean isAbort(int signal) {
            return signal == Signals.SIGABRT || signal == Signals.SIGTRAP || signal == Signals.SIGILL;
        }

        private static Ends of(TextTable.Row row) {
            List<String> words = row.words(1).subList(1, row.words(1).size());
            List<Integer> codes = new ArrayList<>();
            Optional<String> raise = Optional.empty();
            for (String word : words) {
                if (word.startsWith(RAISE)) {
                    raise = Optional.of(word.substring(RAISE.length()));
                } else if (Character.isDigit(word.charAt(0))) {
                    codes.add(code(row, word));
                } else {
                    row.check(
                            List.of("any", "abort", "anywhere", "closed", "weak")
                                    .contains(word),
                            "a known word");
                }
            }
            return new Ends(
                    codes,
                    words.contains("any"),
                    words.contains("abort"),
                    words.contains("anywhere"),
                    words.contains("closed"),
                    words.contains("weak"),
                    raise);
        }

        private static int code(TextTable.Row row, String word) {
            boolean number = word.length() <= 3 && word.chars().allMatch(c -> c >= '0' && c <= '9');
            int code = number ? Integer.parseInt(word) : 0;
            row.check(code >= 1 && code <= GREATEST_CODE, "an exit code from 1 to 255");
            return code;
        }
    }

    /**
     * The rows of a table.
     *
     * @throws IllegalArgumentException with the line of a row that is none
     */
    static List<RuntimeRow> parse(String text) {
        List<RuntimeRow> rows = new ArrayList<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            rows.add(of(row));
        }
        return List.copyOf(rows);
    }

    private static RuntimeRow of(TextTable.Row row) {
        row.check(!row.cells().get(0).isEmpty(), "who speaks");
        row.check(!row.cells().get(2).replace("*", "").isBlank(), "a line");
        What what = what(row);
        Ends ends = Ends.of(row);
        boolean endless = ends.codes().isEmpty() && !ends.any() && !ends.aborts();
        row.check(endless == (what == What.MORE), "how it ends, but for what may follow");
        return new RuntimeRow(
                row.cells().get(0), what, ends, LinePattern.of(row.cells().get(2)));
    }

    private static What what(TextTable.Row row) {
        String word = row.words(1).isEmpty() ? "" : row.words(1).get(0);
        for (What what : What.values()) {
            if (what.name().toLowerCase(Locale.ROOT).equals(word)) {
                return what;
            }
        }
        row.check(false, "memory, fatal, signal, trace or more first in column 2");
        return What.MORE;
    }
}
