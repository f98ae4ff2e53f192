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
        return new Interception(new HostEdits(EnumSet.allOf(Edit.class), lastFault), lastFault);
    }

    /** In this JVM {@code ProcessHandleImpl} is not as expected. */
    public static Interception withoutKills() {
        AtomicReference<Throwable> lastFault = new AtomicReference<>();
        HostEdits edits = new HostEdits(Set.of(Edit.KILL), lastFault);
        edits.transform(null, Edit.KILL.owner, null, null, Classes.EMPTY);
        return new Interception(edits, lastFault);
    }
}
