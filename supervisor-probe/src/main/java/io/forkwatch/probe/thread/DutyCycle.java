package io.forkwatch.probe.thread;

import io.forkwatch.probe.process.Trouble;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A daemon thread that takes turns, apart from what a turn is: owns its start, its wake-ups, its end, and the third of
 * the three walls. What the turns need is built on the thread itself, at the first wake-up or after a patience: a JVM
 * that ends before, without a child, has paid for neither.
 */
public final class DutyCycle {
    /** After a turn that failed, in place of the time that turn would have named. */
    private static final long AFTER_FAULT_NANOS = 1_000_000_000;

    private final Thread thread;
    private final Callable<LongSupplier> setUp;
    private final String name;
    private final Trouble trouble;
    private final long patienceNanos;
    private final long gatherNanos;
    private volatile boolean woken;
    private volatile boolean stopping;

    /**
     * A loop that has not been started.
     *
     * @param patienceNanos how long it waits for a first wake-up before it is set up all the same
     * @param gatherNanos how long after a wake-up the next turn waits for more of them; 0 = not
     * @param setUp builds the turn, on the new thread; a turn returns the nanoseconds until the next one is due
     */
    public DutyCycle(String name, long patienceNanos, long gatherNanos, Callable<LongSupplier> setUp, Trouble trouble) {
        this.name = name;
        this.patienceNanos = patienceNanos;
        this.gatherNanos = gatherNanos;
        this.setUp = setUp;
        this.trouble = trouble;
        this.thread = new Thread(null, new Body(), "forkwatch-" + name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    public void start() {
        thread.start();
    }

    /** Makes the next turn due now. Safe on any thread, never blocks. */
    public void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    /** Takes a last turn and ends, without any turn if it was never woken; waits no longer than {@code millis}. */
    public void stop(long millis) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(millis);
    }

    private final class Body implements Runnable {
        @Override
        public void run() {
            try {
                awaitFirstWake();
                if (woken || !stopping) {
                    takeTurns(setUp.call());
                }
            } catch (Throwable fault) {
                trouble.report(name, fault);
            }
        }

        private void awaitFirstWake() {
            long until = System.nanoTime() + patienceNanos;
            for (long left = patienceNanos; left > 0 && !woken && !stopping; left = until - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }

        private void takeTurns(LongSupplier turn) {
            boolean last = false;
            while (!last) {
                last = stopping;
                woken = false;
                rest(takeTurn(turn));
            }
        }

        // The permit alone will not do: any lock that a turn waits for, as in class loading, may take it.
        private void rest(long nanos) {
            if (!woken && !stopping) {
                LockSupport.parkNanos(this, nanos);
            }
            if (woken) {
                gather();
            }
        }

        private void gather() {
            long until = System.nanoTime() + gatherNanos;
            for (long left = gatherNanos; left > 0 && !stopping; left = until - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }

        private long takeTurn(LongSupplier turn) {
            try {
                return turn.getAsLong();
            } catch (Throwable fault) {
                trouble.report(name, fault);
                return AFTER_FAULT_NANOS;
            }
        }
    }
}
