package io.forkwatch.probe.process.event;

import io.forkwatch.probe.process.CommandLine;

/**
 * A program that the supervisor started, and that may have sent a signal: its words say so, {@code kill -9 4242}.
 *
 * @param pid its pid
 * @param command what the supervisor asked to run
 * @param caller who asked for it
 * @param nanos monotonic time of its start
 * @param exitValue what {@link Process#exitValue()} says of it
 */
public record KillProgram(long pid, CommandLine command, Caller caller, long nanos, ExitValue exitValue) {}
