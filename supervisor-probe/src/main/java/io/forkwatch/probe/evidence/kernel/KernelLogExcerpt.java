package io.forkwatch.probe.evidence.kernel;

import io.forkwatch.probe.process.death.OomKill;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel's log says about a child's lifetime. That somebody is not named proves nothing by itself: the log is a
 * ring, and lines may come late or be lost.
 *
 * @param kills kills since the child's start, oldest first, and those that stood in the log when it was opened later
 * @param lost true if lines are known to be lost since the child's start
 */
public record KernelLogExcerpt(List<OomKill> kills, boolean lost) {
    public KernelLogExcerpt {
        kills = List.copyOf(kills);
    }

    /** The kill of a process. */
    public Optional<OomKill> killOf(long pid) {
        return kills.stream().filter(kill -> kill.pid() == pid).findFirst();
    }
}
