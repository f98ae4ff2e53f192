package io.forkwatch.probe.intercept;

/** What a hook does wrong on purpose: {@code test.fault}, for tests that prove that the host does not notice. */
public enum InjectedFault {
    /** Nothing. */
    NONE,
    /** Every hook throws. */
    THROW,
    /** Every hook overflows its stack. */
    OVERFLOW,
    /** Every hook runs out of memory. */
    MEMORY
}
