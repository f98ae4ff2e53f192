package io.forkwatch.probe.process.event;

/**
 * Where the interception delivers. Called on host and reaper threads (128 KB of stack): an implementation reads a few
 * bytes, offers to a bounded queue and returns; it never blocks, formats or logs.
 */
public interface ChildEvents {
    /** A child lives; its reaper has not started yet. Nobody is woken for it before {@link #awaited}. */
    void started(Spawn spawn);

    /** A reaper is about to wait for a child that was {@link #started}: on its thread, and not on the host's. */
    void awaited();

    /** A child could not be started. */
    void startFailed(StartFailure failure);

    /** The supervisor is about to start a program that may end others. */
    void killProgram(KillProgram program);

    /** The supervisor asked for the end of a process. */
    void killAsked(Kill kill);

    /**
     * A process has ended and is still a zombie: {@code /proc/<pid>/stat} holds its wait status and exact CPU time
     * until this method returns.
     *
     * @param pid the zombie
     * @param exitValue what {@link Process#exitValue()} will say of it
     */
    void zombie(long pid, int exitValue);

    /**
     * A process has ended and the JDK has reaped it before anybody could read its zombie.
     *
     * @param pid what was its pid; it may be somebody else's by now
     * @param exitValue what {@link Process#exitValue()} says of it
     */
    void reaped(long pid, int exitValue);
}
