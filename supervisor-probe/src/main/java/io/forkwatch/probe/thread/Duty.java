package io.forkwatch.probe.thread;

/** What a {@link DutyCycle} does, all of it on the thread of the cycle. */
public interface Duty {
    /**
     * Builds what the work needs.
     *
     * @throws Exception if that cannot be had: then there is no work, and no close
     */
    void onStart() throws Exception;

    /**
     * One iteration.
     *
     * @return nanoseconds until the next one is due, 1 and up; a wake-up makes it due earlier
     */
    long doWork();

    /**
     * How long after a wake-up the next iteration waits for more of them, in nanoseconds; 0 = not. Asked after each iteration.
     *
     * @param usual what the cycle was made with
     */
    default long gatherNanos(long usual) {
        return usual;
    }

    /** After the last iteration. Nothing comes after it. */
    void onClose();

    /**
     * In place of {@link #onClose} where the host has a security manager of its own by now: what is
     * held is given back, and nothing is opened, read or written.
     */
    default void onLeave() {}
}
