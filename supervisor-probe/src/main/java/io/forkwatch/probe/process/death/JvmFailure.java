package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.Kind;

/**
 * What a JVM said of its own end on its stderr.
 *
 * @param kind what happened to it
 * @param thread the thread whose exception it was; empty where it was none's
 * @param what the exception with its message, or the JVM's complaint; 1 to 300 characters
 * @param cause the OutOfMemoryError that {@code what} was caused by; empty if there is none, or it is that itself
 * @param last true if nothing came after it: it is then most likely why the JVM ended
 */
public record JvmFailure(Kind kind, String thread, String what, String cause, boolean last) {
    private static final int MOST_CHARACTERS = 300;

    public JvmFailure {
        if (what.isEmpty() || what.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("what has " + what.length() + " characters");
        }
    }

    /** The kinds of ends that a JVM tells. */
    public enum Kind {
        /** An OutOfMemoryError that nobody caught, alone or as the cause of another exception. */
        OUT_OF_MEMORY,
        /** Another exception that nobody caught. */
        UNCAUGHT,
        /** It did not come to run the application. */
        NOT_STARTED,
        /** The system gave it no memory. */
        NO_NATIVE_MEMORY
    }

    /** The exception that ran out of memory, wherever it stands. */
    public String outOfMemory() {
        return cause.isEmpty() ? what : cause;
    }
}
