package io.forkwatch.probe.process.advice;

import java.util.Locale;

/**
 * Something to be said about an advice.
 *
 * @param advice which, with the figure of this moment
 * @param what what
 * @param nanos monotonic time of it
 */
public record AdviceNews(Advice advice, What what, long nanos) implements Advisory {
    @Override
    public String event() {
        return "child_advice_" + what.label();
    }

    /** What happened. */
    public enum What {
        /** The child should be recycled. */
        RECYCLE,
        /** It is well below its limit again. */
        CLEARED,
        /** Its supervisor has ended it, or let it end. */
        TAKEN;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The word in JSON, for example {@code recycle}. */
        public String label() {
            return label;
        }
    }
}
