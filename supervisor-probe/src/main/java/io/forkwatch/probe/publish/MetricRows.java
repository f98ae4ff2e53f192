package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.Snapshot;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * All rows, made from one snapshot at the time of the scrape: nothing is stored, so a child that is gone takes its rows
 * with it. Safe for any thread.
 */
final class MetricRows implements MultiCollector {
    /** The promise on the size of an answer. Rows that are not of a child come first and take about 870 at most. */
    static final int MAX_SERIES = 2_000;

    private final ProbeMetrics metrics;
    private final ChildRows children;

    MetricRows(ProbeMetrics metrics) {
        this.metrics = metrics;
        this.children = new ChildRows(metrics.dropped());
    }

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
        return Arrays.stream(Family.values()).map(Family::descriptor).toList();
    }

    @Override
    public MetricSnapshots collect() {
        Snapshot snapshot = metrics.snapshot();
        Exposition exposition = new Exposition();
        exposition.info(Family.BUILD, Labels.of("version", metrics.version(), "java_version", metrics.javaVersion()));
        JvmView jvms = metrics.jvms();
        snapshot.kinds().forEach(totals -> kind(totals, jvms, exposition));
        orphans(snapshot, exposition);
        sampler(snapshot, exposition);
        metrics.capabilities()
                .forEach((name, able) -> exposition.gauge(Family.CAPABILITY, Labels.of("name", name), able ? 1 : 0));
        tally(Family.TROUBLE, metrics.trouble(), exposition);
        Tally dropped = metrics.dropped();
        int room = MAX_SERIES - exposition.series() - dropped.read().size();
        children.write(snapshot.children(), jvms, metrics.pss(), room, exposition);
        // Last, so that it has what this very answer leaves out.
        tally(Family.DROPPED, dropped, exposition);
        return exposition.build();
    }

    /** Every row of a kind is there from the moment it is known, so that a rate sees its first event. */
    private void kind(KindTotals totals, JvmView jvms, Exposition exposition) {
        Kind kind = totals.kind();
        Labels labels = Labels.of("kind", kind.name());
        exposition.gauge(Family.CHILDREN, labels, totals.living());
        exposition.counter(Family.STARTS, labels, totals.starts());
        exposition.counter(Family.START_FAILURES, labels, totals.startFailures());
        cpu(kind, totals.cpu(), exposition);
        Long gcNanos = jvms.gcNanosByKind().get(kind);
        if (gcNanos != null) {
            exposition.counter(Family.JVM_GC_TIME, labels, seconds(gcNanos));
        }
        KindExits exits = metrics.exits(kind);
        exits.byReason().forEach(exitsBy(kind, exposition));
        exposition.histogram(Family.LIFETIME, labels, exits.lifetime());
        exposition.histogram(Family.EXIT_PEAK, labels, exits.peak());
    }

    private static void cpu(Kind kind, CpuTime cpu, Exposition exposition) {
        Labels user = Labels.of("kind", kind.name(), "mode", "user");
        Labels system = Labels.of("kind", kind.name(), "mode", "system");
        exposition.counter(Family.CPU_TIME, user, seconds(cpu.userNanos()));
        exposition.counter(Family.CPU_TIME, system, seconds(cpu.systemNanos()));
    }

    private static BiConsumer<String, LongAdder> exitsBy(Kind kind, Exposition exposition) {
        return (reason, count) ->
                exposition.counter(Family.EXITS, Labels.of("kind", kind.name(), "reason", reason), count.sum());
    }

    /** Every kind has its row, so that an alert sees the first orphan come. */
    private static void orphans(Snapshot snapshot, Exposition exposition) {
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        Map<Kind, Long> oldestNanos = new LinkedHashMap<>();
        snapshot.kinds().forEach(totals -> counts.put(totals.kind(), 0));
        for (Orphan orphan : snapshot.orphans()) {
            counts.merge(orphan.kind(), 1, Integer::sum);
            oldestNanos.merge(orphan.kind(), orphan.aloneNanos(), Math::max);
        }
        counts.forEach((kind, count) -> exposition.gauge(Family.ORPHANS, Labels.of("kind", kind.name()), count));
        oldestNanos.forEach(
                (kind, nanos) -> exposition.gauge(Family.ORPHAN_AGE, Labels.of("kind", kind.name()), seconds(nanos)));
    }

    private void sampler(Snapshot snapshot, Exposition exposition) {
        Distribution ticks = metrics.ticks();
        exposition.histogram(Family.TICK, Labels.EMPTY, ticks);
        exposition.counter(Family.QUICK_LOOKS, Labels.EMPTY, metrics.quickLooks());
        exposition.counter(Family.QUICK_TIME, Labels.EMPTY, seconds(metrics.quickNanos()));
        // Before the first tick nobody knows how late it will be.
        if (ticks.count() > 0) {
            exposition.gauge(Family.LAG, Labels.EMPTY, seconds(snapshot.lagNanos()));
        }
    }

    private static void tally(Family family, Tally tally, Exposition exposition) {
        for (Map.Entry<String, Long> count : tally.read().entrySet()) {
            exposition.counter(family, Labels.of("what", count.getKey()), count.getValue());
        }
    }

    private static double seconds(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
