package io.forkwatch.probe.procfs.pid;

import java.io.IOException;

/**
 * The process is gone: ended and waited for, or its pid now names another one. An everyday event, not a fault.
 *
 * <p>A zombie is not gone. With {@code hidepid=2} a hidden process of another user looks the same as one that is gone.
 */
public final class NoSuchProcessException extends IOException {
    private static final long serialVersionUID = 1;

    /** For that pid. */
    public NoSuchProcessException(long pid) {
        // Thrown on reaper threads as well: no invokedynamic.
        super("no process ".concat(Long.toString(pid)));
    }
}
