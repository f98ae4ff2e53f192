package io.forkwatch.probe.top;

import java.util.ArrayList;
import java.util.List;

/**
 * The children, a line each, under the headings of the page.
 *
 * @param sort by which column
 * @param down from the greatest value
 * @param nowSeconds when the figures were true, in seconds since the epoch
 */
record Table(SortBy sort, boolean down, double nowSeconds) {
    /** The page leaves these columns out as well where there is no room. */
    private static final int NARROW = 84;

    /** For a child's name, of which kinds have 40 characters. */
    private static final int MOST_NAME = 48;

    private static final int GAP = 2;

    /** One column. */
    private record Column(String heading, boolean rightwards, boolean always) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("child", false, true),
            new Column("memory", true, true),
            new Column("CPU", true, true),
            new Column("heap", true, false),
            new Column("proc.", true, false),
            new Column("threads", true, false),
            new Column("age", true, true),
            new Column("pid", true, false),
            new Column("state", false, false),
            new Column("command", false, true));

    /** The headings, then the rows in their order; each as wide as it gets. */
    List<Line> lines(List<JsonObject> children, int columns) {
        List<JsonObject> sorted = new ArrayList<>(children);
        sorted.sort(sort.order(down));
        List<List<String>> cells = new ArrayList<>();
        cells.add(COLUMNS.stream().map(this::heading).toList());
        sorted.forEach(child -> cells.add(cells(child)));
        int[] widths = widths(cells, columns < NARROW);
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(line(cells.get(0), widths), Line.Style.HEADING));
        for (int i = 0; i < sorted.size(); i++) {
            boolean flagged = !sorted.get(i).texts("flags").isEmpty();
            lines.add(new Line(line(cells.get(i + 1), widths), flagged ? Line.Style.WARNING : Line.Style.PLAIN));
        }
        return lines;
    }

    private String heading(Column column) {
        return column.heading().equals(sort.column()) ? column.heading() + (down ? " v" : " ^") : column.heading();
    }

    private List<String> cells(JsonObject child) {
        double limit = child.number("memory_limit_bytes");
        String title = child.text("title");
        String command = title.isEmpty() ? child.text("command") : title;
        long zombies = child.count("zombies");
        return List.of(
                PlainText.cut(PlainText.of(name(child)), MOST_NAME),
                Words.bytes(child.number("tree_rss_bytes")) + (Double.isNaN(limit) ? "" : " of " + Words.bytes(limit)),
                Words.cores(child.number("tree_cpu_ratio")),
                Words.bytes(child.object("jvm").number("heap_used_bytes")),
                Words.whole(child.number("tree_processes")) + (zombies > 0 ? " +" + zombies + " Z" : ""),
                Words.whole(child.number("tree_threads")),
                Words.span(nowSeconds - child.number("start_time_seconds")),
                Words.whole(child.number("pid")),
                PlainText.of(Words.state(child.text("state"))),
                PlainText.of(command));
    }

    private static String name(JsonObject child) {
        StringBuilder name = new StringBuilder(child.text("kind"));
        name.append('[').append(child.text("slot")).append(']');
        child.texts("flags").forEach(flag -> name.append(' ').append(Words.flag(flag)));
        return name.toString();
    }

    /** 0 for a column that is left out. */
    private static int[] widths(List<List<String>> cells, boolean narrow) {
        int[] widths = new int[COLUMNS.size()];
        for (int i = 0; i < widths.length; i++) {
            if (COLUMNS.get(i).always() || !narrow) {
                for (List<String> row : cells) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                line.append(line.length() == 0 ? "" : " ".repeat(GAP));
                line.append(
                        COLUMNS.get(i).rightwards()
                                ? PlainText.right(cells.get(i), widths[i])
                                : PlainText.left(cells.get(i), widths[i]));
            }
        }
        return line.toString().stripTrailing();
    }
}
