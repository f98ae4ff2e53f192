package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.ProcessKey;
import java.util.Optional;

/**
 * A descendant of a child, as it was last sampled.
 *
 * @param key its identity
 * @param comm its command name, at most 15 characters, proc_pid_comm(5)
 * @param memory what it had when that was seen last; empty if it never was: it ended too soon
 * @param alive false if it was gone at the child's end: a tombstone
 */
public record Descendant(ProcessKey key, String comm, Optional<Memory> memory, boolean alive) {
    /**
     * What a sample saw.
     *
     * @param rssBytes resident memory, 0 and up
     * @param nanos monotonic time of the sample
     */
    public record Memory(long rssBytes, long nanos) {
        public Memory {
            if (rssBytes < 0) {
                throw new IllegalArgumentException("rssBytes is " + rssBytes);
            }
        }
    }

    /** True if a sample at that time or later has seen its memory. */
    public boolean wasSeenSince(long nanos) {
        return memory.isPresent() && memory.get().nanos() >= nanos;
    }

    /** Resident memory when it was seen last; 0 if it never was. */
    public long rssBytes() {
        return memory.isPresent() ? memory.get().rssBytes() : 0;
    }
}
