package io.forkwatch.probe.thread;

import java.util.concurrent.TimeUnit;

/**
 * By how much a thread that sleeps until a time wakes later than that: what the whole JVM stood still for (a collection, a
 * safepoint, SIGSTOP, a machine that was suspended), or was kept from the processors. One thread writes, any reads.
 */
final class WakeLag {
    /** The longest of the last one to two of them is told. */
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private volatile long sinceNanos;
    private volatile long longestNanos;
    private volatile long longestBeforeNanos;

    /** Nobody was late by {@code nanos}. */
    WakeLag(long nanos) {
        this.sinceNanos = nanos;
    }

    /** It was to wake at one time and did so at another. */
    void woke(long dueNanos, long nanos) {
        longestBeforeNanos = beforeAt(nanos);
        long longest = currentAt(nanos);
        if (nanos - sinceNanos >= PERIOD_NANOS) {
            sinceNanos = nanos;
        }
        longestNanos = Math.max(longest, nanos - dueNanos);
    }

    /** The longest of late, nanoseconds, 0 and up. */
    long longestNanos(long nanos) {
        return Math.max(beforeAt(nanos), currentAt(nanos));
    }

    private long currentAt(long nanos) {
        return nanos - sinceNanos < PERIOD_NANOS ? longestNanos : 0;
    }

    private long beforeAt(long nanos) {
        long age = nanos - sinceNanos;
        if (age < PERIOD_NANOS) {
            return longestBeforeNanos;
        }
        return age < 2 * PERIOD_NANOS ? longestNanos : 0;
    }
}
