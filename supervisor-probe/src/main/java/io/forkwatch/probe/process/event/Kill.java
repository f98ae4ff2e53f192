package io.forkwatch.probe.process.event;

import io.forkwatch.probe.process.WaitStatus;
import java.util.List;

/**
 * The supervisor asked for the end of a process ({@link Process#destroy()} and its relatives). An attempt, not a success.
 *
 * @param pid the process it was aimed at, positive
 * @param force true for SIGKILL, false for SIGTERM
 * @param thread name of the asking thread
 * @param frames who asked: the innermost frames outside {@code java.lang.Process*}, innermost first
 * @param nanos monotonic time of the request
 */
public record Kill(long pid, boolean force, String thread, List<String> frames, long nanos) implements ChildEvent {
    public Kill {
        if (pid <= 0) {
            throw new IllegalArgumentException("pid " + pid);
        }
    }

    @Override
    public long textBytes() {
        long bytes = Texts.bytes(thread);
        for (int i = 0; i < frames.size(); i++) {
            bytes += Texts.bytes(frames.get(i));
        }
        return bytes;
    }

    /** The same without its frames. */
    @Override
    public Kill brief() {
        return new Kill(pid, force, thread, List.of(), nanos);
    }

    /** The signal that the JDK sends for this request: 9 or 15. */
    public int signal() {
        return force ? WaitStatus.SIGKILL : WaitStatus.SIGTERM;
    }

    /** The call as it is written: {@code destroy()} or {@code destroyForcibly()}. */
    public String call() {
        return force ? "destroyForcibly()" : "destroy()";
    }
}
