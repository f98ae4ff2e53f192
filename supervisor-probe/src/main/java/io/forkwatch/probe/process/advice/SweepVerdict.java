package io.forkwatch.probe.process.advice;

import java.util.Locale;

/** What a directory below a root of the sweep is, or why that is not known. */
public enum SweepVerdict {
    /** Nobody uses it, and nothing in it has changed for long. */
    LEFT_OVER,
    /** It was, and is removed. */
    REMOVED,
    /** A living process is in it, or a living child was started in it. */
    IN_USE,
    /** Something in it has changed of late. */
    FRESH,
    /** One of the directories that belong to the system or to all users. */
    PROTECTED,
    /** A process of its owner cannot be looked into. */
    HIDDEN_PROCESS,
    /** Something is mounted on it or below it. */
    MOUNT,
    /** A part of it is in another file system. */
    OTHER_FILE_SYSTEM,
    /** A part of it cannot be read. */
    UNREADABLE,
    /** It has more entries than are looked at. */
    TOO_MANY_ENTRIES,
    /** It has more levels than are looked at. */
    TOO_DEEP,
    /** It, or a part of it, became another one meanwhile. */
    CHANGED,
    /** There was no time left, or this JVM ends. */
    OUT_OF_TIME,
    /** It does not exist. */
    MISSING,
    /** The system refuses to remove a part of it. */
    REFUSED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The word in JSON, for example {@code too_deep}. */
    public String label() {
        return label;
    }
}
