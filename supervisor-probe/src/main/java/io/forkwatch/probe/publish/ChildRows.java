package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gauges of living children, one set for each kind and slot. Children that share a name, which is what the overflow
 * slot is for, are added up. Safe for any thread.
 */
final class ChildRows {
    /** Rows that one name can have. All of them are set aside at once: a row that appears later pushes nobody out. */
    static final int ROWS = MetricFamily.OF_CHILD.size();

    private static final Comparator<LivingChild> OLDEST_FIRST = (one, other) ->
            Long.signum(one.child().startedNanos() - other.child().startedNanos());

    private static final Comparator<ChildRow> BY_LABELS =
            (one, other) -> one.labels().compareTo(other.labels());

    /** As many as there are names: bounded by the caps on kinds and slots. */
    private final Map<Name, Labels> labels = new ConcurrentHashMap<>();

    private final Tally dropped;
    private Set<ProcessKey> leftOut = Set.of();

    ChildRows(Tally dropped) {
        this.dropped = dropped;
        dropped.add("series", 0);
    }

    /**
     * Adds the children to an answer, oldest first, as long as there is room. Who finds none is counted once as dropped,
     * not once a scrape.
     *
     * @param jvms what is known of their JVMs
     * @param pss their proportional memory
     * @param room series that may be added
     */
    void write(List<LivingChild> children, JvmView jvms, PssView pss, int room, Exposition exposition) {
        int most = Math.max(0, room) / ROWS;
        // Their order tells nothing where there is room for all.
        List<LivingChild> ranked = children.size() > most ? oldestFirst(children) : children;
        List<ChildRow> rows = rows(ranked, most, jvms, pss);
        // The library sorts each family by labels: sorted here once, all of them are for it.
        rows.sort(BY_LABELS);
        for (MetricFamily family : MetricFamily.OF_CHILD) {
            exposition.gauges(family, points(rows, family));
        }
    }

    private static List<LivingChild> oldestFirst(List<LivingChild> children) {
        List<LivingChild> sorted = new ArrayList<>(children);
        sorted.sort(OLDEST_FIRST);
        return sorted;
    }

    private List<ChildRow> rows(List<LivingChild> ranked, int most, JvmView jvms, PssView pss) {
        Map<Name, ChildRow> rows = new HashMap<>();
        Set<ProcessKey> withoutRoom = new HashSet<>();
        for (LivingChild living : ranked) {
            Name name = living.child().name();
            ChildRow row = rows.get(name);
            if (row == null && rows.size() < most) {
                row = new ChildRow(labels.computeIfAbsent(name, ChildRows::labelsOf));
                rows.put(name, row);
            }
            if (row == null) {
                withoutRoom.add(living.child().key());
            } else {
                add(living, jvms, pss, row);
            }
        }
        countDropped(withoutRoom);
        return new ArrayList<>(rows.values());
    }

    private static void add(LivingChild living, JvmView jvms, PssView pss, ChildRow row) {
        row.add(living);
        JvmFigures jvm = jvms.byChild().get(living.child().key());
        if (jvm != null) {
            row.add(jvm);
        }
        Long pssBytes = pss.bytesByChild().get(living.child().key());
        if (pssBytes != null) {
            row.addPss(pssBytes);
        }
    }

    private static Labels labelsOf(Name name) {
        return Labels.of("kind", name.kind().name(), "slot", name.slot().label());
    }

    private static List<GaugeDataPointSnapshot> points(List<ChildRow> rows, MetricFamily family) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>(rows.size());
        for (ChildRow row : rows) {
            if (row.has(family)) {
                points.add(new GaugeDataPointSnapshot(row.figure(family), row.labels(), null));
            }
        }
        return points;
    }

    private synchronized void countDropped(Set<ProcessKey> withoutRoom) {
        int fresh = 0;
        for (ProcessKey key : withoutRoom) {
            fresh += leftOut.contains(key) ? 0 : 1;
        }
        dropped.add("series", fresh);
        leftOut = withoutRoom;
    }
}
