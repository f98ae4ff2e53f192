package io.forkwatch.probe.naming;

import java.util.regex.Pattern;

/** Searches with a pattern that somebody else wrote, and gives up on one that would run for ever. */
final class BoundedRegexSearch {
    /** About 50 ms; an ordinary search reads each character once or twice. */
    private static final int MOST_READS = 4_000_000;

    private BoundedRegexSearch() {}

    /** True if the pattern is found; false also if the search took too many steps or too deep a stack. */
    static boolean finds(Pattern pattern, String text) {
        try {
            return pattern.matcher(new CountedText(text)).find();
        } catch (OutOfPatience | StackOverflowError tooCostly) {
            // Patterns like (a+)+b need exponential time, (a|b)* a frame for each character: no hit.
            return false;
        }
    }

    private static final class OutOfPatience extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutOfPatience() {
            super("the search took too many steps", null, false, false);
        }
    }

    private static final class CountedText implements CharSequence {
        private final String text;
        private int reads;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            reads++;
            if (reads > MOST_READS) {
                throw new OutOfPatience();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
