package io.forkwatch.probe.process;

import java.time.Instant;

/**
 * A direct child of the supervisor: who it is. Never changes over its life.
 *
 * @param key its identity
 * @param name its kind and slot
 * @param command what the supervisor asked to run
 * @param directory its working directory, in a death the one it was last seen in
 * @param title what the launcher itself calls it, for example {@code Gradle Test Executor 4}; empty where unknown
 * @param startedAt wall clock at its start, stored once
 * @param startedNanos monotonic time of its start
 */
public record Child(
        ProcessKey key,
        Name name,
        CommandLine command,
        String directory,
        String title,
        Instant startedAt,
        long startedNanos) {
    /** The same child, which has changed its working directory. */
    public Child in(String currentDirectory) {
        return new Child(key, name, command, currentDirectory, title, startedAt, startedNanos);
    }

    /** The bytes that texts of the host take in it, at most. */
    public long textBytes() {
        return command.bytes() + 2L * directory.length();
    }

    /** The same child with no more than the beginning of its command. */
    public Child brief() {
        return new Child(key, name, command.brief(), directory, title, startedAt, startedNanos);
    }

    /** A child of which the launcher has no name to show. */
    public Child(
            ProcessKey key, Name name, CommandLine command, String directory, Instant startedAt, long startedNanos) {
        this(key, name, command, directory, "", startedAt, startedNanos);
    }
}
