package io.forkwatch.probe.reporter;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which ends of children have been told, so that at the end of this JVM, where threads of ours may be given up in the
 * middle of one, each is told once. Its lock is held for a few instructions, and asked for by another thread at the end alone.
 */
final class Told {
    /** The sampler may have delivered some of which the exit event still waits. */
    private static final int MOST_DELIVERED = 64;

    private final long[] deliveredPids = new long[MOST_DELIVERED];
    private final long[] deliveredStarttimes = new long[MOST_DELIVERED];
    private int delivered;
    private boolean givenUp;
    private volatile Optional<Death> logged = Optional.empty();

    /** The sampler delivers the end of a child; false if it has been given up. */
    synchronized boolean mayTell(ProcessKey key) {
        if (!givenUp) {
            deliveredPids[delivered % MOST_DELIVERED] = key.pid();
            deliveredStarttimes[delivered % MOST_DELIVERED] = key.starttimeTicks();
            delivered++;
        }
        return !givenUp;
    }

    /**
     * Gives up the sampler; true if it has not delivered the end of this child. A pid is given away again, so one of the same
     * pid and another start is another child; 0 stands for a start that is not known.
     *
     * @param starttimeTicks asked only where the pid is among those that were delivered
     */
    synchronized boolean giveUp(long pid, LongSupplier starttimeTicks) {
        givenUp = true;
        for (int i = 0; i < MOST_DELIVERED; i++) {
            if (deliveredPids[i] == pid && isSame(deliveredStarttimes[i], starttimeTicks.getAsLong())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(long oneStart, long otherStart) {
        return oneStart == otherStart || oneStart == 0 || otherStart == 0;
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
