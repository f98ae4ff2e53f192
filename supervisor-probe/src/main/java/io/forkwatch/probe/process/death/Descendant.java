package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.ProcessKey;

/**
 * A descendant of a child, as it was last sampled.
 *
 * @param key its identity
 * @param comm its command name, at most 15 characters, proc_pid_comm(5)
 * @param rssBytes its resident memory in the last sample in which it was not 0; 0 if there is none
 * @param nanos monotonic time of that sample
 * @param alive false if it was gone at the child's end: a tombstone
 */
public record Descendant(ProcessKey key, String comm, long rssBytes, long nanos, boolean alive) {
    public Descendant {
        if (rssBytes < 0) {
            throw new IllegalArgumentException("rssBytes is " + rssBytes);
        }
    }
}
