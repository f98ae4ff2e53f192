package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.event.KillProgram;
import java.util.OptionalInt;

/**
 * A program that the supervisor started, and that may have ended a child.
 *
 * @param program the program
 * @param exitValue how it ended; absent if it still ran, or that is not known
 */
public record KillRun(KillProgram program, OptionalInt exitValue) {}
