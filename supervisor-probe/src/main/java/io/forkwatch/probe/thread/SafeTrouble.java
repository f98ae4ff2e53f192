package io.forkwatch.probe.thread;

import io.forkwatch.probe.process.Trouble;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The wall behind the walls: to tell a fault needs memory, and perhaps a class, and may be what fails next. What could not
 * be told is counted, without any memory, and told as soon as that works again. Never throws. For any thread.
 */
public final class SafeTrouble implements Trouble {
    private final Trouble trouble;
    private final AtomicLong untold = new AtomicLong();

    private SafeTrouble(Trouble trouble) {
        this.trouble = trouble;
    }

    /** Around one that may throw. */
    public static SafeTrouble around(Trouble trouble) {
        return trouble instanceof SafeTrouble safe ? safe : new SafeTrouble(trouble);
    }

    @Override
    public void report(String what, Throwable fault) {
        try {
            trouble.report(what, fault);
        } catch (Throwable lost) {
            untold.incrementAndGet();
        }
    }

    /** Tells how many could not be told before, if any: allocates nothing if there are none. */
    public void tellUntold() {
        long lost = untold.get();
        if (lost > 0) {
            tell(lost);
        }
    }

    private void tell(long lost) {
        try {
            trouble.report(
                    "untold",
                    new IllegalStateException(
                            lost + " faults could not be told when they came, perhaps for want of memory"));
            untold.addAndGet(-lost);
        } catch (Throwable still) {
            return; // Later.
        }
    }
}
