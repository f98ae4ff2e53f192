package io.forkwatch.bench.rival;

/** A way to look at all of some processes once: at least resident memory and CPU time of each. */
public interface Contender {
    /**
     * Looks at all of them.
     *
     * @return something made of all that was read, so that no reading can be left out
     */
    long tick() throws Exception;
}
