package io.forkwatch.probe.thread;

import io.forkwatch.agent.entry.Stderr;
import java.nio.charset.StandardCharsets;

/**
 * Makes every thread of ours, whatever thread of the host asks for it: in the topmost group, so that a host which ends a
 * group of its own neither ends nor waits for ours; of normal priority; a daemon; without the host's class loader and
 * thread locals; with a last wall, so that nothing reaches the host's handler of uncaught exceptions.
 */
public final class OwnThreads {
    /** Said where the system refuses a thread. */
    static final String NO_THREAD =
            "[forkwatch] no thread can be started for it; it tries again later, and the application goes on without it";

    private static final String ENDED =
            "[forkwatch] a thread of it ended, perhaps for want of memory; the application is not affected";
    private static final String PREFIX = "forkwatch-";

    private OwnThreads() {}

    /**
     * A thread that ends only when its body returns: {@link Thread#interrupt()} is refused and counted, because every file
     * that is read through a channel would be closed by it, and every park would return at once from then on.
     *
     * @param name what follows {@code forkwatch-}
     */
    public static OwnThread uninterruptible(String name, Runnable body) {
        OwnThread thread = new OwnThread(topmostGroup(), body, PREFIX.concat(name));
        adopt(thread).setDaemon(true);
        return thread;
    }

    /** A daemon that may be interrupted, for work whose every blocking step is meant to be ended so. */
    public static Thread interruptible(String name, Runnable body) {
        Thread thread = plain(name, body);
        thread.setDaemon(true);
        return thread;
    }

    /** A thread for {@link Runtime#addShutdownHook}: not a daemon, not started. */
    public static Thread shutdownHook(String name, Runnable body) {
        return plain(name, body);
    }

    private static Thread plain(String name, Runnable body) {
        return adopt(new Thread(topmostGroup(), body, PREFIX.concat(name), 0, false));
    }

    // The priority only undoes what the host's thread would hand down.
    @SuppressWarnings("ThreadPriorityCheck")
    private static Thread adopt(Thread thread) {
        thread.setDaemon(false);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(null);
        thread.setUncaughtExceptionHandler(new LastWall());
        return thread;
    }

    /** Gives a thread that the JDK made for us the last wall of ours: what escapes it is not the host's affair. */
    public static void wallIn(Thread made) {
        made.setUncaughtExceptionHandler(new LastWall());
    }

    /** Says a line that was made beforehand, because memory may be what is missing. Never throws, nor waits for a reader. */
    public static void say(String line) {
        try {
            Stderr.ofThisJvm().write((line + '\n').getBytes(StandardCharsets.UTF_8), 0);
        } catch (Throwable noMemory) {
            return; // Silence is all that is left.
        }
    }

    private static ThreadGroup topmostGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** What no wall below has caught, as memory that ran out while it was reported. */
    private static final class LastWall implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable fault) {
            try {
                Stderr.ofThisJvm().say(thread.getName() + " ended: " + fault + "; the application is not affected");
            } catch (Throwable noMemory) {
                // Whatever were thrown from here, the JVM would print.
                say(ENDED);
            }
        }
    }
}
