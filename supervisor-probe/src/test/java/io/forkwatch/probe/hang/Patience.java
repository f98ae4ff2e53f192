package io.forkwatch.probe.hang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does. */
public final class Patience {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Patience() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        /** True if it is so now. */
        boolean holds() throws Exception;
    }

    /** Returns when it is so, and fails if that takes half a minute. */
    public static void until(Condition condition) throws Exception {
        long deadline = System.nanoTime() + MOST_NANOS;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
