package io.forkwatch.probe.options;

import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who misspelled a key. */
final class NearestKey {
    private static final int MAX_KEY_CHARS = 80;

    private NearestKey() {}

    /** The visible option spelled most like a key; empty if more than a third of it is different. */
    static Optional<Option<?>> of(String key) {
        String lower = EscapedText.cut(key.toLowerCase(Locale.ROOT), MAX_KEY_CHARS);
        Optional<Option<?>> nearest = Optional.empty();
        int fewest = Integer.MAX_VALUE;
        for (Option<?> option : SeldomOption.all()) {
            int edits = option.isKind() ? editsToKind(lower) : edits(lower, option.key());
            int mostEdits = Math.max(2, option.key().length() / 3);
            if (!option.isHidden() && edits <= mostEdits && edits < fewest) {
                fewest = edits;
                nearest = Optional.of(option);
            }
        }
        return nearest;
    }

    /** Only what is before the first dot: the NAME is the user's. */
    private static int editsToKind(String key) {
        int dot = key.indexOf('.');
        return edits(dot < 0 ? key : key.substring(0, dot), "kind");
    }

    /** Levenshtein distance: insertions, deletions and replacements of one character. */
    static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[above.length];
            current[0] = row;
            for (int column = 1; column < above.length; column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[to.length()];
    }
}
