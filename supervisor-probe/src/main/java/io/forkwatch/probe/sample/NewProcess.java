package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.ProcessKey;

/**
 * A process that the listing before did not have.
 *
 * @param key who it is
 * @param ppid its parent when it was listed
 * @param bornPpid its parent when it was first listed: another one, if that has ended meanwhile
 * @param first false if it was listed once before, and it was not clear then whose it is
 */
record NewProcess(ProcessKey key, long ppid, long bornPpid, boolean first) {
    /** True if it is a child of that process, and not an orphan that came to it, as to process 1 or a subreaper. */
    boolean isChildOf(long pid) {
        return ppid == pid && bornPpid == pid;
    }
}
