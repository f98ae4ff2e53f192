package io.forkwatch.probe.process.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that people can read and change: a row a line, cells parted by {@code |}, words in a cell by blanks. Empty lines
 * and those that begin with {@code #} are left out.
 */
public final class TextTable {
    /** All tables have three columns. */
    private static final int COLUMNS = 3;

    /**
     * A row.
     *
     * @param line where it stands, 1 and up
     * @param cells three, without blanks around them; may be empty texts
     */
    public record Row(int line, List<String> cells) {
        public Row {
            if (cells.size() != COLUMNS) {
                throw refused(line, "three columns", cells);
            }
            cells = List.copyOf(cells);
        }

        /** The only word of a cell. */
        public String word(int column) {
            List<String> words = words(column);
            check(words.size() == 1, "one word in column " + (column + 1));
            return words.get(0);
        }

        /** The words of a cell, in their order; none if it is empty. */
        public List<String> words(int column) {
            return TextTable.words(cells.get(column));
        }

        /**
         * Refuses a row.
         *
         * @throws IllegalArgumentException with the line, if it is not as wanted
         */
        public void check(boolean asWanted, String wanted) {
            if (!asWanted) {
                throw refused(line, wanted, cells);
            }
        }

        private static IllegalArgumentException refused(int line, String wanted, List<String> cells) {
            return new IllegalArgumentException("line " + line + ": wanted is " + wanted + ", not " + cells);
        }
    }

    private TextTable() {}

    /** The words of a text, parted by blanks, in their order; none if it has none. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** The parts of a cell between commas, without blanks around them; an empty text if it has none. */
    public static List<String> parts(String cell) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int comma = cell.indexOf(", "); comma >= 0; comma = cell.indexOf(", ", from)) {
            parts.add(cell.substring(from, comma).strip());
            from = comma + 2;
        }
        parts.add(cell.substring(from).strip());
        return parts;
    }

    /**
     * The rows of a text.
     *
     * @throws IllegalArgumentException if a row has more or fewer cells than three
     */
    public static List<Row> parse(String text) {
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && line.charAt(0) != '#') {
                rows.add(row(number, line));
            }
        }
        return rows;
    }

    private static Row row(int number, String line) {
        List<String> cells = new ArrayList<>(COLUMNS);
        for (String cell : line.split("\\|", -1)) {
            cells.add(cell.strip());
        }
        return new Row(number, cells);
    }

    /**
     * The text of a file in the jar; empty if it cannot be read: a table that is missing must not end what runs.
     *
     * @param beside the class in whose package it lies
     */
    public static String shipped(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return ""; // A broken jar.
        }
    }
}
