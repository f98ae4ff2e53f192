package io.forkwatch.probe.hang.watch;

import java.util.List;
import java.util.Set;

/** What the threads of a tree do, at this moment. */
interface TreeThreads {
    /** How often each has got a processor; those of a process that is gone are left out. */
    Stamp stamp(List<Long> pids);

    /** True if a process has neither a descriptor 1 nor a 2 any more; false where that may not be seen. */
    boolean hasNoOutput(long pid);

    /** The same of one thread; -1 where it is gone or hidden. */
    long slices(long pid, long tid);

    /**
     * True if one of these is in a call in which no healthy program stays: it writes, locks, opens or connects, or may not be
     * seen. Cheap: a file for each.
     *
     * @param tids of threads of these processes
     */
    boolean isTelling(List<Long> pids, Set<Long> tids);
}
