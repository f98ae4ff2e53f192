package io.forkwatch.probe.process.event;

import io.forkwatch.probe.process.CommandLine;

/**
 * A child that never came to life, for example because its program does not exist.
 *
 * @param command what the supervisor asked to run
 * @param directory the directory it asked for; empty means the supervisor's own
 * @param reason the JDK's words, for example {@code error=2, No such file or directory}
 * @param nanos monotonic time of the failure
 */
public record StartFailure(CommandLine command, String directory, String reason, long nanos) implements ChildEvent {
    /** True if there was no such program, or no such directory: ENOENT, in the words of JDK 17 and of 25. */
    public boolean isNotThere() {
        return reason.contains("error=2,") || reason.contains("error: 2 (");
    }

    @Override
    public long textBytes() {
        return command.bytes() + Texts.bytes(directory) + Texts.bytes(reason);
    }

    @Override
    public StartFailure brief() {
        return new StartFailure(command.brief(), Texts.brief(directory), Texts.brief(reason), nanos);
    }

    /** The same for who keeps it: with no more of its command than is shown. */
    public StartFailure kept() {
        return new StartFailure(command.kept(), directory, reason, nanos);
    }
}
