package io.forkwatch.agent.child;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Writes down each exception that nobody caught, and then does what would have been done without it: hands it to the default
 * handler that was there before, or prints it as {@link ThreadGroup#uncaughtException} does.
 */
final class UncaughtWords implements Thread.UncaughtExceptionHandler {
    private static final int PRINTS_THREAD_DEATH = 20;

    private final BlackBox box;
    private final Optional<Thread.UncaughtExceptionHandler> before;
    private final int feature;

    /**
     * One that is not yet set.
     *
     * @param before the default handler until now
     * @param feature version of Java, 8 and up
     */
    UncaughtWords(BlackBox box, Optional<Thread.UncaughtExceptionHandler> before, int feature) {
        this.box = box;
        this.before = before;
        this.feature = feature;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        boolean silent = feature < PRINTS_THREAD_DEATH && isThreadDeath(thrown);
        if (!silent) {
            note(thread, thrown);
        }
        if (before.isPresent()) {
            before.get().uncaughtException(thread, thrown);
        } else if (!silent && Thread.getDefaultUncaughtExceptionHandler() == this) {
            print(thread, thrown);
        }
    }

    // Whoever has set a handler after ours and calls ours from it would have called none.
    private static void print(Thread thread, Throwable thrown) {
        PrintStream err = System.err;
        err.print("Exception in thread \"" + thread.getName() + "\" ");
        thrown.printStackTrace(err);
    }

    private void note(Thread thread, Throwable thrown) {
        try {
            box.uncaught(thread, thrown, System.nanoTime());
        } catch (Throwable noMemory) {
            return; // What was written by then stands.
        }
    }

    @SuppressWarnings("removal")
    private static boolean isThreadDeath(Throwable thrown) {
        return thrown instanceof ThreadDeath;
    }
}
