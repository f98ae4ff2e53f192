package io.forkwatch.probe.hang.watch;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * How often each thread of a tree has got a processor, at one moment: the third number of {@code schedstat},
 * Documentation/scheduler/sched-stats.rst. One that has the same number later has not run since.
 */
final class Stamp {
    /** Of more threads in a tree the first ones tell. */
    static final int MOST_THREADS = 512;

    private long[] tids = new long[4];
    private long[] slices = new long[4];
    private int size;

    /** Adds a thread; its id names it on the whole machine. */
    void add(long tid, long runs) {
        if (size == tids.length) {
            tids = Arrays.copyOf(tids, 2 * size);
            slices = Arrays.copyOf(slices, 2 * size);
        }
        tids[size] = tid;
        slices[size++] = runs;
    }

    /** True if there is room for no more. */
    boolean isFull() {
        return size >= MOST_THREADS;
    }

    /** The threads that are in an earlier one too, and have not run since. */
    void unchangedSince(Stamp earlier, LongConsumer gets) {
        for (int i = 0; i < size; i++) {
            if (earlier.has(tids[i], slices[i])) {
                gets.accept(tids[i]);
            }
        }
    }

    /** True if it has that thread with that number. */
    boolean has(long tid, long runs) {
        for (int i = 0; i < size; i++) {
            if (tids[i] == tid) {
                return slices[i] == runs && runs >= 0;
            }
        }
        return false;
    }

    /** True if no thread has run, come or gone since. */
    boolean isSameAs(Stamp earlier) {
        return Arrays.equals(tids, 0, size, earlier.tids, 0, earlier.size)
                && Arrays.equals(slices, 0, size, earlier.slices, 0, earlier.size);
    }
}
