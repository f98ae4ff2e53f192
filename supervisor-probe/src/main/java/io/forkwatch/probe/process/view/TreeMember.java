package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.ProcessKey;

/**
 * A process of a child's tree that is still there, the child itself or a descendant.
 *
 * @param key its identity
 * @param comm its command name when it was last read, proc_pid_comm(5)
 * @param zombie true if it has ended and nobody has waited for it: nothing but its {@code stat} can be read
 */
public record TreeMember(ProcessKey key, String comm, boolean zombie) {}
