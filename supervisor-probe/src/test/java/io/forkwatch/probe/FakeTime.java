package io.forkwatch.probe;

import io.forkwatch.probe.process.Clocks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so. Starts below zero, as System.nanoTime may. */
public record FakeTime(AtomicLong nanos) {
    public static FakeTime start() {
        return new FakeTime(new AtomicLong(-5_000_000_000L));
    }

    public Clocks clocks() {
        return new Clocks(nanos::get, InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z")));
    }

    public void pass(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    public long now() {
        return nanos.get();
    }
}
