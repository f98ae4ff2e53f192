package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Child;
import java.util.Optional;

/**
 * Whom the kernel would take if memory ran out now, of those that are known here.
 *
 * @param child in whose tree it is; absent where it is this JVM
 * @param pid of the process that would be taken
 * @param rssBytes its resident memory
 * @param points as the kernel ranks it: the bytes of its memory, and for each 1 of its {@code oom_score_adj} a thousandth of the
 *     limit
 * @param limitBytes the limit of those who share the memory, above 0
 */
public record Victim(Optional<Child> child, long pid, long rssBytes, double points, long limitBytes) {
    /** Its points in thousandths of the limit. */
    public long score() {
        return Math.round(points * 1000 / limitBytes);
    }

    /** True if it is this JVM. */
    public boolean isSupervisor() {
        return child.isEmpty();
    }
}
