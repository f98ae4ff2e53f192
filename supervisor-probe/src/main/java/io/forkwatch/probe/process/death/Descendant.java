package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.ProcessKey;

/**
 * The last look at a descendant of a child.
 *
 * @param key its identity
 * @param comm its command name, at most 15 characters, proc_pid_comm(5)
 * @param rssBytes its resident memory at the last look that was not 0
 * @param nanos monotonic time of that look
 * @param alive false if it was gone when the child's end was worked up: a tombstone
 */
public record Descendant(ProcessKey key, String comm, long rssBytes, long nanos, boolean alive) {}
