package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Child;
import java.util.Optional;

/**
 * Whom the kernel would take if memory ran out now, of those that are known here.
 *
 * @param child in whose tree it is; absent where it is this JVM
 * @param pid of the process that would be taken
 * @param rssBytes its resident memory
 * @param score as the kernel ranks it: its memory in thousandths of the limit, and its {@code oom_score_adj}
 */
public record Victim(Optional<Child> child, long pid, long rssBytes, long score) {
    /** True if it is this JVM. */
    public boolean isSupervisor() {
        return child.isEmpty();
    }
}
