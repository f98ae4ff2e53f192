package io.forkwatch.probe.report;

import io.forkwatch.probe.process.Clocks;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A monotonic clock that tests turn by hand, and a wall clock that stands still. */
public final class Times {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);

    public static Clocks fixed() {
        return new Times().clocks();
    }

    public Clocks clocks() {
        Instant wall = Instant.parse("2026-11-01T12:00:00.123456Z");
        return new Clocks(nanos::get, () -> wall);
    }

    long nanos() {
        return nanos.get();
    }

    public void passMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }
}
