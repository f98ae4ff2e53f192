package io.forkwatch.probe.publish;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.Snapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells from the age of the last tick whether the sampler is alive. Safe for any thread. */
public final class Health {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MISSED_TICKS = 5;

    private final Supplier<Snapshot> snapshots;
    private final Clocks clocks;
    private final long limitNanos;

    /**
     * Health of a sampler.
     *
     * @param snapshots the last snapshot; before the first tick, the empty one of the start
     * @param interval between two ticks
     * @param clocks to measure the age of the tick
     */
    public Health(Supplier<Snapshot> snapshots, Duration interval, Clocks clocks) {
        this.snapshots = snapshots;
        this.clocks = clocks;
        this.limitNanos = Math.max(PATIENCE.toNanos(), interval.toNanos() * MISSED_TICKS);
    }

    /** How things are now. */
    public Status check() {
        Snapshot snapshot = snapshots.get();
        long ageNanos = Math.max(0, clocks.nanos() - snapshot.nanos());
        return new Status(
                ageNanos > limitNanos,
                TimeUnit.NANOSECONDS.toMillis(ageNanos),
                snapshot.children().size());
    }

    /**
     * An answer of {@code /healthz}.
     *
     * @param stale true if the last tick is older than 30 seconds and than 5 intervals
     * @param tickAgeMillis age of the last tick, 0 and up
     * @param children living children at that tick
     */
    public record Status(boolean stale, long tickAgeMillis, int children) {
        /** {@code {"status":"ok","tick_age_ms":412,"children":3}}. */
        public String toJson() {
            StringWriter text = new StringWriter();
            try (JsonWriter json = new JsonWriter(text)) {
                json.beginObject();
                json.name("status").value(stale ? "stale" : "ok");
                json.name("tick_age_ms").value(tickAgeMillis);
                json.name("children").value(children);
                json.endObject();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return text.toString();
        }
    }
}
