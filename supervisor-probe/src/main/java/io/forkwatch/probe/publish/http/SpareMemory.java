package io.forkwatch.probe.publish.http;

/** Tries out whether there is memory, where want of it in the middle of something would cost more than to wait. */
final class SpareMemory {
    /** What the JDK needs for a connection, several times over. */
    private static final int USUAL_BYTES = 16 * 1024;

    /** After there was none: there may be a little again, and gone at once. */
    private static final int MORE_BYTES = 512 * 1024;

    private static final byte[] NOTHING = {};

    /** A field, so that the compiler does not leave out what nobody uses. */
    private byte[] held = NOTHING;

    private boolean starved;

    /**
     * Takes some, and gives it up.
     *
     * @throws OutOfMemoryError if there is none
     */
    void tryOut() {
        int bytes = starved ? MORE_BYTES : USUAL_BYTES;
        starved = true;
        held = new byte[bytes];
        starved = held.length == 0;
        held = NOTHING;
    }
}
