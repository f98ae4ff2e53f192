package io.forkwatch.probe.intercept;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Interceptions of no JVM at all, for tests of what is made of them. */
public final class Interceptions {
    private Interceptions() {}

    /** All edits wait for their classes. */
    public static Interception waiting() {
        return withFault(new AtomicReference<>());
    }

    /** A hook fails whenever {@code lastFault} is set. */
    public static Interception withFault(AtomicReference<Throwable> lastFault) {
        return of(edits(EnumSet.allOf(Edit.class), lastFault), lastFault);
    }

    /** In this JVM {@code ProcessHandleImpl} is not as expected. */
    public static Interception withoutKills() {
        AtomicReference<Throwable> lastFault = new AtomicReference<>();
        HostEdits edits = edits(Set.of(Edit.KILL), lastFault);
        edits.transform(null, Edit.KILL.owner, null, null, Classes.EMPTY);
        return of(edits, lastFault);
    }

    /** Of a JVM, with all edits, that is not installed yet. */
    static Interception in(StubInstrumentation jvm) {
        return Interception.of(jvm.instrumentation(), true, true);
    }

    static Interception of(HostEdits edits, AtomicReference<Throwable> lastFault) {
        return new Interception(new StubInstrumentation().instrumentation(), edits, lastFault);
    }

    /** Edits of a JVM in which the bridge is there. */
    static HostEdits edits(Set<Edit> wanted, AtomicReference<Throwable> lastFault) {
        HostEdits edits = new HostEdits(new StubInstrumentation().instrumentation(), wanted, lastFault);
        edits.enableEdits();
        return edits;
    }
}
