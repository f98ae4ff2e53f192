package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The figures of all children that share a name, one place for each family of a child. Primitive and without lambdas: a
 * scrape fills one for each name. For one thread.
 */
final class ChildRow {
    private static final double UNKNOWN = Double.NaN;

    private final Labels labels;
    private final double[] figures = new double[MetricFamily.OF_CHILD.size()];

    /** How many children a sum has the figure of; made with the second child, which few rows have. */
    private int[] summed = {};

    private int children;
    private int jvms;

    /** Nothing is known yet. */
    ChildRow(Labels labels) {
        this.labels = labels;
        Arrays.fill(figures, UNKNOWN);
    }

    Labels labels() {
        return labels;
    }

    /** Whether a figure is known: a sum is, if it is known of each child. Huge pages are worth a row where there are some. */
    boolean has(MetricFamily family) {
        return isSet(family)
                && (children < 2 || isOfAll(family))
                && (family != MetricFamily.TREE_HUGETLB || figure(family) > 0);
    }

    private boolean isSet(MetricFamily family) {
        return !Double.isNaN(figures[family.place()]);
    }

    // What is no sum, as the least and the most of all, was never counted.
    private boolean isOfAll(MetricFamily family) {
        return summed[family.place()] == 0 || summed[family.place()] == expected(family);
    }

    // A child that is no JVM adds nothing to a heap.
    private int expected(MetricFamily family) {
        return family == MetricFamily.JVM_HEAP_USED || family == MetricFamily.JVM_HEAP_MAX ? jvms : children;
    }

    /** A figure that is known. */
    double figure(MetricFamily family) {
        return figures[family.place()];
    }

    void add(LivingChild living) {
        countOneMore();
        least(MetricFamily.START_TIME, seconds(living.child().startedAt()));
        if (living.sampledAt().isPresent()) {
            most(MetricFamily.LAST_SAMPLE, seconds(living.sampledAt().get()));
        }
        if (living.sample().isPresent()) {
            add(living.sample().get());
            add(living.slow());
            sum(MetricFamily.ZOMBIES, zombies(living.tree()));
        }
        if (living.peak().treeRssBytes() > 0) {
            sum(MetricFamily.TREE_RESIDENT_MEMORY_PEAK, living.peak().treeRssBytes());
        }
    }

    private void countOneMore() {
        children++;
        if (children == 2) {
            summed = new int[figures.length];
            for (MetricFamily family : MetricFamily.OF_CHILD) {
                boolean sum = family != MetricFamily.START_TIME
                        && family != MetricFamily.LAST_SAMPLE
                        && family != MetricFamily.MEMORY_LIMIT;
                summed[family.place()] = sum && isSet(family) ? 1 : 0;
            }
        }
    }

    private void add(ProcessSample sample) {
        sum(MetricFamily.RESIDENT_MEMORY, sample.rssBytes());
        sum(MetricFamily.TREE_RESIDENT_MEMORY, sample.treeRssBytes());
        sum(MetricFamily.PROCESSES, sample.treeProcesses());
        sum(MetricFamily.THREADS, sample.treeThreads());
        sum(MetricFamily.CPU_USAGE, sample.cpuRatio().orElse(UNKNOWN));
        sum(MetricFamily.TREE_CPU_USAGE, sample.treeCpuRatio().orElse(UNKNOWN));
    }

    private void add(SlowSample slow) {
        if (slow.treeSwapBytes().isPresent()) {
            sum(MetricFamily.TREE_SWAP, slow.treeSwapBytes().getAsLong());
        }
        if (slow.treeHugetlbBytes().isPresent()) {
            sum(MetricFamily.TREE_HUGETLB, slow.treeHugetlbBytes().getAsLong());
        }
        if (slow.openFds().isPresent()) {
            sum(MetricFamily.OPEN_FDS, slow.openFds().getAsLong());
        }
        if (slow.limitBytes().isPresent()) {
            least(MetricFamily.MEMORY_LIMIT, (double) slow.limitBytes().getAsLong());
        }
    }

    private static int zombies(List<TreeMember> tree) {
        int zombies = 0;
        for (TreeMember member : tree) {
            zombies += member.zombie() ? 1 : 0;
        }
        return zombies;
    }

    void add(JvmFigures jvm) {
        jvms++;
        if (jvm.heapUsedBytes().isPresent()) {
            sum(MetricFamily.JVM_HEAP_USED, jvm.heapUsedBytes().getAsLong());
        }
        if (jvm.heapMaxBytes().isPresent()) {
            sum(MetricFamily.JVM_HEAP_MAX, jvm.heapMaxBytes().getAsLong());
        }
    }

    void addPss(long bytes) {
        sum(MetricFamily.TREE_PROPORTIONAL_MEMORY, bytes);
    }

    private void sum(MetricFamily family, long value) {
        sum(family, (double) value);
    }

    /** Adds a figure; one that is unknown makes the sum unknown. */
    private void sum(MetricFamily family, double value) {
        if (!Double.isNaN(value)) {
            figures[family.place()] = isSet(family) ? figure(family) + value : value;
            if (children > 1) {
                summed[family.place()]++;
            }
        }
    }

    private void least(MetricFamily family, double value) {
        figures[family.place()] = isSet(family) ? Math.min(figure(family), value) : value;
    }

    private void most(MetricFamily family, double value) {
        figures[family.place()] = isSet(family) ? Math.max(figure(family), value) : value;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / (double) TimeUnit.SECONDS.toMillis(1);
    }
}
