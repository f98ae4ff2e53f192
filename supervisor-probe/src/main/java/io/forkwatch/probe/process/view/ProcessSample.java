package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.CpuTime;
import java.util.OptionalDouble;

/**
 * A child and its living descendants at one moment, seen from outside. "Tree" is the child with its descendants. Made
 * while the sampler may be writing, and thrown away then: so it checks nothing.
 *
 * @param nanos monotonic time of the sample
 * @param state state letter of the child, proc_pid_stat(5): R, S, D, ...
 * @param rssBytes resident memory of the child itself, above 0
 * @param threads threads of the child itself
 * @param treeRssBytes resident memory summed over the tree; shared pages count once for each process
 * @param treeProcesses processes in the tree, at least 1
 * @param treeThreads threads in the tree
 * @param cpuRatio CPU of the child itself since the last sample, 1.0 = one core; absent at the first one
 * @param treeCpuRatio the same for the tree
 * @param treeCpu CPU of the tree since the child's start, descendants that were waited for included
 */
public record ProcessSample(
        long nanos,
        char state,
        long rssBytes,
        long threads,
        long treeRssBytes,
        int treeProcesses,
        long treeThreads,
        OptionalDouble cpuRatio,
        OptionalDouble treeCpuRatio,
        CpuTime treeCpu) {}
