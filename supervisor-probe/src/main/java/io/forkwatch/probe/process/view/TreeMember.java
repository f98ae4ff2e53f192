package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.ProcessKey;

/**
 * A living process of a child's tree, the child itself or a descendant.
 *
 * @param key its identity
 * @param comm its command name at the last look, at most 15 characters, proc_pid_comm(5)
 */
public record TreeMember(ProcessKey key, String comm) {}
