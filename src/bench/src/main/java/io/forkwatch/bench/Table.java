package io.forkwatch.bench;

import java.util.List;
import java.util.Locale;

/** Tables in Markdown, on stdout. */
public final class Table {
    private Table() {}

    /** The head of a table. */
    public static void head(String... columns) {
        System.out.println("\n| " + String.join(" | ", columns) + " |");
        System.out.println("| "
                + String.join(
                        " | ", List.of(columns).stream().map(column -> "---").toList()) + " |");
    }

    /** A row. */
    public static void row(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    /** A number with that many decimals, 0 and up. */
    public static String number(double figure, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", figure);
    }
}
