package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.death.Death;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.MetricWithFixedMetadata;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What happens, counted by the library's own metrics. All the rest is true at one moment, and {@link MetricRows} has it.
 * Safe for any thread.
 */
final class EventMetrics {
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;
    private static final double[] TICKS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5};
    private static final double[] LIFETIMES = {0.1, 1, 5, 30, 120, 600, 3_600, 14_400};
    private static final double[] PEAKS = {16 * MIB, 64 * MIB, 256 * MIB, 512 * MIB, GIB, 2 * GIB, 4 * GIB, 16 * GIB};

    /** Of a histogram beside its buckets: that of infinity, the sum and the count. */
    private static final int BESIDE_BUCKETS = 3;

    private final PrometheusProperties settings;
    private final List<Collector> collectors = new ArrayList<>();
    private final List<String> reasons;
    private final Counter exits;
    private final Histogram lifetime;
    private final Histogram peak;
    private final Histogram ticks;

    /** Bounded, as kinds are. */
    private final Set<Kind> known = ConcurrentHashMap.newKeySet();

    private volatile boolean broken;

    /**
     * Nothing has happened yet.
     *
     * @param reasons the closed list of reasons for an exit
     * @param build values of the labels of {@link MetricFamily#BUILD}
     */
    EventMetrics(PrometheusProperties settings, List<String> reasons, String... build) {
        this.settings = settings;
        this.reasons = List.copyOf(reasons);
        // Exemplars would have a thread of their own, and ask for tracers.
        this.exits = add(named(Counter.builder(settings), MetricFamily.EXITS).withoutExemplars());
        this.lifetime = histogram(MetricFamily.LIFETIME, LIFETIMES);
        this.peak = histogram(MetricFamily.EXIT_PEAK, PEAKS);
        this.ticks = histogram(MetricFamily.TICK, TICKS);
        add(named(Info.builder(settings), MetricFamily.BUILD)).addLabelValues(build);
    }

    private Histogram histogram(MetricFamily family, double... upperBounds) {
        return add(named(Histogram.builder(settings), family)
                .classicOnly()
                .classicUpperBounds(upperBounds)
                .withoutExemplars());
    }

    private static <B extends MetricWithFixedMetadata.Builder<B, ?>> B named(B builder, MetricFamily family) {
        Unit unit = family.metadata().getUnit();
        B named = builder.name(family.metadata().getName())
                .help(family.metadata().getHelp())
                .labelNames(family.labelNames().toArray(new String[0]));
        return unit == null ? named : named.unit(unit);
    }

    private <M extends MetricWithFixedMetadata> M add(MetricWithFixedMetadata.Builder<?, M> builder) {
        M metric = builder.build();
        collectors.add(metric);
        return metric;
    }

    /** All of them, for a registry. */
    List<Collector> collectors() {
        return collectors;
    }

    /** Each row of a kind is there from the moment it is known, so that a rate sees its first event. */
    void know(Kind kind) {
        if (!known.contains(kind)) {
            reasons.forEach(reason -> exits.initLabelValues(kind.name(), reason));
            knowDistributions(kind);
            known.add(kind);
        }
    }

    private void knowDistributions(Kind kind) {
        lifetime.initLabelValues(kind.name());
        peak.initLabelValues(kind.name());
    }

    /** How many series they are. */
    int series() {
        int ofKind = reasons.size() + LIFETIMES.length + PEAKS.length + 2 * BESIDE_BUCKETS;
        return known.size() * ofKind + TICKS.length + BESIDE_BUCKETS + 1;
    }

    /** A child has ended, for one of the reasons. */
    void exited(Ended ended) {
        know(ended.kind());
        String kind = ended.kind().name();
        exits.labelValues(kind, ended.reason()).inc();
        observe(lifetime.labelValues(kind), ended.lifetimeNanos() / (double) TimeUnit.SECONDS.toNanos(1));
        // A peak of 0 means that it was never sampled: unknown, so not counted.
        if (ended.peakBytes() > 0) {
            observe(peak.labelValues(kind), (double) ended.peakBytes());
        }
    }

    /** The sampler has made a tick. */
    void tick(double seconds) {
        observe(ticks, seconds);
    }

    // Where memory runs out in the middle of an observation, the library waits for its end in each scrape, and then
    // fails.
    private void observe(DistributionDataPoint distribution, double value) {
        boolean done = false;
        try {
            distribution.observe(value);
            done = true;
        } finally {
            if (!done) {
                broken = true;
            }
        }
    }

    /** Begins the histograms anew, from 0, where an observation was broken off. To be called before a scrape. */
    void mend() {
        if (broken) {
            broken = false;
            lifetime.clear();
            peak.clear();
            ticks.clear();
            known.forEach(this::knowDistributions);
        }
    }

    /**
     * What is counted of a death.
     *
     * @param lifetimeNanos 0 and up
     * @param peakBytes most memory of the tree; 0 if it was never sampled
     */
    record Ended(Kind kind, String reason, long lifetimeNanos, long peakBytes) {
        static Ended of(Death death, String reason) {
            return new Ended(
                    death.child().name().kind(),
                    reason,
                    Math.max(0, death.lifetime().toNanos()),
                    death.peak().treeRssBytes());
        }
    }
}
