package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.procfs.cgroup.FreezerCgroup;
import io.forkwatch.probe.procfs.cgroup.PidsCgroup;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.thread.Confined;
import java.util.Arrays;
import java.util.Optional;

/** Where children are: the cgroups behind one text of {@code /proc/<pid>/cgroup}. */
@Confined(Confined.To.SAMPLER)
final class CgroupMembership {
    private static final long ONCE_NANOS = 100_000_000;

    private final byte[] text;
    private final Optional<TrackedCgroup> memory;
    private final Optional<PidsCgroup> pids;
    private final FreezerCgroup freezer;
    private int users;
    private boolean frozen;
    private long frozenNanos;

    CgroupMembership(byte[] text, Optional<TrackedCgroup> memory, Optional<PidsCgroup> pids, FreezerCgroup freezer) {
        this.freezer = freezer;
        this.text = text;
        this.memory = memory;
        this.pids = pids;
    }

    /** True if that is its text. */
    boolean is(ByteSpan other) {
        return Arrays.equals(text, 0, text.length, other.array(), 0, other.length());
    }

    /** The cgroup of its memory; empty if there is none with a counter. */
    Optional<TrackedCgroup> memory() {
        return memory;
    }

    /** The cgroup of its number of processes. */
    Optional<PidsCgroup> pids() {
        return pids;
    }

    /** True if all that is there is stopped: read once for those who ask at the same time. */
    boolean isFrozen(long nanos) {
        if (nanos - frozenNanos >= ONCE_NANOS || frozenNanos == 0) {
            frozen = freezer.isFrozen();
            frozenNanos = nanos;
        }
        return frozen;
    }

    /** True if all that is there is stopped at this moment. */
    boolean isFrozenNow() {
        return freezer.isFrozen();
    }

    /** Children that are there. */
    int users() {
        return users;
    }

    /** One more is there. */
    void enter() {
        users++;
    }

    /** One less is there; true if nobody is left. */
    boolean leave() {
        users--;
        return users <= 0;
    }
}
