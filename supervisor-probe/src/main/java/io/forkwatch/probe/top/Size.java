package io.forkwatch.probe.top;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much can be seen at once.
 *
 * @param columns 20 to 10,000
 * @param lines 5 to 100,000
 */
record Size(int columns, int lines) {
    /** Of a terminal that does not tell. */
    static final Size USUAL = new Size(80, 24);

    /** Where nobody looks at it: a command has 256 characters at most, and there are 200 rows. */
    static final Size UNBOUNDED = new Size(10_000, 100_000);

    Size {
        columns = Math.max(20, Math.min(10_000, columns));
        lines = Math.max(5, Math.min(100_000, lines));
    }

    /** That of the variables COLUMNS and LINES, each if it is a number. */
    static Size of(Map<String, String> environment, Size otherwise) {
        return new Size(
                number(environment.get("COLUMNS")).orElse(otherwise.columns),
                number(environment.get("LINES")).orElse(otherwise.lines));
    }

    /** From {@code LINES COLUMNS}, as {@code stty size} says it; 0 is a terminal that does not know. */
    static Optional<Size> parse(String text) {
        String[] words = text.strip().split(" ", -1);
        if (words.length != 2) {
            return Optional.empty();
        }
        Optional<Integer> lines = number(words[0]);
        return number(words[1]).flatMap(columns -> lines.map(high -> new Size(columns, high)));
    }

    private static Optional<Integer> number(@Nullable String text) {
        return text != null && text.matches("[1-9]\\d{0,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
