package io.forkwatch.probe.publish.web;

import java.time.Duration;

/** What is to be done for a request that may take long. */
public sealed interface LongPlan {
    /**
     * Nothing.
     *
     * @param answer why
     */
    record Refused(WebAnswer answer) implements LongPlan {}

    /**
     * Work, on a thread of its own.
     *
     * @param usual how long it takes where all is well
     * @param patience how long it is waited for
     * @param task what is done
     */
    record Work(Duration usual, Duration patience, Task task) implements LongPlan {}

    /** What is done. Never broken off: where nobody waits any more, its answer is closed and thrown away. */
    @FunctionalInterface
    interface Task {
        /** Does it; what goes wrong in an expected way is an answer as well. */
        LongAnswer run();
    }
}
