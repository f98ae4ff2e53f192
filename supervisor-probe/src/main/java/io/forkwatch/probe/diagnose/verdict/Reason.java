package io.forkwatch.probe.diagnose.verdict;

import java.util.Locale;

/** Why a child ended. A closed list: the values of the {@code reason} label. */
public enum Reason {
    /** It exited 0. */
    OK,
    /** It exited by itself with another code. */
    ERROR,
    /** A signal ended it; whoever sent it is not known. */
    SIGNAL,
    /** The kernel killed it because a cgroup was out of memory. */
    OOM_CGROUP,
    /** The kernel killed it because the machine was out of memory. */
    OOM_HOST,
    /** An OutOfMemoryError of the child's own JVM. */
    JVM_OOME,
    /** It ran out of memory by its own account; no JVM, which has {@link #JVM_OOME}. */
    OUT_OF_MEMORY,
    /** The child's JVM crashed. */
    JVM_CRASH,
    /** This JVM asked for its end. */
    KILLED_BY_SUPERVISOR,
    /** A process outside this JVM killed it. */
    KILLED_EXTERNALLY,
    /** It used up its limit of CPU time. */
    CPU_LIMIT,
    /** Nobody can tell. */
    UNKNOWN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label and in JSON, for example {@code killed_by_supervisor}. */
    public String label() {
        return label;
    }
}
