package io.forkwatch.probe.thread;

import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.process.Trouble;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A thread that works off one {@link Duty} in iterations, apart from what that is: owns its start, its wake-ups, its end,
 * and the third of the three walls. What the duty needs is built on the thread itself, at the first wake-up or after a
 * patience: a JVM that ends before, without a child, has paid for neither.
 */
public final class DutyCycle {
    /** How often it is looked whether a full heap has room again. */
    private static final long ROOM_STEP_NANOS = 200_000_000;

    /** After an iteration that failed, in place of the time that it would have named. */
    private static final long AFTER_FAULT_NANOS = 1_000_000_000;

    /** Between two attempts at what lacks memory, at the most. */
    private static final long LONGEST_NANOS = 300_000_000_000L;

    /** After the first attempt to start the thread; then twice as long each time. The JVM prints a line at each. */
    private static final long NO_THREAD_NANOS = 10_000_000_000L;

    private final OwnThread thread;
    private final Consumer<Thread> starter;
    private final LongSupplier nanos;
    private final String name;
    private final Waker waker = new Waker();
    private final WakeLag lag;
    private final long patienceNanos;
    private final long gatherNanos;
    private volatile Optional<Work> work = Optional.empty();
    private volatile boolean woken;
    private volatile boolean stopping;
    private volatile boolean begun;
    private final AtomicBoolean starting = new AtomicBoolean();
    private volatile boolean missing;
    private volatile long startAgainNanos;
    private long startWaitNanos = NO_THREAD_NANOS;

    /**
     * A cycle that has not been started. It may be woken already.
     *
     * @param name of the thread, behind {@code forkwatch-}, and of its faults
     * @param patienceNanos how long it waits for a first wake-up before its duty is started all the same, 0 and up
     * @param gatherNanos how long after a wake-up the next iteration waits for more of them; 0 = not
     */
    public DutyCycle(String name, long patienceNanos, long gatherNanos) {
        this(name, patienceNanos, gatherNanos, new Starter(), new Nanos());
    }

    DutyCycle(String name, long patienceNanos, long gatherNanos, Consumer<Thread> starter, LongSupplier nanos) {
        this.name = name;
        this.patienceNanos = patienceNanos;
        this.gatherNanos = gatherNanos;
        this.starter = starter;
        this.nanos = nanos;
        this.lag = new WakeLag(nanos.getAsLong());
        this.thread = OwnThreads.uninterruptible(name, new Body());
    }

    /** Classes and no lambdas, as {@link Waker}. */
    private static final class Starter implements Consumer<Thread> {
        @Override
        public void accept(Thread thread) {
            thread.start();
        }
    }

    private static final class Nanos implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    /**
     * Starts the thread. Where the system gives none, a wake-up tries again, 10 s later and then at ever longer intervals.
     *
     * @param trouble for what an iteration throws, and for interrupts, which are refused
     * @param failed gets what the start of the duty threw, or why it must not go on; the thread then ends
     */
    public void start(Duty duty, Trouble trouble, Consumer<Throwable> failed) {
        work = Optional.of(new Work(duty, SafeTrouble.around(trouble), failed));
        HeapRoom.prepare();
        startThread();
    }

    private record Work(Duty duty, SafeTrouble trouble, Consumer<Throwable> failed) {}

    private void startThread() {
        try {
            starter.accept(thread);
            missing = false;
        } catch (OutOfMemoryError noThread) {
            if (!missing) {
                OwnThreads.say(OwnThreads.NO_THREAD);
            }
            startAgainNanos = nanos.getAsLong() + startWaitNanos;
            startWaitNanos = Math.min(2 * startWaitNanos, LONGEST_NANOS);
            missing = true;
        }
    }

    // On whatever thread wakes it: one tries, the others do not wait for it.
    private void startAgain() {
        if (!stopping && nanos.getAsLong() - startAgainNanos >= 0 && starting.compareAndSet(false, true)) {
            try {
                if (missing) {
                    startThread();
                }
            } finally {
                starting.set(false);
            }
        }
    }

    /** Makes the next iteration due now. Safe on any thread, never blocks. */
    public void wake() {
        if (missing) {
            startAgain();
        }
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    /** {@link #wake} as a task. A class and no lambda: the first one of a JVM costs premain 10 ms. */
    public Runnable waker() {
        return waker;
    }

    private final class Waker implements Runnable {
        @Override
        public void run() {
            wake();
        }
    }

    /** The longest by which it woke later than it was to in the last 10 to 20 s, nanoseconds, 0 and up. Safe on any thread. */
    public long lagNanos() {
        return lag.longestNanos(nanos.getAsLong());
    }

    /** True once its duty has begun to start, so that it will be closed, too. */
    public boolean hasBegun() {
        return begun;
    }

    /** The name of its thread. */
    @Override
    public String toString() {
        return thread.getName();
    }

    /** Ends it without a duty, if that has not begun; what has begun is closed by {@link #stop} as ever. */
    public void abandon() {
        work = Optional.empty();
    }

    /**
     * Lets its duty close, and ends; without any duty if it was never woken. Waits no longer than {@code millis}, 1 and
     * up; on its own thread not at all.
     *
     * @return false if it still runs, but for its own thread
     */
    public boolean stop(long millis) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return true;
        }
        thread.join(millis);
        return !thread.isAlive();
    }

    private final class Body implements Runnable {
        @Override
        public void run() {
            awaitFirstWake();
            Optional<Work> given = work;
            if (given.isPresent() && (woken || !stopping)) {
                run(given.get());
            }
        }

        private void awaitFirstWake() {
            long until = System.nanoTime() + patienceNanos;
            for (long left = patienceNanos; left > 0 && !woken && !stopping; left = until - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }

        private void run(Work given) {
            begun = true;
            if (!isStarted(given)) {
                return;
            }
            iterate(given);
            try {
                end(given);
            } catch (Throwable fault) {
                given.trouble().report(name, fault);
            }
        }

        private void end(Work given) {
            if (Suitability.isManaged()) {
                given.duty().onLeave();
                given.failed().accept(new IllegalStateException(Suitability.MANAGED));
            } else {
                given.duty().onClose();
            }
        }

        // Memory that is full now may be free later: only another fault is for good.
        private boolean isStarted(Work given) {
            if (Suitability.isManaged()) {
                given.failed().accept(new IllegalStateException(Suitability.MANAGED));
                return false;
            }
            for (long wait = AFTER_FAULT_NANOS; ; wait = Math.min(2 * wait, LONGEST_NANOS)) {
                try {
                    given.duty().onStart();
                    return true;
                } catch (OutOfMemoryError full) {
                    given.trouble().report(name, full);
                } catch (Throwable fault) {
                    given.failed().accept(fault);
                    return false;
                }
                awaitRoom(wait);
                if (stopping) {
                    return false;
                }
            }
        }

        // In a heap that is still full the next attempt would fail as well, and perhaps leave a class that is broken
        // for good.
        private void awaitRoom(long longestNanos) {
            pause(AFTER_FAULT_NANOS);
            long until = System.nanoTime() + longestNanos - AFTER_FAULT_NANOS;
            while (!stopping && until - System.nanoTime() > 0 && HeapRoom.bytes() < HeapRoom.ENOUGH_BYTES) {
                pause(ROOM_STEP_NANOS);
            }
        }

        private void pause(long nanos) {
            long until = System.nanoTime() + nanos;
            for (long left = nanos; left > 0 && !stopping; left = until - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }

        private void iterate(Work given) {
            while (!stopping && !Suitability.isManaged()) {
                woken = false;
                rest(doWork(given), gather(given));
            }
        }

        private long doWork(Work given) {
            try {
                given.trouble().tellUntold();
                tellInterrupts(given.trouble());
                return given.duty().doWork();
            } catch (Throwable fault) {
                given.trouble().report(name, fault);
                return AFTER_FAULT_NANOS;
            }
        }

        private long gather(Work given) {
            try {
                return given.duty().gatherNanos(gatherNanos);
            } catch (Throwable fault) {
                given.trouble().report(name, fault);
                return gatherNanos;
            }
        }

        private void tellInterrupts(Trouble trouble) {
            long refused = thread.takeRefusedInterrupts();
            if (refused > 0) {
                trouble.report(
                        "interrupt",
                        new InterruptedException(
                                thread.getName() + " was interrupted by the application, which changes nothing"));
            }
        }

        private void sleep(long forNanos) {
            long due = nanos.getAsLong() + forNanos;
            LockSupport.parkNanos(this, forNanos);
            long now = nanos.getAsLong();
            if (now - due >= 0) {
                lag.woke(due, now);
            }
        }

        // The permit alone will not do: any lock that an iteration waits for, as in class loading, may take it.
        private void rest(long nanos, long gatherNanos) {
            if (!woken && !stopping) {
                sleep(nanos);
            }
            if (woken) {
                pause(gatherNanos);
            }
        }
    }
}
