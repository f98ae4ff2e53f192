package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.Numbers;
import java.util.Optional;

/**
 * To which pipes a process writes as its stdout and its stderr, by the links {@code /proc/<pid>/fd/1} and {@code 2},
 * proc_pid_fd(5): {@code pipe:[4711]}. A pipe without a name has its number to itself as long as anybody has it open.
 *
 * @param stdout the inode of the pipe; 0 where it is none, or hidden
 * @param stderr likewise
 */
public record OutputPipes(long stdout, long stderr) {
    /** No pipe, or none that can be seen. */
    public static final OutputPipes NONE = new OutputPipes(0, 0);

    private static final String PIPE = "pipe:[";

    /**
     * Of what the links say.
     *
     * @param stdout {@code /proc/<pid>/fd/1}; empty for a zombie, and where it is hidden
     * @param stderr {@code /proc/<pid>/fd/2} likewise
     */
    public static OutputPipes of(Optional<String> stdout, Optional<String> stderr) {
        return new OutputPipes(inode(stdout.orElse("")), inode(stderr.orElse("")));
    }

    private static long inode(String target) {
        boolean pipe = target.startsWith(PIPE) && target.endsWith("]");
        return pipe ? Math.max(0, Numbers.whole(target.substring(PIPE.length(), target.length() - 1))) : 0;
    }

    /** True if neither is a pipe. */
    public boolean isEmpty() {
        return stdout == 0 && stderr == 0;
    }

    /** Those that the other one has not got. */
    public OutputPipes without(OutputPipes other) {
        return new OutputPipes(other.has(stdout) ? 0 : stdout, other.has(stderr) ? 0 : stderr);
    }

    /** True if both write to one pipe. */
    public boolean meets(OutputPipes other) {
        return other.has(stdout) || other.has(stderr);
    }

    private boolean has(long inode) {
        return inode != 0 && (inode == stdout || inode == stderr);
    }
}
