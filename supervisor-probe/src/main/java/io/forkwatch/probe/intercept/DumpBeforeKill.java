package io.forkwatch.probe.intercept;

/** Whether the threads of a JVM are written down before it is ended. */
public enum DumpBeforeKill {
    /** No. */
    OFF,
    /** As far as there is time: nobody waits for it. */
    TRUE,
    /** Who ends it at once waits for it. */
    WAIT
}
