package io.forkwatch.probe.procfs;

import java.util.Arrays;

/** The processes of one listing, in the order of their pids. One object serves many listings. Not thread-safe. */
public final class PidList {
    private long[] pids = new long[256];
    private int size;

    /** An empty list. */
    public PidList() {}

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The one at a place, 0 to {@link #size()} - 1. */
    public long pid(int at) {
        return pids[at];
    }

    /** True if it is among them. */
    public boolean contains(long pid) {
        return Arrays.binarySearch(pids, 0, size, pid) >= 0;
    }

    /** Forgets all of them. */
    public void clear() {
        size = 0;
    }

    void add(long pid) {
        if (size == pids.length) {
            pids = Arrays.copyOf(pids, 2 * size);
        }
        pids[size++] = pid;
    }

    void sort() {
        Arrays.sort(pids, 0, size);
    }
}
