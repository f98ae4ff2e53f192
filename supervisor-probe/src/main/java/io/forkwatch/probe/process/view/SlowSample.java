package io.forkwatch.probe.process.view;

import java.util.OptionalLong;

/**
 * What is read more seldom than a {@link ProcessSample}, for it costs more or changes less.
 *
 * @param treeSwapBytes swapped-out memory of the tree
 * @param treeHugetlbBytes memory of the tree in huge pages of hugetlbfs, which resident memory does not have
 * @param openFds open file descriptors of the tree; absent where those of one of its processes may not be read
 * @param limitBytes the lowest visible limit on the memory cgroup of the child; absent if there is none
 */
public record SlowSample(
        OptionalLong treeSwapBytes, OptionalLong treeHugetlbBytes, OptionalLong openFds, OptionalLong limitBytes) {
    /** Before the first slow sample. */
    public static final SlowSample NONE =
            new SlowSample(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
