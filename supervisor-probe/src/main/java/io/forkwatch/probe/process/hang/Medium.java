package io.forkwatch.probe.process.hang;

import java.util.Locale;

/** What a descriptor leads to. */
public enum Medium {
    /** A pipe without a name. */
    PIPE,
    /** A FIFO: a pipe with a name. */
    FIFO,
    /** A socket of this machine, AF_UNIX. */
    UNIX_SOCKET,
    /** A socket of the network. */
    NETWORK_SOCKET,
    /** A socket of which no more is known. */
    SOCKET,
    /** A terminal. */
    TERMINAL,
    /** A file, a directory or a device. */
    FILE,
    /** Nobody knows. */
    UNKNOWN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The label, for example {@code unix_socket}. */
    public String label() {
        return label;
    }
}
