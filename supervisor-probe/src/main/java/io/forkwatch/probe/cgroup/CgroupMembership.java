package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.procfs.cgroup.PidsCgroup;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.util.Arrays;
import java.util.Optional;

/** Where children are: the groups behind one text of {@code /proc/<pid>/cgroup}. Sampler thread only. */
final class CgroupMembership {
    private final byte[] text;
    private final Optional<TrackedCgroup> memory;
    private final Optional<PidsCgroup> pids;
    private int users;

    CgroupMembership(byte[] text, Optional<TrackedCgroup> memory, Optional<PidsCgroup> pids) {
        this.text = text;
        this.memory = memory;
        this.pids = pids;
    }

    /** True if that is its text. */
    boolean is(ByteSpan other) {
        return Arrays.equals(text, 0, text.length, other.array(), 0, other.length());
    }

    /** The group of its memory; empty if there is none with a counter. */
    Optional<TrackedCgroup> memory() {
        return memory;
    }

    /** The group of its number of processes. */
    Optional<PidsCgroup> pids() {
        return pids;
    }

    /** Children that are there. */
    int users() {
        return users;
    }

    void enter() {
        users++;
    }

    /** True if nobody is left. */
    boolean leave() {
        users--;
        return users <= 0;
    }
}
