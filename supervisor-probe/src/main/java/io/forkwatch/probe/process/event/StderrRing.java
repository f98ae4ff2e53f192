package io.forkwatch.probe.process.event;

/**
 * The last bytes that the supervisor read of a child's stderr, kept while the child lives. Written on the supervisor's
 * own threads as it reads, and by the JDK's reaper, which reads what is left when the child ends. Safe for any thread.
 */
public interface StderrRing {
    /** True once nothing can come any more: its end was read, it was closed, or it does not come to the supervisor. */
    boolean isComplete();

    /** True if all that the child wrote was read: nobody closed the stream before. */
    default boolean isWhole() {
        return false;
    }

    /**
     * A copy of what is kept. Begins with a whole line: where earlier bytes are lost, so is the rest of their line, which
     * may be the second half of a secret.
     */
    byte[] lastBytes();

    /** The most bytes that are kept. */
    int capacityBytes();
}
