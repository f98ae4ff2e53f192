package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.thread.Confined;
import java.util.OptionalLong;

/** A limit above children, and how often it was reached. One object for all of them. */
@Confined(Confined.To.SAMPLER)
public final class TrackedLimit {
    private final CgroupLimit limit;
    private SettledCounter hits;

    TrackedLimit(CgroupLimit limit, long nanos) {
        this.limit = limit;
        this.hits = new SettledCounter(limit.hits(), nanos);
    }

    /** The limit, and the cgroup that has it. */
    public CgroupLimit limit() {
        return limit;
    }

    /** Reads its counter. */
    void read(long nanos) {
        hits.read(limit.hits(), nanos);
    }

    /** How often it has been reached by now. Where that fell, this is the limit of another cgroup of the same name. */
    OptionalLong hitsNow(long nanos) {
        OptionalLong now = limit.hits();
        if (now.orElse(0) < hits.last().orElse(0)) {
            hits = new SettledCounter(now, nanos);
        }
        return now;
    }

    /** How often it has been reached by now. */
    OptionalLong hits() {
        return limit.hits();
    }

    /** How often at the last reading that lies far enough before {@code nanos}. */
    OptionalLong before(long nanos) {
        return hits.before(nanos);
    }
}
