package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.process.Trouble;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that answer requests: two, and one that ends exchanges which take too long, because the JDK's server has
 * no time limit of its own without a system property. All are daemons without the host's class loader.
 */
final class Workers implements Executor, Closeable {
    private static final int THREADS = 2;

    /** Some hundred scrapers may come at once: whoever has asked gets an answer. */
    private static final int QUEUE = 512;

    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor guard;
    private final Duration limit;
    private final Trouble trouble;

    /**
     * Threads are started when they are needed.
     *
     * @param limit how long one exchange may take, the reading of the request included
     * @param threads makes them, interruptible ones
     * @param trouble for what escapes an exchange
     */
    Workers(Duration limit, ThreadFactory threads, Trouble trouble) {
        this(limit, threads, trouble, THREADS, QUEUE);
    }

    /**
     * The same with other bounds.
     *
     * @param workers that answer, 1 and up
     * @param queue how many exchanges may wait for them, 1 and up
     */
    Workers(Duration limit, ThreadFactory threads, Trouble trouble, int workers, int queue) {
        this.pool =
                new ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), threads);
        this.guard = new ScheduledThreadPoolExecutor(1, threads);
        this.limit = limit;
        this.trouble = trouble;
        guard.setRemoveOnCancelPolicy(true);
    }

    /**
     * Starts the thread that ends exchanges: one that began without it would never be ended.
     *
     * @throws OutOfMemoryError if no thread can be made
     */
    void prepare() {
        guard.prestartCoreThread();
    }

    /** Runs a task of our own, so that threads which it starts are daemons as well. */
    <T> Future<T> submit(Callable<T> task) {
        return pool.submit(task);
    }

    /** Runs something short that waits for nothing, later; what comes back calls that off. */
    Runnable later(Runnable task, long nanos) {
        Future<?> planned = guard.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    /**
     * Runs one exchange. Called on the server's own thread, whose interrupts mean nobody: see {@link Dispatcher}.
     *
     * @throws RejectedExecutionException if too many wait, or no thread can be made; the JDK's server then closes the
     *     connection
     */
    @Override
    public void execute(Runnable exchange) {
        execute(exchange, () -> {});
    }

    /**
     * The same.
     *
     * @param abandoned run where the exchange has thrown something, or could not be run at all, but not where it is rejected
     */
    void execute(Runnable exchange, Runnable abandoned) {
        Thread.interrupted();
        try {
            pool.execute(() -> runWithin(limit, exchange, abandoned));
        } catch (OutOfMemoryError noThread) {
            throw new RejectedExecutionException(noThread);
        }
    }

    private void runWithin(Duration time, Runnable exchange, Runnable abandoned) {
        boolean done = false;
        try {
            run(time, exchange);
            done = true;
        } catch (Throwable fault) {
            // The wall of these threads: past it, the JVM would print to the host's stderr.
            trouble.report("http", fault);
        } finally {
            if (!done) {
                abandoned.run();
            }
        }
    }

    private void run(Duration time, Runnable exchange) {
        Deadline deadline = new Deadline(Thread.currentThread());
        try {
            ScheduledFuture<?> end = guard.schedule(deadline, time.toNanos(), TimeUnit.NANOSECONDS);
            exchange.run();
            end.cancel(false);
        } finally {
            deadline.over();
        }
    }

    /** Ends all threads. Waits for them a second at most. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guard.shutdownNow();
    }

    /** Interrupts a thread, which closes the channel it is blocked in, unless its exchange is over. */
    private static final class Deadline implements Runnable {
        private final Thread thread;
        private boolean over;

        Deadline(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!over) {
                thread.interrupt();
            }
        }

        /** Called by the thread itself: from here on it is safe, and a late interrupt is forgotten. */
        synchronized void over() {
            over = true;
            Thread.interrupted();
        }
    }
}
