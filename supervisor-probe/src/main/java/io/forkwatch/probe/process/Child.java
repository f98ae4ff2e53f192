package io.forkwatch.probe.process;

import java.time.Instant;

/**
 * A direct child of the supervisor: who it is. Never changes over its life.
 *
 * @param key its identity
 * @param name its kind and slot
 * @param command what the supervisor asked to run
 * @param directory its working directory, absolute
 * @param startedAt wall clock at its start, stored once
 * @param startedNanos monotonic time of its start
 */
public record Child(
        ProcessKey key, Name name, CommandLine command, String directory, Instant startedAt, long startedNanos) {}
