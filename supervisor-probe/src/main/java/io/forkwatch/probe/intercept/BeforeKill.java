package io.forkwatch.probe.intercept;

/** Told of each call of destroy before it goes on. */
@FunctionalInterface
public interface BeforeKill {
    /**
     * A process is about to be asked to end, or to be ended. On the thread that asks, so it must not take long.
     *
     * @param pid of a child of this JVM, or of another process that it has a handle of
     * @param force true where it cannot refuse
     */
    void killing(long pid, boolean force);
}
