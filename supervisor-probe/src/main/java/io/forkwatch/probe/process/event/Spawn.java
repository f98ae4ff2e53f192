package io.forkwatch.probe.process.event;

import io.forkwatch.probe.process.CommandLine;
import java.util.Optional;

/**
 * A child process that has just come to life; seen on the host's own thread before the JDK's reaper waits for it.
 *
 * @param pid its process id, positive
 * @param command what the supervisor asked to run; empty where only the pid was seen
 * @param directory its working directory as the supervisor gave it; empty means the supervisor's own
 * @param startNanos monotonic time when the supervisor was about to start it: {@code nanos} is later by what it took to become
 *     another program; the same where that was not seen
 * @param nanos monotonic time of the moment
 * @param exitValue what {@link Process#exitValue()} says, the second-best witness of its end
 * @param stderr the last bytes of its stderr; absent where nobody asked for them
 */
public record Spawn(
        long pid,
        CommandLine command,
        String directory,
        long startNanos,
        long nanos,
        ExitValue exitValue,
        Optional<StderrRing> stderr)
        implements ChildEvent {
    public Spawn {
        if (pid <= 0) {
            throw new IllegalArgumentException("pid " + pid);
        }
    }

    @Override
    public long textBytes() {
        return command.bytes() + Texts.bytes(directory);
    }

    @Override
    public Spawn brief() {
        return new Spawn(pid, command.brief(), Texts.brief(directory), startNanos, nanos, exitValue, stderr);
    }

    /** A child of which only the moment is known when it was there. */
    public Spawn(
            long pid,
            CommandLine command,
            String directory,
            long nanos,
            ExitValue exitValue,
            Optional<StderrRing> stderr) {
        this(pid, command, directory, nanos, nanos, exitValue, stderr);
    }

    /** A child of whose stderr nothing is kept. */
    public Spawn(long pid, CommandLine command, String directory, long nanos, ExitValue exitValue) {
        this(pid, command, directory, nanos, nanos, exitValue, Optional.empty());
    }
}
