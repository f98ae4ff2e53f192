package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.thread.SafeTrouble;
import java.util.List;

/** Parts that are turned on one after the other, and off in reverse order. Not thread-safe. */
final class Parts {
    private final List<Part> parts;
    private final Trouble trouble;

    /** A part of Forkwatch that is turned on and off. */
    interface Part {
        /**
         * Turns it on.
         *
         * @throws Exception if that cannot be done: then Forkwatch is off as a whole
         */
        void start() throws Exception;

        /**
         * Turns it off, in bounded time. Harmless where it was never turned on, or only half.
         *
         * @param abandoned true where Forkwatch could not be turned on: then what has not begun does not begin any more
         */
        void stop(boolean abandoned) throws InterruptedException;
    }

    /**
     * Parts that are all off.
     *
     * @param parts in the order in which they are turned on
     * @param trouble for what goes wrong while one is turned off
     */
    Parts(List<Part> parts, Trouble trouble) {
        this.parts = List.copyOf(parts);
        this.trouble = SafeTrouble.around(trouble);
    }

    /**
     * Turns all on, up to the first that fails.
     *
     * @throws Exception what that one threw; then {@code stop(true)} undoes it, and all before it
     */
    void start() throws Exception {
        for (Part part : parts) {
            part.start();
        }
    }

    /** Turns all off, each behind a wall of its own. An interrupt of this thread makes it no less thorough, and stays. */
    void stop(boolean abandoned) {
        boolean interrupted = Thread.interrupted();
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).stop(abandoned);
            } catch (InterruptedException hurried) {
                interrupted = true;
            } catch (Throwable fault) {
                trouble.report("close", fault);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
