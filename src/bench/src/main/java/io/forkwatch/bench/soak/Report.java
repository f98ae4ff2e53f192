package io.forkwatch.bench.soak;

import io.forkwatch.bench.Spread;
import io.forkwatch.bench.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The figures as tables, and the rule by which one of them grows. */
final class Report {
    /** Of the first quarter, the part by which a figure may be higher in the last. */
    private static final double TENTH = 0.1;

    private static final double MIB = 1 << 20;
    private static final double KIB = 1 << 10;

    private static final List<Column> COLUMNS = List.of(
            Column.compared(
                    "heap MiB",
                    2,
                    1,
                    minute -> minute.watched().heapBytes() / MIB,
                    minute -> minute.control().heapBytes() / MIB),
            Column.compared(
                    "descriptors",
                    0,
                    4,
                    minute -> minute.watched().descriptors(),
                    minute -> minute.control().descriptors()),
            Column.compared(
                    "threads of the host",
                    0,
                    4,
                    minute -> minute.watched().threads(),
                    minute -> minute.control().threads()),
            Column.of("threads of the agent", 0, 0.5, minute -> minute.watched().agentThreads()),
            Column.compared(
                    "RSS MiB",
                    1,
                    8,
                    minute -> minute.watched().rssBytes() / MIB,
                    minute -> minute.control().rssBytes() / MIB),
            Column.of("series", 0, 20, minute -> minute.page().series()),
            Column.of("page KiB", 1, 2, minute -> minute.page().bytes() / KIB),
            Column.of("files in tmp", 0, 0.5, Minute::files),
            Column.of("markers", 0, 2, Minute::markers),
            Column.of("agent CPU ms/min", 0, 1_000, Minute::agentCpuMillis),
            Column.of("ends not counted", 0, 0.5, Minute::uncounted));

    private final List<Minute> minutes;

    Report(List<Minute> minutes) {
        this.minutes = List.copyOf(minutes);
    }

    /**
     * A figure.
     *
     * @param slack by which it may be higher, beside the tenth
     * @param control the same of the supervisor without the agent; 0 where it has none
     * @param hasControl whether it has
     */
    private record Column(
            String name,
            int decimals,
            double slack,
            ToDoubleFunction<Minute> figure,
            ToDoubleFunction<Minute> control,
            boolean hasControl) {
        static Column of(String name, int decimals, double slack, ToDoubleFunction<Minute> figure) {
            return new Column(name, decimals, slack, figure, minute -> 0, false);
        }

        static Column compared(
                String name,
                int decimals,
                double slack,
                ToDoubleFunction<Minute> figure,
                ToDoubleFunction<Minute> control) {
            return new Column(name, decimals, slack, figure, control, true);
        }

        String cell(Minute minute) {
            String own = Table.number(figure.applyAsDouble(minute), decimals);
            return hasControl ? own + " / " + Table.number(control.applyAsDouble(minute), decimals) : own;
        }
    }

    /** The head of the table of minutes. */
    static void printHead() {
        List<String> head = new ArrayList<>(List.of("min", "started", "failed"));
        COLUMNS.forEach(column -> head.add(column.name()));
        head.addAll(List.of("dropped", "trouble"));
        Table.head(head.toArray(String[]::new));
    }

    /** A row of it. */
    static void printRow(Minute minute) {
        List<String> row = new ArrayList<>(List.of(
                Integer.toString(minute.number()),
                Long.toString(minute.watched().started()),
                Long.toString(minute.watched().failed())));
        COLUMNS.forEach(column -> row.add(column.cell(minute)));
        row.addAll(List.of(
                minute.page().dropped().toString(), minute.page().trouble().toString()));
        Table.row(row.toArray(String[]::new));
        System.out.flush();
    }

    /** The table of quarters; the names of what grows. */
    List<String> printQuarters() {
        List<String> growing = new ArrayList<>();
        Table.head("figure", "first quarter", "last quarter", "control, first", "control, last", "verdict");
        for (Column column : COLUMNS) {
            boolean grows = grows(column);
            if (grows) {
                growing.add(column.name());
            }
            Table.row(
                    column.name(),
                    number(column, first(column.figure())),
                    number(column, last(column.figure())),
                    column.hasControl() ? number(column, first(column.control())) : "",
                    column.hasControl() ? number(column, last(column.control())) : "",
                    grows ? "**grows**" : "flat");
        }
        return growing;
    }

    private static String number(Column column, double figure) {
        return Table.number(figure, column.decimals());
    }

    private boolean grows(Column column) {
        double first = first(column.figure());
        double ofHost = Math.max(0, last(column.control()) - first(column.control()));
        return last(column.figure()) > first + TENTH * Math.abs(first) + column.slack() + ofHost;
    }

    private int quarter() {
        return Math.max(1, minutes.size() / 4);
    }

    private double first(ToDoubleFunction<Minute> figure) {
        return median(minutes.subList(0, quarter()), figure);
    }

    private double last(ToDoubleFunction<Minute> figure) {
        return median(minutes.subList(minutes.size() - quarter(), minutes.size()), figure);
    }

    private static double median(List<Minute> some, ToDoubleFunction<Minute> figure) {
        return Spread.of(some.stream().mapToDouble(figure).toArray()).median();
    }
}
