package io.forkwatch.probe.process.hang;

import io.forkwatch.probe.process.ProcessKey;

/**
 * A process that holds the other end, or the lock.
 *
 * @param who its identity
 * @param comm its name for the kernel, at most 15 bytes; text of others
 * @param self true if it is the process that looks: this JVM
 */
public record Party(ProcessKey who, String comm, boolean self) {}
