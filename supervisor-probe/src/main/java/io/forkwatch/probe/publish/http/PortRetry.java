package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.thread.Confined;
import java.util.concurrent.TimeUnit;

/**
 * When to try again for a port that was taken: 5 s after the first failure, then twice as long each time, at most
 * 5 minutes. No clock, no thread: monotonic time is handed in.
 */
@Confined(Confined.To.REPORTER)
final class PortRetry {
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NO_THREAD_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private long waitNanos;
    private long failedAt;
    private int failures;

    /** True if now is the time for an attempt; the first one is always due. */
    public boolean due(long nanos) {
        return remainingNanos(nanos) == 0;
    }

    /** How long to wait until the next attempt, in nanoseconds; 0 = it is due. */
    public long remainingNanos(long nanos) {
        // Before the first failure there is no failedAt to count from, and a monotonic clock may be below zero.
        return failures == 0 ? 0 : Math.max(0, waitNanos - (nanos - failedAt));
    }

    /** An attempt has failed. */
    public void failed(long nanos) {
        failures++;
        failedAt = nanos;
        waitNanos = waitNanos == 0 ? FIRST_NANOS : Math.min(2 * waitNanos, LONGEST_NANOS);
    }

    /** As {@link #failed}, for want of threads: 30 s at the least, because the JVM prints two lines at each attempt. */
    public void failedWithoutThread(long nanos) {
        failed(nanos);
        waitNanos = Math.max(waitNanos, NO_THREAD_NANOS);
    }

    /** An attempt has succeeded: whatever fails later has nothing to do with what failed before. */
    public void succeeded() {
        failures = 0;
        waitNanos = 0;
    }

    /** How many attempts have failed since the last that did not; worth a line only when it becomes 1. */
    public int failures() {
        return failures;
    }
}
