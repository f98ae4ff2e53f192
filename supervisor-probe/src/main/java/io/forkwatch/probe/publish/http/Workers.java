package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.process.Trouble;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that answer requests: two, and one that ends exchanges which take too long, because the JDK's server has
 * no time limit of its own without a system property. All are daemons without the host's class loader.
 */
final class Workers implements Executor, Closeable {
    private static final int THREADS = 2;
    private static final int QUEUE = 16;

    private final AtomicInteger names = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), this::newThread);
    private final ScheduledThreadPoolExecutor guard = new ScheduledThreadPoolExecutor(1, this::newThread);
    private final Duration limit;
    private final Trouble trouble;

    /**
     * Threads are started when they are needed.
     *
     * @param limit how long one exchange may take, the reading of the request included
     * @param trouble for what escapes an exchange
     */
    Workers(Duration limit, Trouble trouble) {
        this.limit = limit;
        this.trouble = trouble;
        guard.setRemoveOnCancelPolicy(true);
    }

    private Thread newThread(Runnable task) {
        String name = "forkwatch-http-" + names.incrementAndGet();
        // No inherited thread locals: they are the host's.
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Runs a task of our own, so that threads which it starts are daemons as well. */
    <T> Future<T> submit(Callable<T> task) {
        return pool.submit(task);
    }

    /**
     * Runs one exchange.
     *
     * @throws java.util.concurrent.RejectedExecutionException if too many wait; the JDK's server then closes the
     *     connection
     */
    @Override
    public void execute(Runnable exchange) {
        pool.execute(() -> runWithin(limit, exchange));
    }

    private void runWithin(Duration time, Runnable exchange) {
        Deadline deadline = new Deadline(Thread.currentThread());
        try {
            ScheduledFuture<?> end = guard.schedule(deadline, time.toNanos(), TimeUnit.NANOSECONDS);
            exchange.run();
            end.cancel(false);
        } catch (Throwable fault) {
            // The wall of these threads: past it, the JVM would print to the host's stderr.
            trouble.report("http", fault);
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
