package io.forkwatch.probe.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What many threads hand over to one. Bounded; never blocks on either side; what each thread hands over stays in order.
 *
 * @param <T> what is handed over
 */
public final class HandoverQueue<T> {
    private final ConcurrentLinkedQueue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;
    private final Object taking = new Object();
    private volatile Optional<T> inHand = Optional.empty();
    private volatile boolean closed;

    /**
     * An empty queue.
     *
     * @param capacity the most that may wait, 1 and up
     */
    public HandoverQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity below 1: " + capacity);
        }
        this.capacity = capacity;
    }

    /** Hands one over; false if it found no room, or the queue is closed. For any thread. */
    public boolean offer(T one) {
        if (closed) {
            return false;
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return false;
        }
        add(one);
        // Closed in between: then nobody comes to take it.
        if (closed) {
            clear();
        }
        return true;
    }

    // Memory may run out here: then nothing has come, and its room is given back.
    private void add(T one) {
        boolean added = false;
        try {
            added = waiting.add(one);
        } finally {
            if (!added) {
                size.decrementAndGet();
            }
        }
    }

    /** Takes the oldest; empty if nothing waits. For the one thread that takes. */
    public Optional<T> poll() {
        // Contended at the end alone, where another one takes what is left.
        synchronized (taking) {
            // Nothing is taken before the memory for the answer is there.
            Optional<T> oldest = Optional.ofNullable(waiting.peek());
            if (oldest.isPresent() && waiting.poll() != null) {
                size.decrementAndGet();
            }
            inHand = oldest;
            return oldest;
        }
    }

    /**
     * Takes all that is left, because the one thread that takes is not there, or has not got ready in time: what it took last
     * and has not come back from, then what waits. For any thread.
     */
    public List<T> takeOver() {
        synchronized (taking) {
            List<T> left = new ArrayList<>();
            inHand.ifPresent(left::add);
            for (Optional<T> one = poll(); one.isPresent(); one = poll()) {
                left.add(one.get());
            }
            return left;
        }
    }

    /** True if nothing waits. For any thread. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * True if one like this is among the oldest. For any thread.
     *
     * @param most how many are asked, 1 and up
     */
    public boolean holdsAmongOldest(int most, Predicate<? super T> like) {
        int asked = 0;
        for (T one : waiting) {
            if (like.test(one)) {
                return true;
            }
            if (++asked == most) {
                return false;
            }
        }
        return false;
    }

    /** Lets go of all that waits, and refuses what comes from now on. For any thread. */
    public void close() {
        closed = true;
        clear();
    }

    private void clear() {
        boolean more = true;
        while (more) {
            more = poll().isPresent();
        }
    }
}
