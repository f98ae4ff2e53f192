package io.forkwatch.probe.diagnose;

import java.util.List;

/**
 * A line in which {@code *} stands for any characters. Takes time in proportion to the line.
 *
 * @param pieces what must stand in it, in this order: the first at its beginning, the last at its end; empty beside a {@code *}
 */
record LinePattern(List<String> pieces) {
    LinePattern {
        pieces = List.copyOf(pieces);
    }

    /** That of a text; without a {@code *} it is the line itself. A {@code **} is a star like any other. */
    static LinePattern of(String text) {
        return new LinePattern(List.of(text.split("\\*", -1)));
    }

    /** True if the whole line is as wanted. */
    boolean fits(String line) {
        String first = pieces.get(0);
        if (pieces.size() == 1) {
            return line.equals(first);
        }
        String last = pieces.get(pieces.size() - 1);
        int end = line.length() - last.length();
        int at = first.length();
        if (end < at || !line.startsWith(first) || !line.endsWith(last)) {
            return false;
        }
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = line.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }
}
