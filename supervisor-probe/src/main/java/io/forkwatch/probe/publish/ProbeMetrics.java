package io.forkwatch.probe.publish;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.death.Death;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is exposed to Prometheus: counts what happens, and takes all the rest from the last snapshot when it is asked.
 * The Prometheus library is loaded at the first scrape: a supervisor that nobody scrapes does not pay for it. Safe for
 * any thread.
 */
public final class ProbeMetrics implements DeathReceiver {
    /** The promise on the size of an answer. Rows that are not of a child come first and take about 870 at most. */
    private static final int SERIES_CAP = 2_000;

    private final MetricSources sources;
    private final List<String> reasons;
    private final String version;
    private final String javaVersion;
    private final int seriesCap;

    /** Bounded, as kinds are. */
    private final Map<Kind, KindExits> exits = new ConcurrentHashMap<>();

    private final FixedHistogram ticks =
            new FixedHistogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5);
    private final LongAdder quickSamples = new LongAdder();
    private final LongAdder quickNanos = new LongAdder();
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
        exits(death.child().name().kind()).add(death, reason);
    }

    /** The sampler has made a tick, which took {@code durationNanos}. */
    public void tick(long durationNanos) {
        ticks.observe(Math.max(0, durationNanos) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** Memory that may run out was sampled: so many quick samples, and the time it took. */
    public void quick(long samples, long durationNanos) {
        quickSamples.add(samples);
        quickNanos.add(Math.max(0, durationNanos));
    }

    /** The port has turned away one of {@code what}. */
    public void dropped(String what) {
        sources.dropped().add(what);
    }

    /** The page that shows them, made when it is asked for the first time. */
    public synchronized MetricsPage page() {
        MetricsPage made = page.orElseGet(() -> new MetricsPage(new MetricRows(this)));
        page = Optional.of(made);
        return made;
    }

    KindExits exits(Kind kind) {
        return exits.computeIfAbsent(kind, key -> new KindExits(reasons));
    }

    MetricSources sources() {
        return sources;
    }

    List<String> reasons() {
        return reasons;
    }

    int seriesCap() {
        return seriesCap;
    }

    FixedHistogram ticks() {
        return ticks;
    }

    long quickSamples() {
        return quickSamples.sum();
    }

    long quickNanos() {
        return quickNanos.sum();
    }

    String version() {
        return version;
    }

    String javaVersion() {
        return javaVersion;
    }
}
