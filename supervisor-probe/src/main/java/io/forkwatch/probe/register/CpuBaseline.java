package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;

/**
 * From where the next CPU ratio of a child is taken.
 *
 * @param nanos monotonic time
 * @param own CPU time of the child itself by then
 * @param tree CPU time of its tree by then
 */
public record CpuBaseline(long nanos, CpuTime own, CpuTime tree) {}
