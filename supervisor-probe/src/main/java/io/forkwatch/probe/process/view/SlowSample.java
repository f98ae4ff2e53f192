package io.forkwatch.probe.process.view;

import java.util.OptionalLong;

/**
 * What is read more seldom than a {@link ProcessSample}, for it costs more or changes less.
 *
 * @param treeSwapBytes swapped-out memory of the tree
 * @param treeHugetlbBytes memory of the tree in huge pages of hugetlbfs, which resident memory does not have
 * @param openFds open file descriptors of the tree; absent where those of one of its processes may not be read
 * @param limitBytes the lowest visible limit on the memory cgroup of the child; absent if there is none
 * @param frozen true if its cgroup, or one above it, was frozen: none of its threads could run
 */
public record SlowSample(
        OptionalLong treeSwapBytes,
        OptionalLong treeHugetlbBytes,
        OptionalLong openFds,
        OptionalLong limitBytes,
        boolean frozen) {
    /** Before the first slow sample. */
    public static final SlowSample NONE =
            new SlowSample(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Of one that is not frozen. */
    public SlowSample(
            OptionalLong treeSwapBytes, OptionalLong treeHugetlbBytes, OptionalLong openFds, OptionalLong limitBytes) {
        this(treeSwapBytes, treeHugetlbBytes, openFds, limitBytes, false);
    }
}
