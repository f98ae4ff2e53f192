package io.forkwatch.probe.register;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.pid.OutputPipes;
import io.forkwatch.probe.procfs.pid.PidGroup;

/**
 * A process whose parent was gone before anybody looked: what may still tell where it came from.
 *
 * @param key who it is
 * @param group its process group and session; 0 each where that is the supervisor's, or its own pid
 * @param pipes to which pipes it writes, without those of the supervisor's own output
 * @param sharesGroup true if it is in process group and session of the supervisor
 */
public record Stray(ProcessKey key, PidGroup group, OutputPipes pipes, boolean sharesGroup) {}
