package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The gauges of living children, one set for each kind and slot. Children that share a name, which is what the overflow
 * slot is for, are added up. Safe for any thread.
 */
final class ChildRows {
    /** Rows that one name can have. All of them are set aside at once: a row that appears later pushes nobody out. */
    static final int ROWS = 16;

    private static final Comparator<LivingChild> OLDEST_FIRST = (one, other) ->
            Long.signum(one.child().startedNanos() - other.child().startedNanos());

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
        Set<ProcessKey> withoutRoom = new HashSet<>();
        int names = Math.max(0, room) / ROWS;
        for (Row row : byName(children, jvms, pss)) {
            if (names-- > 0) {
                row.write(labels.computeIfAbsent(row.name, ChildRows::labelsOf), exposition);
            } else {
                withoutRoom.addAll(row.members);
            }
        }
        countDropped(withoutRoom);
    }

    private static Iterable<Row> byName(List<LivingChild> children, JvmView jvms, PssView pss) {
        List<LivingChild> sorted = new ArrayList<>(children);
        sorted.sort(OLDEST_FIRST);
        Map<Name, Row> rows = new LinkedHashMap<>();
        for (LivingChild child : sorted) {
            Row row = rows.computeIfAbsent(child.child().name(), Row::new);
            row.add(child);
            JvmFigures jvm = jvms.byChild().get(child.child().key());
            if (jvm != null) {
                row.add(jvm);
            }
            Long pssBytes = pss.bytesByChild().get(child.child().key());
            if (pssBytes != null) {
                row.sum(Family.TREE_PROPORTIONAL_MEMORY, pssBytes);
            }
        }
        return rows.values();
    }

    private static Labels labelsOf(Name name) {
        return Labels.of("kind", name.kind().name(), "slot", name.slot().label());
    }

    private synchronized void countDropped(Set<ProcessKey> withoutRoom) {
        long fresh = withoutRoom.stream().filter(key -> !leftOut.contains(key)).count();
        dropped.add("series", fresh);
        leftOut = withoutRoom;
    }

    /** The figures of one name. What is unknown is not in the map. */
    private static final class Row {
        private final Name name;
        private final List<ProcessKey> members = new ArrayList<>(1);
        private final Map<Family, Double> figures = new EnumMap<>(Family.class);

        Row(Name name) {
            this.name = name;
        }

        void add(LivingChild living) {
            members.add(living.child().key());
            figures.merge(Family.START_TIME, seconds(living.child().startedAt()), Math::min);
            living.sampledAt().ifPresent(at -> figures.merge(Family.LAST_SAMPLE, seconds(at), Math::max));
            living.sample().ifPresent(this::add);
            if (living.sample().isPresent()) {
                add(living.slow());
                sum(
                        Family.ZOMBIES,
                        living.tree().stream().filter(TreeMember::zombie).count());
            }
            if (living.peak().treeRssBytes() > 0) {
                sum(Family.TREE_RESIDENT_MEMORY_PEAK, living.peak().treeRssBytes());
            }
        }

        private void add(SlowSample slow) {
            slow.treeSwapBytes().ifPresent(bytes -> sum(Family.TREE_SWAP, bytes));
            slow.openFds().ifPresent(count -> sum(Family.OPEN_FDS, count));
            slow.limitBytes().ifPresent(bytes -> figures.merge(Family.MEMORY_LIMIT, (double) bytes, Math::min));
        }

        void add(JvmFigures jvm) {
            jvm.heapUsedBytes().ifPresent(bytes -> sum(Family.JVM_HEAP_USED, bytes));
            jvm.heapMaxBytes().ifPresent(bytes -> sum(Family.JVM_HEAP_MAX, bytes));
        }

        private void add(ProcessSample sample) {
            sum(Family.RESIDENT_MEMORY, sample.rssBytes());
            sum(Family.TREE_RESIDENT_MEMORY, sample.treeRssBytes());
            sum(Family.PROCESSES, sample.treeProcesses());
            sum(Family.THREADS, sample.treeThreads());
            sample.cpuRatio().ifPresent(ratio -> sum(Family.CPU_USAGE, ratio));
            sample.treeCpuRatio().ifPresent(ratio -> sum(Family.TREE_CPU_USAGE, ratio));
        }

        private void sum(Family family, long value) {
            sum(family, (double) value);
        }

        private void sum(Family family, double value) {
            figures.merge(family, value, Double::sum);
        }

        private static double seconds(Instant instant) {
            return instant.getEpochSecond() + instant.getNano() / (double) TimeUnit.SECONDS.toNanos(1);
        }

        void write(Labels labels, Exposition exposition) {
            figures.forEach((family, value) -> exposition.gauge(family, labels, value));
        }
    }
}
