package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import java.util.OptionalLong;

/** A limit above children, and how often it was reached. One object for all of them. Sampler thread only. */
public final class TrackedLimit {
    private final CgroupLimit group;
    private SettledCounter hits;

    TrackedLimit(CgroupLimit group, long nanos) {
        this.group = group;
        this.hits = new SettledCounter(group.hits(), nanos);
    }

    /** The group. */
    public CgroupLimit group() {
        return group;
    }

    void look(long nanos) {
        hits.look(group.hits(), nanos);
    }

    /** How often it has been reached by now. Where that fell, this is the limit of another cgroup of the same name. */
    OptionalLong hitsNow(long nanos) {
        OptionalLong now = group.hits();
        if (now.orElse(0) < hits.last().orElse(0)) {
            hits = new SettledCounter(now, nanos);
        }
        return now;
    }

    /** How often it has been reached by now. */
    OptionalLong hits() {
        return group.hits();
    }

    /** How often at the last look that lies far enough before {@code nanos}. */
    OptionalLong before(long nanos) {
        return hits.before(nanos);
    }
}
