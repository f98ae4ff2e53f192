package io.forkwatch.probe.lifecycle;

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
