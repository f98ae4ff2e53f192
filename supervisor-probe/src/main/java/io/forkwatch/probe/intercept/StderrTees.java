package io.forkwatch.probe.intercept;

import io.forkwatch.probe.jdk.ModuleAccess;
import io.forkwatch.probe.process.event.StderrRing;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts a tee below the stderr stream of each child, before anybody can read of it and before the JDK's reaper starts.
 * {@code getErrorStream()} stays the object that it is: the JDK casts it when the child ends.
 */
final class StderrTees {
    /** What {@code initStreams} makes of a pipe; a child whose stderr goes elsewhere has another class there. */
    private static final String PIPE = "java.lang.ProcessImpl$ProcessPipeInputStream";

    private final int capacity;
    private final VarHandle below;
    private final AtomicReference<Throwable> lastFault;
    /** Joins the ring, given out by edit BIRTH, with its stream, seen by edit STDERR: both are in one method. */
    @SuppressWarnings("ThreadLocalUsage") // There is one instance of this class in a JVM.
    private final ThreadLocal<TailRing> expected = new ThreadLocal<>();

    private StderrTees(int capacity, VarHandle below, AtomicReference<Throwable> lastFault) {
        this.capacity = capacity;
        this.below = below;
        this.lastFault = lastFault;
    }

    /**
     * Opens {@code java.io} of this JVM to this class, for the one field.
     *
     * @param capacity most bytes that are kept of a child
     */
    static StderrTees install(Instrumentation instrumentation, int capacity, AtomicReference<Throwable> lastFault)
            throws ReflectiveOperationException {
        ModuleAccess.open(instrumentation, FilterInputStream.class);
        VarHandle below = MethodHandles.privateLookupIn(FilterInputStream.class, MethodHandles.lookup())
                .findVarHandle(FilterInputStream.class, "in", InputStream.class);
        return new StderrTees(capacity, below, lastFault);
    }

    /** The ring of the child that this thread is about to start. */
    StderrRing expect() {
        TailRing ring = new TailRing(capacity);
        expected.set(ring);
        return ring;
    }

    /** Its streams are there. */
    void attach(InputStream stderr) {
        TailRing ring = expected.get();
        expected.remove();
        if (ring != null && stderr.getClass().getName().equals(PIPE)) {
            InputStream pipe = (InputStream) below.getVolatile((FilterInputStream) stderr);
            below.setVolatile((FilterInputStream) stderr, (InputStream) new StderrTee(pipe, ring, lastFault));
            ring.attached();
        }
    }
}
