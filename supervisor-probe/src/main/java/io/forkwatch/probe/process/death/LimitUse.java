package io.forkwatch.probe.process.death;

import java.util.OptionalLong;

/**
 * The limits that a process can run into by itself, and how near it came. What is not known, or not limited, is absent.
 *
 * @param known true if its resource limits could be read
 * @param cpuSoftSeconds CPU time at which the kernel sends SIGXCPU, getrlimit(2)
 * @param cpuHardSeconds CPU time at which the kernel sends SIGKILL
 * @param ownCpuNanos CPU time of the process itself, the last figure that is known
 * @param addressSpaceBytes limit of its address space
 * @param addressSpacePeakBytes the most address space that was seen
 * @param forksRefused new processes and threads that were refused at a limit of its cgroup since its start, by any
 *     process of the cgroup
 */
public record LimitUse(
        boolean known,
        OptionalLong cpuSoftSeconds,
        OptionalLong cpuHardSeconds,
        OptionalLong ownCpuNanos,
        OptionalLong addressSpaceBytes,
        OptionalLong addressSpacePeakBytes,
        OptionalLong forksRefused) {
    /** Nothing is known. */
    public static final LimitUse UNKNOWN = new LimitUse(
            false,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
}
