package io.forkwatch.probe.top;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What the rows are sorted by, as on the page: names from a to z, figures from the greatest down. */
enum SortBy {
    /** Memory of the tree. */
    RSS('m', "memory", true, Comparator.comparingDouble(child -> child.number("tree_rss_bytes", -1))),
    /** CPU of the tree. */
    CPU('c', "CPU", true, Comparator.comparingDouble(child -> child.number("tree_cpu_ratio", -1))),
    /** Since its start. */
    AGE('a', "age", true, Comparator.comparingDouble(child -> -child.number("start_time_seconds", 0))),
    /** Kind, then slot. */
    NAME(
            'n',
            "child",
            false,
            Comparator.<JsonObject, String>comparing(child -> child.text("kind"))
                    .thenComparingInt(child -> child.text("slot").length())
                    .thenComparing(child -> child.text("slot")));

    /** What {@link #ofArgument} understands, for people. */
    static final String ALLOWED = "rss, cpu, age or name";

    private final char key;
    private final String column;
    private final boolean down;

    /** Of the values of a constant, as comparators of texts and numbers are. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Comparator<JsonObject> ascending;

    SortBy(char key, String column, boolean down, Comparator<JsonObject> ascending) {
        this.key = key;
        this.column = column;
        this.down = down;
        this.ascending = ascending;
    }

    /** That of an argument, as {@code cpu}. */
    static Optional<SortBy> ofArgument(String text) {
        for (SortBy each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** That of a key. */
    static Optional<SortBy> ofKey(int key) {
        for (SortBy each : values()) {
            if (each.key == key) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The heading of its column. */
    String column() {
        return column;
    }

    /** Whether it goes from the greatest down where nobody wants it otherwise. */
    boolean down() {
        return down;
    }

    /** The order of rows. */
    Comparator<JsonObject> order(boolean downwards) {
        return downwards ? ascending.reversed() : ascending;
    }
}
