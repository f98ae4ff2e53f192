package io.forkwatch.probe.thread;

/** Something that a thread of ours does now and then, beside its tasks. */
public interface PeriodicDuty {
    /** A label for what goes wrong here, for example {@code port}. */
    String what();

    /**
     * Does what is due.
     *
     * @param nanos monotonic time now
     * @return nanoseconds until something is due again, 1 and up
     */
    long doWork(long nanos);

    /** What is left to be done at the end. */
    default void close() {}
}
