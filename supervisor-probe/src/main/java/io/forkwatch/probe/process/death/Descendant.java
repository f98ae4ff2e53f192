package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.ProcessKey;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A descendant of a child, as it was last sampled.
 *
 * @param key its identity
 * @param comm its command name, at most 15 characters, proc_pid_comm(5)
 * @param memory what it had when that was seen last; empty if it never was: it ended too soon
 * @param alive false if it was gone at the child's end: a tombstone
 * @param ppid its parent at the last look that found it; 0 if that is not known
 * @param endedNanos monotonic time of the first look that found it gone or a zombie, that at the child's end included; absent if none did
 */
public record Descendant(
        ProcessKey key, String comm, Optional<Memory> memory, boolean alive, long ppid, OptionalLong endedNanos) {
    /** One of which no more is known than what its last sample saw. */
    public Descendant(ProcessKey key, String comm, Optional<Memory> memory, boolean alive) {
        this(key, comm, memory, alive, 0, OptionalLong.empty());
    }

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

    /** True if it has ended, and a look before that time did not know it yet: nobody knows better where none saw it end. */
    public boolean endedSince(long nanos) {
        return !alive && (endedNanos.isEmpty() || endedNanos.getAsLong() >= nanos);
    }

    /** Resident memory when it was seen last; 0 if it never was. */
    public long rssBytes() {
        return memory.isPresent() ? memory.get().rssBytes() : 0;
    }
}
