package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.event.StderrRing;
import java.util.Arrays;

/** The bytes of one stream, the last so many of them. The lock is held for a copy of bytes and nothing else. */
final class TailRing implements StderrRing {
    private static final int FIRST_BYTES = 1024;

    private final int capacity;
    private byte[] bytes = {};
    private long total;
    private boolean attached;
    private boolean complete;
    private boolean whole;

    /**
     * An empty ring of a stream that is not known yet.
     *
     * @param capacity most bytes that are kept, 1 and up; the memory is taken as it is needed
     */
    TailRing(int capacity) {
        this.capacity = capacity;
    }

    /** The stream is known and will be copied from its first byte on. */
    synchronized void attached() {
        attached = true;
    }

    synchronized void add(byte[] from, int offset, int length) {
        int kept = Math.min(length, capacity);
        total += length - kept;
        grow(kept);
        int at = (int) (total % capacity);
        int first = Math.min(kept, capacity - at);
        System.arraycopy(from, offset + length - kept, bytes, at, first);
        System.arraycopy(from, offset + length - kept + first, bytes, 0, kept - first);
        total += kept;
    }

    // While it has not been filled once, the place of a byte in the stream is its place here.
    private void grow(int more) {
        long needed = Math.min(capacity, total + more);
        if (bytes.length < needed) {
            long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(capacity, Math.max(needed, doubled)));
        }
    }

    /** The stream has ended, or nobody will read it any more. */
    synchronized void complete() {
        complete = true;
    }

    /** Its last byte was read. */
    synchronized void whole() {
        whole = true;
        complete = true;
    }

    @Override
    public synchronized boolean isWhole() {
        return whole;
    }

    @Override
    public synchronized boolean isComplete() {
        return complete || !attached;
    }

    @Override
    public int capacityBytes() {
        return capacity;
    }

    @Override
    public synchronized byte[] lastBytes() {
        boolean cut = total > capacity;
        byte[] all = copy(cut ? (int) (total % capacity) : 0);
        return cut ? fromSecondLine(all) : all;
    }

    private byte[] copy(int oldest) {
        int length = (int) Math.min(total, capacity);
        byte[] copy = new byte[length];
        int first = Math.min(length, capacity - oldest);
        System.arraycopy(bytes, oldest, copy, 0, first);
        System.arraycopy(bytes, 0, copy, first, length - first);
        return copy;
    }

    private static byte[] fromSecondLine(byte[] all) {
        for (int at = 0; at < all.length; at++) {
            if (all[at] == '\n') {
                return Arrays.copyOfRange(all, at + 1, all.length);
            }
        }
        return new byte[0];
    }
}
