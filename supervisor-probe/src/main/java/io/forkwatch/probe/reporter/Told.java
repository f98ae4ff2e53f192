package io.forkwatch.probe.reporter;

import io.forkwatch.probe.process.death.Death;
import java.util.Optional;

/**
 * Which ends of children have been told, so that at the end of this JVM, where threads of ours may be given up in the
 * middle of one, each is told once. Its lock is held for a few instructions, and asked for by another thread at the end alone.
 */
final class Told {
    /** The sampler may have delivered some of which the exit event still waits. */
    private static final int MOST_DELIVERED = 64;

    private final long[] deliveredPids = new long[MOST_DELIVERED];
    private int delivered;
    private boolean givenUp;
    private volatile Optional<Death> logged = Optional.empty();

    /** The sampler delivers the end of a child; false if it has been given up. */
    synchronized boolean mayTell(long pid) {
        if (!givenUp) {
            deliveredPids[delivered % MOST_DELIVERED] = pid;
            delivered++;
        }
        return !givenUp;
    }

    /** Gives up the sampler; true if it has not delivered the end of this child. */
    synchronized boolean giveUp(long pid) {
        givenUp = true;
        for (long each : deliveredPids) {
            if (each == pid) {
                return false;
            }
        }
        return true;
    }

    /** A death is in the log. */
    void logged(Death death) {
        logged = Optional.of(death);
    }

    /** True of the death that was logged last. */
    boolean isLogged(Death death) {
        return logged.isPresent()
                && logged.get().child().key().equals(death.child().key());
    }
}
