package io.forkwatch.probe.process.hang;

import java.util.Locale;

/** What holds a process up, at the end of its chain. A closed list: the label is a label value of the metrics. */
public enum BlockedOn {
    /** It writes to a pipe, a socket or a terminal that is full, and nobody reads. */
    OUTPUT,
    /** It waits for input on its stdin, which its supervisor holds open while it waits for it. */
    STDIN,
    /** It reads from a pipe to which nobody but itself can write, or opens a FIFO that nobody opens at the other end. */
    PIPE,
    /** It waits for a child of its own, of which no more can be seen. */
    CHILD,
    /** Somebody else holds the lock of a file. */
    FILE_LOCK,
    /** A signal or a tracer has stopped it. */
    STOPPED,
    /** Its cgroup is frozen. */
    FROZEN,
    /** A disk, or a file system that does not answer. */
    DISK,
    /** A lock inside itself. */
    LOCK,
    /** Its peer in the network. */
    NETWORK;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The label value, for example {@code file_lock}. */
    public String label() {
        return label;
    }
}
