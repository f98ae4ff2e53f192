package io.forkwatch.probe.procfs;

import java.util.Optional;

/**
 * How far from the truth the resident memory in a {@code stat} may be on this machine: the kernel keeps parts of its
 * counters where they cost less, and adds them up from time to time. Always too low; nothing says by how much.
 *
 * <ul>
 *   <li>Since Linux 6.2 each processor keeps up to {@code max(32, 2 x processors)} pages of each counter, lib/percpu_counter.c:
 *       256 KiB in all with 2 processors, 2 MiB with 16, 128 MiB with 128. {@code statm} adds all of it up since 6.16, and
 *       in 6.12 as of one of its later releases.
 *   <li>Before, each thread keeps up to 64 pages, TASK_RSS_EVENTS_THRESH in mm/memory.c: 256 KiB a thread. {@code statm}
 *       is as wrong as {@code stat} there.
 * </ul>
 *
 * <p>A process has such a counter for anonymous memory, one for files and one for shared memory; what is given here is for
 * one of them, since nearly always one has nearly all of the error.
 *
 * @param pages which all processors may keep, 0 and up
 * @param pagesPerThread which each thread may keep, 0 and up
 * @param statmExact true if {@code statm} is exact; else only {@code smaps_rollup} is
 */
public record RssAccuracy(long pages, long pagesPerThread, boolean statmExact) {
    /** Nothing is to be gained by another file, or it is not known whether it would be. */
    public static final RssAccuracy EXACT = new RssAccuracy(0, 0, true);

    private static final int LEAST_BATCH = 32;

    private static final int PAGES_PER_THREAD = 64;

    /** Measured: exact in 6.12.117. Which earlier release of 6.12 was the first is not known. */
    private static final KernelVersion EXACT_IN_SERIES = new KernelVersion(6, 12, 117);

    /** An error up to that is none, or else up to 1 %. */
    private static final long TOLERATED_BYTES = 1 << 20;

    private static final int PERCENT = 100;

    /** On a machine with that kernel and so many processors. */
    static RssAccuracy of(KernelVersion kernel, int processors) {
        if (!kernel.isAtLeast(6, 2)) {
            return new RssAccuracy(0, PAGES_PER_THREAD, false);
        }
        boolean exact = kernel.isAtLeast(6, 16)
                || (kernel.major() == EXACT_IN_SERIES.major()
                        && kernel.minor() == EXACT_IN_SERIES.minor()
                        && kernel.patch() >= EXACT_IN_SERIES.patch());
        return new RssAccuracy((long) Math.max(LEAST_BATCH, 2 * processors) * processors, 0, exact);
    }

    /** The same where the kernel may hide its version. */
    static RssAccuracy of(Optional<KernelVersion> kernel, int processors) {
        return kernel.isPresent() ? of(kernel.get(), processors) : EXACT;
    }

    /** By how many pages the figure in {@code stat} may be too low, for a process with so many threads. */
    public long possibleErrorPages(long threads) {
        return pages + pagesPerThread * Math.max(1, threads);
    }

    /** True if the figure in {@code stat} may be too low by more than 1 % of it and by more than 1 MiB. */
    public boolean isTooCoarse(long rssPages, long threads, long pageSizeBytes) {
        long error = possibleErrorPages(threads);
        return error > rssPages / PERCENT && error > TOLERATED_BYTES / pageSizeBytes;
    }
}
