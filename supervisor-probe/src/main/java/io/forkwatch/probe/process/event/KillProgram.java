package io.forkwatch.probe.process.event;

import io.forkwatch.probe.process.CommandLine;
import java.util.OptionalInt;

/**
 * A program that the supervisor is about to start, and that may send a signal: its words say so, {@code kill -9 4242}. Told
 * before its start: who is killed may be gone before its start is told. Not a value: its pid and its end become known later.
 */
public final class KillProgram implements ChildEvent {
    private final CommandLine command;
    private final Caller caller;
    private final long nanos;
    private volatile long pid;
    private volatile boolean failed;
    private volatile ExitValue exitValue = ExitValue.UNKNOWN;

    /**
     * One that has not been started yet.
     *
     * @param command what the supervisor asked to run
     * @param caller who asked for it
     * @param nanos monotonic time
     */
    public KillProgram(CommandLine command, Caller caller, long nanos) {
        this.command = command;
        this.caller = caller;
        this.nanos = nanos;
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
        return command.bytes() + caller.textBytes();
    }
}
