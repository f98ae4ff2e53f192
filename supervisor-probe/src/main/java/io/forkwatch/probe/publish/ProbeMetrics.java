package io.forkwatch.probe.publish;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.death.Death;
import io.prometheus.metrics.config.PrometheusProperties;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What is exposed to Prometheus: counts what happens, and takes all the rest from the last snapshot when it is asked.
 * The Prometheus library is loaded at the first scrape: a supervisor that nobody scrapes does not pay for it. Safe for
 * any thread.
 */
public final class ProbeMetrics implements DeathReceiver {
    /** The promise on the size of an answer. Rows that are not of a child come first and take about 870 at most. */
    private static final int SERIES_CAP = 2_000;

    /** Kept until somebody asks; with as many the library is worth loading. */
    private static final int MOST_ENDED = 1_000;

    /** Where the library cannot be loaded either, as for want of memory. */
    private static final int MOST_KEPT = 10 * MOST_ENDED;

    private final MetricSources sources;
    private final List<String> reasons;
    private final String version;
    private final String javaVersion;
    private final int seriesCap;

    /** Deaths before anybody has asked. */
    private final ArrayDeque<EventMetrics.Ended> ended = new ArrayDeque<>();

    private final LongAdder quickSamples = new LongAdder();
    private final LongAdder quickNanos = new LongAdder();

    private volatile Optional<EventMetrics> events = Optional.empty();
    private volatile boolean ticked;
    private volatile Supplier<OptionalLong> certificateExpiry = OptionalLong::empty;
    private volatile Tally reloads = new Tally();
    private Optional<MetricsPage> page = Optional.empty();

    /**
     * Metrics of a supervisor: at most 2,000 series.
     *
     * @param reasons the closed list of reasons for an exit: each is a series of each kind, from 0
     * @param version of Forkwatch
     * @param javaVersion of this JVM
     */
    public ProbeMetrics(MetricSources sources, List<String> reasons, String version, String javaVersion) {
        this(sources, reasons, version, javaVersion, SERIES_CAP);
    }

    /**
     * The same with another cap: for measurements, not for supervisors.
     *
     * @param seriesCap the most series of an answer
     */
    public ProbeMetrics(
            MetricSources sources, List<String> reasons, String version, String javaVersion, int seriesCap) {
        this.sources = sources;
        this.reasons = List.copyOf(reasons);
        this.version = version;
        this.javaVersion = javaVersion;
        this.seriesCap = seriesCap;
    }

    @Override
    public String what() {
        return "metrics";
    }

    @Override
    public void died(Death death, Diagnosis diagnosis) {
        exited(death, diagnosis.reason().label());
    }

    /**
     * A child has ended and was diagnosed.
     *
     * @param reason one of the closed list
     * @throws IllegalArgumentException if it is not
     */
    public void exited(Death death, String reason) {
        if (!reasons.contains(reason)) {
            throw new IllegalArgumentException("reason " + reason + " is not one of " + reasons);
        }
        synchronized (ended) {
            if (ended.size() < MOST_KEPT) {
                ended.add(EventMetrics.Ended.of(death, reason));
            }
            if (events.isPresent() || ended.size() >= MOST_ENDED) {
                count();
            }
        }
    }

    /** The library's metrics, with all deaths so far. */
    private EventMetrics count() {
        synchronized (ended) {
            EventMetrics counted =
                    events.orElseGet(() -> new EventMetrics(PrometheusProperties.get(), reasons, javaVersion, version));
            events = Optional.of(counted);
            // Each is taken out first: none is counted twice, whatever happens.
            while (!ended.isEmpty()) {
                counted.exited(ended.remove());
            }
            return counted;
        }
    }

    /** The sampler has made a tick, which took {@code durationNanos}. Not counted before anybody has asked. */
    public void tick(long durationNanos) {
        ticked = true;
        Optional<EventMetrics> counted = events;
        if (counted.isPresent()) {
            counted.get().tick(seconds(durationNanos));
        }
    }

    /** Memory that may run out was sampled: so many quick samples, and the time it took. */
    public void quick(long samples, long durationNanos) {
        quickSamples.add(samples);
        quickNanos.add(Math.max(0, durationNanos));
    }

    /**
     * The port is encrypted.
     *
     * @param expirySeconds until when its certificate is valid, seconds since the epoch; asked at each scrape
     */
    public void certificate(Supplier<OptionalLong> expirySeconds) {
        certificateExpiry = expirySeconds;
    }

    /** How often the options were read again, by result. */
    public void reloads(Tally results) {
        reloads = results;
    }

    Tally reloads() {
        return reloads;
    }

    OptionalLong certificateExpirySeconds() {
        return certificateExpiry.get();
    }

    private static double seconds(long nanos) {
        return Math.max(0, nanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** The port has turned away one of {@code what}. */
    public void dropped(String what) {
        sources.dropped().add(what);
    }

    /** The page that shows them, made when it is asked for the first time. */
    public synchronized MetricsPage page() {
        MetricsPage made = page.orElseGet(() -> new MetricsPage(this, count(), PrometheusProperties.get()));
        page = Optional.of(made);
        return made;
    }

    MetricSources sources() {
        return sources;
    }

    int seriesCap() {
        return seriesCap;
    }

    long quickSamples() {
        return quickSamples.sum();
    }

    long quickNanos() {
        return quickNanos.sum();
    }

    /** True once the sampler has made a tick. */
    boolean hasTicked() {
        return ticked;
    }
}
