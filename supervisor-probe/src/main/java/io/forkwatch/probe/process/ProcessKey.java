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

    // Written out, as in every record that is asked for at the first child: the first that a record makes for itself
    // costs a JVM
    // 30 ms (java.lang.runtime.ObjectMethods).
    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessKey that && pid == that.pid && starttimeTicks == that.starttimeTicks;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(pid) + Long.hashCode(starttimeTicks);
    }
}
