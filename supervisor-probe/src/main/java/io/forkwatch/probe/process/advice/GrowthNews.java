package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Child;

/**
 * The memory of a child's tree grows steadily and will reach its limit.
 *
 * @param child who
 * @param rssBytes resident memory of its tree
 * @param limitBytes its soft limit, or that of its cgroup if that is lower
 * @param soft true if it is the soft one
 * @param nanos until then, 0 and up
 */
public record GrowthNews(Child child, long rssBytes, long limitBytes, boolean soft, long nanos) implements Advisory {
    @Override
    public String event() {
        return "child_growing";
    }
}
