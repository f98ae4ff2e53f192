package io.forkwatch.probe.publish;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.LiveView;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells from the age of the last tick whether the sampler is alive. Safe for any thread. */
public final class Health {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MISSED_TICKS = 5;

    private final Supplier<? extends LiveView> views;
    private final Supplier<Optional<String>> log;
    private final LongSupplier lagNanos;
    private final Clocks clocks;
    private final long limitNanos;

    /**
     * Health of a sampler.
     *
     * @param views what was published last; before the first tick, the empty view of the start
     * @param interval between two ticks
     * @param clocks to measure the age of the tick
     */
    public Health(Supplier<? extends LiveView> views, Duration interval, Clocks clocks) {
        this(views, Optional::empty, () -> 0, interval, clocks);
    }

    /**
     * The same where the log may be in a file because nobody can read stderr.
     *
     * @param log that file, at this moment
     * @param lagNanos by how much a thread of ours woke late, the longest of the last seconds
     */
    public Health(
            Supplier<? extends LiveView> views,
            Supplier<Optional<String>> log,
            LongSupplier lagNanos,
            Duration interval,
            Clocks clocks) {
        this.views = views;
        this.log = log;
        this.lagNanos = lagNanos;
        this.clocks = clocks;
        this.limitNanos = Math.max(PATIENCE.toNanos(), interval.toNanos() * MISSED_TICKS);
    }

    /** How things are now. */
    public Status check() {
        LiveView view = views.get();
        long ageNanos = Math.max(0, clocks.nanos() - view.nanos());
        return new Status(
                ageNanos > limitNanos,
                TimeUnit.NANOSECONDS.toMillis(ageNanos),
                view.trees().size(),
                TimeUnit.NANOSECONDS.toMillis(lagNanos.getAsLong()),
                log.get());
    }

    /**
     * An answer of {@code /healthz}.
     *
     * @param stale true if the last tick is older than 30 seconds and than 5 intervals
     * @param tickAgeMillis age of the last tick, 0 and up
     * @param children living children at that tick
     * @param hostLagMillis how long this JVM stood still, or had no processor, the longest of the last 10 to 20 s
     * @param log the file that has the log, where it is because nobody can read stderr
     */
    public record Status(boolean stale, long tickAgeMillis, int children, long hostLagMillis, Optional<String> log) {
        public Status {
            if (tickAgeMillis < 0) {
                throw new IllegalArgumentException("tickAgeMillis below 0: " + tickAgeMillis);
            }
        }

        /** {@code {"status":"ok","tick_age_ms":412,"children":3,"host_lag_ms":0}}. */
        public String toJson() {
            StringWriter text = new StringWriter();
            try (JsonWriter json = new JsonWriter(text)) {
                json.beginObject();
                json.name("status").value(stale ? "stale" : "ok");
                if (stale) {
                    json.name("reason").value("the sampler has made no tick for " + tickAgeMillis + " ms");
                }
                json.name("tick_age_ms").value(tickAgeMillis);
                json.name("children").value(children);
                json.name("host_lag_ms").value(hostLagMillis);
                if (log.isPresent()) {
                    json.name("log").value(log.get());
                }
                json.endObject();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return text.toString();
        }
    }
}
