package io.forkwatch.probe.process;

/**
 * The identity of a process. A pid alone is given away again; together with its start it names one process.
 *
 * @param pid process id as seen from the supervisor's pid namespace, positive
 * @param starttimeTicks field 22 of {@code stat}, proc_pid_stat(5): clock ticks from boot to start; 0 where it was
 *     never read, because the child was gone first
 */
public record ProcessKey(long pid, long starttimeTicks) {
    public ProcessKey {
        if (pid <= 0 || starttimeTicks < 0) {
            throw new IllegalArgumentException("pid " + pid + ", starttimeTicks " + starttimeTicks);
        }
    }
}
