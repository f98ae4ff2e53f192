package io.forkwatch.probe.top;

/**
 * A line of the screen.
 *
 * @param text plain, a column each character
 * @param style how it looks where there are colours
 */
record Line(String text, Style style) {
    /** How a line looks: ECMA-48, 8.3.117. */
    enum Style {
        PLAIN(""),
        BOLD("1"),
        QUIET("2"),
        HEADING("7"),
        WARNING("33"),
        DANGER("1;31");

        private final String rendition;

        Style(String rendition) {
            this.rendition = rendition;
        }
    }

    static Line of(String text) {
        return new Line(text, Style.PLAIN);
    }

    /** The same for a terminal with colours. */
    String coloured() {
        return style == Style.PLAIN ? text : "\u001b[" + style.rendition + "m" + text + "\u001b[0m";
    }
}
