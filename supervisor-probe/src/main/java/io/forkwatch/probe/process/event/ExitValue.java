package io.forkwatch.probe.process.event;

import java.util.OptionalInt;

/** What the JDK knows of a child's end: {@link Process#exitValue()}, in which a signal n is 128 + n. */
@FunctionalInterface
public interface ExitValue {
    /** Never known: for children that were not started through {@link ProcessBuilder}. */
    ExitValue UNKNOWN = OptionalInt::empty;

    /** The exit value; empty while the JDK has not reaped the child. */
    OptionalInt read();
}
