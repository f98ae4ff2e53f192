package io.forkwatch.probe.process.event;

/** Texts of the host that are not to take much room. */
final class Texts {
    private static final int MOST_BRIEF = 128;

    private Texts() {}

    /** Its first 128 characters. */
    static String brief(String text) {
        return text.length() <= MOST_BRIEF ? text : text.substring(0, MOST_BRIEF) + '…';
    }

    /** The bytes that it takes at most: a character needs one or two. */
    static long bytes(String text) {
        return 2L * text.length();
    }
}
