package io.forkwatch.probe.process;

/** The one sink for faults of Forkwatch itself that are caught at a wall. Never throws. */
@FunctionalInterface
public interface Trouble {
    /**
     * Reports a fault.
     *
     * @param what where, one or two words of a closed set, for example {@code tick}; a label value
     * @param fault what was caught
     */
    void report(String what, Throwable fault);
}
