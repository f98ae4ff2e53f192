package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.death.Ending;
import java.util.OptionalLong;

/**
 * What a zombie's {@code stat} says.
 *
 * @param ending how it ended
 * @param cpu its final CPU time, with that of the descendants it waited for
 * @param ownCpuNanos its final CPU time without those
 * @param faultedBytes memory that it touched itself, by its page faults: too much where it touched the same page again
 * @param ppid its parent; absent if that is out of sight
 * @param group its process group, likewise
 */
record FinalStat(
        Ending ending, CpuTime cpu, long ownCpuNanos, long faultedBytes, OptionalLong ppid, OptionalLong group) {}
