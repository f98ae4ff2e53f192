package io.forkwatch.probe.process.event;

import io.forkwatch.probe.process.CommandLine;
import java.util.OptionalInt;

/**
 * A program that the supervisor is about to start, and that may send a signal: its words say so, {@code kill -9 4242}, or
 * it is a script, which may say so. Told before its start: who is killed may be gone before its start is told. Not a value:
 * its pid and its end become known later. Or one that a listing has found below a child.
 */
public final class KillProgram implements ChildEvent {
    private final CommandLine command;
    private final String directory;
    private final Caller caller;
    private final long nanos;
    private final long childPid;
    private volatile long pid;
    private volatile boolean failed;
    private volatile ExitValue exitValue = ExitValue.UNKNOWN;

    private KillProgram(CommandLine command, String directory, Caller caller, long nanos, long childPid) {
        this.command = command;
        this.directory = directory;
        this.caller = caller;
        this.nanos = nanos;
        this.childPid = childPid;
    }

    /**
     * One that has not been started yet.
     *
     * @param command what the supervisor asked to run
     * @param directory in which; empty for that of the supervisor
     * @param caller who asked for it
     * @param nanos monotonic time
     */
    public KillProgram(CommandLine command, String directory, Caller caller, long nanos) {
        this(command, directory, caller, nanos, 0);
    }

    /**
     * One that a child of the supervisor, or a process below that, has started.
     *
     * @param command what the kernel says of it
     * @param directory in which it was found
     * @param caller who asked for that child; {@link Caller#UNKNOWN} if that was not told
     * @param nanos monotonic time of its start
     * @param pid its pid
     * @param childPid that of the child
     */
    public static KillProgram below(
            CommandLine command, String directory, Caller caller, long nanos, long pid, long childPid) {
        KillProgram found = new KillProgram(command, directory, caller, nanos, childPid);
        found.pid = pid;
        return found;
    }

    /**
     * It was started.
     *
     * @param child its pid
     * @param end what {@link Process#exitValue()} says of it
     */
    public void started(long child, ExitValue end) {
        exitValue = end;
        pid = child;
    }

    /** It could not be started: it sends nothing. */
    public void startFailed() {
        failed = true;
    }

    /** What the supervisor asked to run. */
    public CommandLine command() {
        return command;
    }

    /** In which directory; empty for that of the supervisor. */
    public String directory() {
        return directory;
    }

    /** The child of the supervisor below which it was found; 0 for one that is itself a child. */
    public long childPid() {
        return childPid;
    }

    /** True if it may have ended that child: it is neither that child nor a process below it. */
    public boolean isOutside(long victimPid) {
        return pid != victimPid && childPid != victimPid;
    }

    /** Who asked for it. */
    public Caller caller() {
        return caller;
    }

    /** Monotonic time just before its start. */
    @Override
    public long nanos() {
        return nanos;
    }

    /** Its pid; 0 as long as that has not been told. */
    public long pid() {
        return pid;
    }

    /** True if it could not be started. */
    public boolean hasFailed() {
        return failed;
    }

    /** How it ended; empty as long as it runs, or that is not known. */
    public OptionalInt exitValue() {
        return exitValue.read();
    }

    @Override
    public long textBytes() {
        return command.bytes() + Texts.bytes(directory) + caller.textBytes();
    }
}
