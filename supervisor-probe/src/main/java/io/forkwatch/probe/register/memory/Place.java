package io.forkwatch.probe.register.memory;

import io.forkwatch.probe.procfs.group.PidsGroup;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.util.Arrays;
import java.util.Optional;

/** Where children are: the groups behind one text of {@code /proc/<pid>/cgroup}. Sampler thread only. */
final class Place {
    private final byte[] text;
    private final Optional<WatchedGroup> memory;
    private final Optional<PidsGroup> pids;
    private int users;

    Place(byte[] text, Optional<WatchedGroup> memory, Optional<PidsGroup> pids) {
        this.text = text;
        this.memory = memory;
        this.pids = pids;
    }

    /** True if that is its text. */
    boolean is(ByteSpan other) {
        return Arrays.equals(text, 0, text.length, other.array(), 0, other.length());
    }

    /** The group of its memory; empty if there is none with a counter. */
    Optional<WatchedGroup> memory() {
        return memory;
    }

    /** The group of its number of processes. */
    Optional<PidsGroup> pids() {
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
