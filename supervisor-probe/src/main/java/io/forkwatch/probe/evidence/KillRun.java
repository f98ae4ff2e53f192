package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.program.KillCommand;
import java.util.List;
import java.util.OptionalInt;

/**
 * A program that the supervisor started, or that one of its children did, and that may have ended a child.
 *
 * @param program the program
 * @param exitValue how it ended; absent if it still ran, or that is not known
 * @param read what stands in the script that it had a shell read; empty if that is nothing, or it reads none
 */
public record KillRun(KillProgram program, OptionalInt exitValue, List<KillCommand> read) {
    public KillRun {
        read = List.copyOf(read);
    }

    /** What its own words say. */
    public List<KillCommand> words() {
        return KillCommand.in(program.command().arguments());
    }
}
