package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.advice.MemoryNews.Share;
import java.util.List;

/**
 * What the kernel has pushed of a cgroup of this JVM, or one above it.
 *
 * @param cgroup its path
 * @param kills how many processes it has killed there just now for want of memory; 0 if the cgroup was removed
 * @param processes who was there then, of this JVM and the trees of its children: the largest first, at most
 *     {@value #MOST_PROCESSES}
 */
public record CgroupNews(String cgroup, long kills, List<Share> processes) implements Advisory {
    /** So many are kept. */
    public static final int MOST_PROCESSES = 64;

    public CgroupNews {
        processes = List.copyOf(processes);
    }

    /** True if the cgroup was removed. */
    public boolean isRemoved() {
        return kills == 0;
    }

    @Override
    public String event() {
        return isRemoved() ? "cgroup_removed" : "cgroup_oom_kill";
    }
}
