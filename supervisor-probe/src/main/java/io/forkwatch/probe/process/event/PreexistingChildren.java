package io.forkwatch.probe.process.event;

import java.util.Optional;

/** What the JDK knows of children whose start was not seen: those that are older than Forkwatch in this JVM. */
@FunctionalInterface
public interface PreexistingChildren {
    /** The JDK knows of none. */
    PreexistingChildren NONE = pid -> Optional.empty();

    /**
     * Has the end of a child told to {@link ChildEvents#reaped}, if the JDK waits for that child.
     *
     * @param pid a living process
     * @return its exit value, once the JDK knows it; empty if the JDK did not start that process
     */
    Optional<ExitValue> follow(long pid);
}
