package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.SweepView;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.hang.HangView.Blocked;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * All rows, made from one snapshot at the time of the scrape: nothing is stored, so a child that is gone takes its rows
 * with it. Safe for any thread.
 */
final class MetricRows implements MultiCollector {
    /** Of the room for all series: a limit that is too low for everybody takes no rows from those who have it. */
    private static final int MOST_ADVISED = 100;

    private static final Labels SUPERVISOR = Labels.of("kind", "supervisor", "slot", "self");

    private final ProbeMetrics metrics;
    private final EventMetrics events;
    private final ChildRows children;

    /** Bounded, as kinds are. */
    private final Map<Kind, KindLabels> labels = new ConcurrentHashMap<>();

    /** Rows beside those of what happens, which take part of the room. */
    MetricRows(ProbeMetrics metrics, EventMetrics events) {
        this.metrics = metrics;
        this.events = events;
        this.children = new ChildRows(metrics.sources().dropped());
    }

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
        return MetricFamily.OF_SNAPSHOT.stream().map(MetricFamily::descriptor).toList();
    }

    @Override
    public MetricSnapshots collect() {
        MetricSources sources = metrics.sources();
        Snapshot snapshot = sources.snapshots().get();
        JvmView jvms = sources.jvms().get();
        Exposition exposition = new Exposition();
        snapshot.kinds().forEach(totals -> kind(totals, jvms, exposition));
        orphans(snapshot, exposition);
        AdviceView advice = sources.advice().get();
        advice(advice, snapshot, exposition);
        victim(advice, snapshot, exposition);
        blocked(advice.hangs(), snapshot, exposition);
        sampler(snapshot, exposition);
        agent(sources, exposition);
        certificate(exposition);
        tally(MetricFamily.OPTION_RELOADS, "result", metrics.reloads(), exposition);
        Tally dropped = sources.dropped();
        int room = metrics.seriesCap()
                - events.series()
                - exposition.series()
                - dropped.read().size();
        children.write(snapshot.children(), jvms, sources.pss().get(), room, exposition);
        // Last, so that it has what this very answer leaves out.
        tally(MetricFamily.DROPPED, "what", dropped, exposition);
        return exposition.build();
    }

    /** Every row of a kind is there from the moment it is known, so that a rate sees its first event. */
    private void kind(KindTotals totals, JvmView jvms, Exposition exposition) {
        Kind kind = totals.kind();
        KindLabels its = labels(kind);
        exposition.gauge(MetricFamily.CHILDREN, its.kind(), totals.living());
        exposition.counter(MetricFamily.STARTS, its.kind(), totals.starts());
        exposition.counter(MetricFamily.START_FAILURES, its.kind(), totals.startFailures());
        exposition.counter(
                MetricFamily.CPU_TIME, its.user(), seconds(totals.cpu().userNanos()));
        exposition.counter(
                MetricFamily.CPU_TIME, its.system(), seconds(totals.cpu().systemNanos()));
        Long gcNanos = jvms.gcNanosByKind().get(kind);
        if (gcNanos != null) {
            exposition.counter(MetricFamily.JVM_GC_TIME, its.kind(), seconds(gcNanos));
        }
    }

    private KindLabels labels(Kind kind) {
        return labels.computeIfAbsent(kind, KindLabels::of);
    }

    /** Every kind has its row, so that an alert sees the first orphan come. */
    private void orphans(Snapshot snapshot, Exposition exposition) {
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        Map<Kind, Long> oldestNanos = new LinkedHashMap<>();
        snapshot.kinds().forEach(totals -> counts.put(totals.kind(), 0));
        for (Orphan orphan : snapshot.orphans()) {
            counts.merge(orphan.kind(), 1, Integer::sum);
            oldestNanos.merge(orphan.kind(), orphan.aloneNanos(), Math::max);
        }
        counts.forEach((kind, count) ->
                exposition.gauge(MetricFamily.ORPHANS, labels(kind).kind(), count));
        oldestNanos.forEach((kind, nanos) ->
                exposition.gauge(MetricFamily.ORPHAN_AGE, labels(kind).kind(), seconds(nanos)));
    }

    /** A limit that is never exceeded has its rows, so that one which is wired to nothing can be told from one that holds. */
    private static void advice(AdviceView view, Snapshot snapshot, Exposition exposition) {
        view.trips()
                .forEach((kind, counts) -> counts.forEach((limit, count) -> exposition.counter(
                        MetricFamily.LIMIT_TRIPS, Labels.of("kind", kind.name(), "limit", limit.label()), count)));
        if (view.sweep().isPresent()) {
            sweep(view.sweep().get(), exposition);
        }
        Set<ProcessKey> advised = view.byChild().keySet();
        flag(MetricFamily.ADVISED_RECYCLE, advised, snapshot, exposition);
        flag(MetricFamily.CHILD_IDLE, view.idleSinceNanos().keySet(), snapshot, exposition);
    }

    private static void flag(MetricFamily family, Set<ProcessKey> flagged, Snapshot snapshot, Exposition exposition) {
        if (flagged.isEmpty()) {
            return;
        }
        // Children that share a name, which is what the overflow slot is for, have one row.
        Set<Name> names = new HashSet<>();
        for (LivingChild living : snapshot.children()) {
            Name name = living.child().name();
            if (flagged.contains(living.child().key()) && names.size() < MOST_ADVISED && names.add(name)) {
                exposition.gauge(family, labels(name), 1);
            }
        }
    }

    /** What is only possible has no row. A child that has ended has one while this JVM waits for the end of its output. */
    private static void blocked(HangView view, Snapshot snapshot, Exposition exposition) {
        Set<Labels> rows = new HashSet<>();
        for (LivingChild living : view.blocked().isEmpty() ? List.<LivingChild>of() : snapshot.children()) {
            Blocked its = view.blocked().get(living.child().key());
            if (its != null && its.isSaid()) {
                rows.add(labels(living.child().name(), its.blockage().on().label()));
            }
        }
        for (HeldOutput held : view.held()) {
            if (held.sureness() != Sureness.POSSIBLE) {
                rows.add(labels(held.child().name(), "held_output"));
            }
        }
        rows.stream().sorted().limit(MOST_ADVISED).forEach(row -> exposition.gauge(MetricFamily.CHILD_BLOCKED, row, 1));
    }

    private static Labels labels(Name name, String on) {
        return Labels.of("kind", name.kind().name(), "slot", name.slot().label(), "on", on);
    }

    private static Labels labels(Name name) {
        return Labels.of("kind", name.kind().name(), "slot", name.slot().label());
    }

    /** A child that has gone since it was ranked has no row any more. */
    private static void victim(AdviceView view, Snapshot snapshot, Exposition exposition) {
        if (view.next().isPresent() && view.next().get().isSupervisor()) {
            exposition.gauge(MetricFamily.NEXT_VICTIM, SUPERVISOR, 1);
        }
        snapshot.children().stream()
                .map(LivingChild::child)
                .filter(child -> view.isNext(child.key()))
                .forEach(child -> exposition.gauge(MetricFamily.NEXT_VICTIM, labels(child.name()), 1));
    }

    private static void sweep(SweepView sweep, Exposition exposition) {
        exposition.gauge(MetricFamily.SWEEP_LEFT_OVER, Labels.EMPTY, (double) sweep.leftOver());
        exposition.gauge(MetricFamily.SWEEP_LEFT_OVER_BYTES, Labels.EMPTY, (double) sweep.leftOverBytes());
        exposition.counter(MetricFamily.SWEEP_REMOVED, Labels.EMPTY, sweep.removed());
        exposition.counter(MetricFamily.SWEEP_REMOVED_BYTES, Labels.EMPTY, sweep.removedBytes());
        exposition.counter(MetricFamily.SWEEP_FAILURES, Labels.EMPTY, sweep.failures());
    }

    private void sampler(Snapshot snapshot, Exposition exposition) {
        exposition.counter(MetricFamily.QUICK_LOOKS, Labels.EMPTY, metrics.quickSamples());
        exposition.counter(MetricFamily.QUICK_TIME, Labels.EMPTY, seconds(metrics.quickNanos()));
        // Before the first tick nobody knows how late it will be.
        if (metrics.hasTicked()) {
            exposition.gauge(MetricFamily.LAG, Labels.EMPTY, seconds(snapshot.lagNanos()));
        }
    }

    private static void agent(MetricSources sources, Exposition exposition) {
        sources.capabilities()
                .get()
                .forEach((name, able) ->
                        exposition.gauge(MetricFamily.CAPABILITY, Labels.of("name", name), able ? 1 : 0));
        sources.threadNanos()
                .get()
                .forEach((thread, nanos) ->
                        exposition.counter(MetricFamily.AGENT_CPU, Labels.of("thread", thread), seconds(nanos)));
        tally(MetricFamily.TROUBLE, "what", sources.trouble(), exposition);
    }

    private void certificate(Exposition exposition) {
        OptionalLong expirySeconds = metrics.certificateExpirySeconds();
        if (expirySeconds.isPresent()) {
            exposition.gauge(MetricFamily.CERTIFICATE_EXPIRY, Labels.EMPTY, (double) expirySeconds.getAsLong());
        }
    }

    private static void tally(MetricFamily family, String label, Tally tally, Exposition exposition) {
        for (Map.Entry<String, Long> count : tally.read().entrySet()) {
            exposition.counter(family, Labels.of(label, count.getKey()), count.getValue());
        }
    }

    private static double seconds(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
