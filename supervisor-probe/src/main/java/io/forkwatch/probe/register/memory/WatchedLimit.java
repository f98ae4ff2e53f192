package io.forkwatch.probe.register.memory;

import io.forkwatch.probe.procfs.group.LimitedGroup;
import java.util.OptionalLong;

/** A limit above children, and how often it was reached. One object for all of them. Sampler thread only. */
public final class WatchedLimit {
    private final LimitedGroup group;
    private final Counter hits;

    WatchedLimit(LimitedGroup group, long nanos) {
        this.group = group;
        this.hits = new Counter(group.hits(), nanos);
    }

    /** The group. */
    public LimitedGroup group() {
        return group;
    }

    void look(long nanos) {
        hits.look(group.hits(), nanos);
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
