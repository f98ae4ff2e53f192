package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.intercept.HookOptions;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Tally;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Forkwatch in this JVM. It sleeps until the first child is about to start, or for a second: a JVM that ends before, and
 * most that start no child do, has paid for nothing but the options. Named classes and no lambdas up to then: the first
 * lambda of a JVM costs its main thread milliseconds.
 */
public final class ProbeLifecycle implements Runnable {
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final ProbeOptions options;
    private final Instrumentation instrumentation;
    private final String version;
    private final boolean late;
    private final Interception interception;
    private boolean asleep = true;
    private Optional<Shutdown> shutdown = Optional.empty();

    /**
     * A supervisor that is not started.
     *
     * @param version of Forkwatch
     * @param late true if this JVM runs already, and may have children
     */
    public ProbeLifecycle(ProbeOptions options, Instrumentation instrumentation, String version, boolean late) {
        this.options = options;
        this.instrumentation = instrumentation;
        this.version = version;
        this.late = late;
        HookOptions hooks = options.hooks();
        this.interception = Interception.of(instrumentation, hooks.reaper(), hooks.stderrTailBytes() > 0);
    }

    public void start() {
        interception.install(this);
        Runtime.getRuntime().addShutdownHook(thread("shutdown", new Closing()));
        if (late) {
            run();
        } else {
            Thread patience = thread("start", new Patience());
            patience.setDaemon(true);
            patience.start();
        }
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(null, task, "forkwatch-".concat(name), 0, false);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Wakes it. Whoever comes while it is waking waits until it has, a few milliseconds. */
    @Override
    public synchronized void run() {
        if (!asleep) {
            return;
        }
        asleep = false;
        try {
            shutdown = Optional.of(Startup.of(options, instrumentation, version, late, interception));
        } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError fault) {
            System.err.println(
                    "[forkwatch] is off, it could not start: " + fault + "; the application goes on without it");
        }
    }

    private synchronized boolean isAsleep() {
        return asleep;
    }

    /** What is to be done at the end; from now on nothing wakes it. */
    private synchronized Optional<Shutdown> end() {
        if (asleep) {
            asleep = false;
            BriefStart.say(options, version, new Tally());
        }
        return shutdown;
    }

    /** Wakes it after a while. */
    private final class Patience implements Runnable {
        @Override
        public void run() {
            long until = System.nanoTime() + PATIENCE_NANOS;
            for (long left = PATIENCE_NANOS; left > 0 && isAsleep(); left = until - System.nanoTime()) {
                LockSupport.parkNanos(ProbeLifecycle.this, left);
            }
            ProbeLifecycle.this.run();
        }
    }

    /** The hook at the end of the JVM. */
    private final class Closing implements Runnable {
        @Override
        public void run() {
            Optional<Shutdown> awake = end();
            if (awake.isPresent()) {
                awake.get().run();
            }
        }
    }
}
