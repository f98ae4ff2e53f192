package io.forkwatch.probe.process;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Two clocks that a test moves by hand, always together. */
public final class HandClock {
    /** Wall clock before the first move. */
    public static final Instant EPOCH = Instant.parse("2026-11-01T12:00:00Z");

    private static final long START_NANOS = 7_000_000_000_000L;
    private final AtomicLong nanos = new AtomicLong(START_NANOS);

    /** The clocks as production code takes them. */
    public Clocks clocks() {
        return new Clocks(nanos::get, () -> EPOCH.plusNanos(nanos.get() - START_NANOS));
    }

    /** Monotonic time. */
    public long nanos() {
        return nanos.get();
    }

    /** Lets time pass. */
    public void passMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }
}
