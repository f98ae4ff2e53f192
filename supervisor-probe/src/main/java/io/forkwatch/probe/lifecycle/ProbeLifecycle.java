package io.forkwatch.probe.lifecycle;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.intercept.HookOptions;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.report.LogOptions;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.thread.OwnThreads;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Forkwatch in this JVM, from its start to its end:
 *
 * <pre>
 *   LATENT --first child, or a second--> STARTING --> STARTED --end of the JVM--> STOPPING --> STOPPED
 *     |                                     |            |
 *     +--end of the JVM--> STOPPED          +--failed----+--failed--> STOPPING --> STOPPED
 * </pre>
 *
 * A JVM that ends before it started a child, and most that start none do, has paid for nothing but the options. Named
 * classes and no lambdas up to the first child: the first lambda of a JVM costs its main thread milliseconds.
 */
public final class ProbeLifecycle implements Runnable {
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private static final long GRACE_STEP_MILLIS = 10;

    private static final int MOST_CAUSES = 8;

    // Said where there may be no memory to make a line.
    private static final String OFF = "[forkwatch] is off, it could not start; the application goes on without it";
    private static final String WAITS =
            "[forkwatch] no thread can be started for it; it waits for the first child, and the application goes on";
    private static final String ENDED_EARLY =
            "[forkwatch] could not end as it should, perhaps for want of memory; the application is not affected";

    /** Where it stands. */
    enum State {
        /** It waits for the first child. */
        LATENT,
        /** It is being turned on, on the thread that is about to start the first child, or on its own. */
        STARTING,
        /** It is on. */
        STARTED,
        /** It is being turned off. */
        STOPPING,
        /** It is off, for good. */
        STOPPED
    }

    private final ProbeOptions options;
    private final Instrumentation instrumentation;
    private final String version;
    private final boolean late;
    private final Interception interception;
    private final Optional<Machine> machine;
    private final Thread shutdownHook = OwnThreads.shutdownHook("shutdown", new Closing());
    private volatile State state = State.LATENT;
    private volatile Optional<Composition> composed = Optional.empty();
    private volatile Optional<Parts> parts = Optional.empty();

    /**
     * Forkwatch, latent.
     *
     * @param version of Forkwatch
     * @param late true if this JVM runs already, and may have children
     */
    public ProbeLifecycle(ProbeOptions options, Instrumentation instrumentation, String version, boolean late) {
        this(options, instrumentation, version, late, interceptionOf(options, instrumentation), Optional.empty());
    }

    private static Interception interceptionOf(ProbeOptions options, Instrumentation instrumentation) {
        HookOptions hooks = options.hooks();
        return Interception.of(instrumentation, hooks.reaper(), hooks.stderrTailBytes() > 0);
    }

    ProbeLifecycle(
            ProbeOptions options,
            Instrumentation instrumentation,
            String version,
            boolean late,
            Interception interception,
            Optional<Machine> machine) {
        this.options = options;
        this.instrumentation = instrumentation;
        this.version = version;
        this.late = late;
        this.interception = interception;
        this.machine = machine;
    }

    /**
     * Waits for the first child from now on; where this JVM runs already, starts at once.
     *
     * @return false if it is off, because something failed; a line has said what
     */
    public boolean start() {
        try {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
            interception.install(this);
            if (late) {
                run();
            } else {
                startPatience();
            }
        } catch (Throwable fault) {
            fail(fault);
        }
        return state != State.STOPPED;
    }

    // Without that thread the first child still turns it on.
    private void startPatience() {
        try {
            OwnThreads.uninterruptible("start", new Patience()).start();
        } catch (OutOfMemoryError noThread) {
            OwnThreads.say(WAITS);
        }
    }

    /** Turns it on. Whoever comes while it is being turned on waits until it is, a few milliseconds. */
    @Override
    public synchronized void run() {
        if (state != State.LATENT) {
            return;
        }
        state = State.STARTING;
        try {
            if (Suitability.isManaged()) {
                throw new IllegalStateException(Suitability.MANAGED);
            }
            Machine here = machine.isPresent() ? machine.get() : Machine.system();
            Composition composition = new Composition(options, instrumentation, version, late, interception, here);
            composed = Optional.of(composition);
            Parts all = composition.parts(new Failed());
            parts = Optional.of(all);
            all.start();
            state = State.STARTED;
        } catch (Throwable fault) {
            fail(fault);
        }
    }

    // A wall, on threads of the host and of our own: off is better than half on.
    private void fail(Throwable fault) {
        if (!stopping()) {
            return;
        }
        try {
            if (parts.isPresent()) {
                parts.get().stop(true);
            } else {
                interception.close();
            }
            sayOff(fault);
        } catch (Throwable nothingLeft) {
            OwnThreads.say(OFF); // Out of memory or stack: the host goes on.
        } finally {
            state = State.STOPPED;
        }
    }

    private void sayOff(Throwable fault) {
        if (Suitability.isManaged()) {
            stderr().say(Suitability.MANAGED); // The hook stays: to take it away is the manager's affair, too.
        } else {
            forgetHook();
            stderr().say("is off, it could not start: " + rootOf(fault) + "; the application goes on without it");
        }
    }

    // A class that cannot be loaded says why in its cause: that the jar has changed, for example.
    private static Throwable rootOf(Throwable fault) {
        Throwable root = fault;
        for (int i = 0; i < MOST_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException ending) {
            return; // It runs already, and finds nothing to do.
        }
    }

    /** True for the one who may stop it. */
    private synchronized boolean stopping() {
        boolean mine = state != State.STOPPING && state != State.STOPPED;
        state = mine ? State.STOPPING : state;
        return mine;
    }

    /** The end of this JVM. */
    private void close() {
        if (!stopping()) {
            return;
        }
        if (parts.isPresent()) {
            awaitChildren(composed.orElseThrow());
            parts.get().stop(false);
        }
        if (composed.isEmpty() || !composed.get().hasReported()) {
            sayBriefly();
        }
        state = State.STOPPED;
    }

    // What ends from here on ends with this JVM.
    private static void awaitChildren(Composition composition) {
        ReporterQueue reports = composition.reports();
        LastWait wait = composition.lastWait();
        reports.ending(System.nanoTime());
        try {
            while (wait.goesOn(reports.isAlone(), System.nanoTime())) {
                Thread.sleep(GRACE_STEP_MILLIS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    // The start line of a JVM that ended before the reporter had begun: it has no report to say it.
    private void sayBriefly() {
        LogOptions log = options.log();
        if (!log.quiet() && log.file().isEmpty() && log.format() == LogFormat.TEXT) {
            stderr().say(Report.startedBriefly(version, log.locale(), options.touches()));
        }
    }

    // Made when it is needed, which is not before main.
    private Stderr stderr() {
        if (composed.isPresent()) {
            return composed.get().stderr();
        }
        return machine.isPresent() ? machine.get().stderr() : Stderr.ofThisJvm();
    }

    /** Why a child should be recycled, as a text for other class loaders; empty if it need not be, or this is not on. */
    public String advice(long pid) {
        return state == State.STARTED && composed.isPresent() ? composed.get().advice(pid) : "";
    }

    State state() {
        return state;
    }

    /** A thread of ours could not start its duty, or must not go on with it. */
    private final class Failed implements Consumer<Throwable> {
        @Override
        public void accept(Throwable fault) {
            fail(fault);
        }
    }

    /** Turns it on after a while. */
    private final class Patience implements Runnable {
        @Override
        public void run() {
            long until = System.nanoTime() + PATIENCE_NANOS;
            for (long left = PATIENCE_NANOS; left > 0 && state == State.LATENT; left = until - System.nanoTime()) {
                LockSupport.parkNanos(ProbeLifecycle.this, left);
            }
            ProbeLifecycle.this.run();
        }
    }

    /** The hook at the end of the JVM. */
    private final class Closing implements Runnable {
        @Override
        public void run() {
            try {
                close();
            } catch (Throwable fault) {
                state = State.STOPPED;
                OwnThreads.say(ENDED_EARLY);
            }
        }
    }
}
