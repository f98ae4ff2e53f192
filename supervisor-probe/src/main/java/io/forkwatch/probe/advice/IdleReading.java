package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.view.TreeMember;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a tree does, at one moment.
 *
 * @param nanos monotonic time of the sample
 * @param cpuNanos CPU time of the tree since the child's start
 * @param members its processes
 * @param io a figure that changes with each I/O of one of them; absent where one of them does not tell
 * @param busy true if one of them runs, or waits for a disk
 */
record IdleReading(long nanos, long cpuNanos, List<TreeMember> members, OptionalLong io, boolean busy) {
    IdleReading {
        members = List.copyOf(members);
    }
}
