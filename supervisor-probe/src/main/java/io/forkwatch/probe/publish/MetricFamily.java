package io.forkwatch.probe.publish;

import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.EnumSet;
import java.util.List;

/**
 * Every metric that is exposed: the one place for names, help texts and labels. A name is written without the
 * {@code _total} or {@code _info} which the library adds by type.
 */
enum MetricFamily {
    RESIDENT_MEMORY(
            MetricType.GAUGE,
            "forkwatch_child_resident_memory_bytes",
            "Resident memory of the child process itself.",
            "kind",
            "slot"),
    TREE_RESIDENT_MEMORY(
            MetricType.GAUGE,
            "forkwatch_child_tree_resident_memory_bytes",
            "Resident memory summed over the child and its living descendants; shared pages count once for each.",
            "kind",
            "slot"),
    TREE_RESIDENT_MEMORY_PEAK(
            MetricType.GAUGE,
            "forkwatch_child_tree_resident_memory_peak_bytes",
            "Highest resident memory of the tree that was seen, at least the kernel's high-water mark of the child.",
            "kind",
            "slot"),
    TREE_SWAP(
            MetricType.GAUGE,
            "forkwatch_child_tree_swap_bytes",
            "Swapped-out memory summed over the tree, read at a slower pace.",
            "kind",
            "slot"),
    TREE_HUGETLB(
            MetricType.GAUGE,
            "forkwatch_child_tree_hugetlb_bytes",
            "Memory of the tree in huge pages of hugetlbfs, which no resident memory has; absent if there is none.",
            "kind",
            "slot"),
    TREE_PROPORTIONAL_MEMORY(
            MetricType.GAUGE,
            "forkwatch_child_tree_proportional_memory_bytes",
            "Proportional memory summed over the tree, with the option pss only: shared pages count once.",
            "kind",
            "slot"),
    MEMORY_LIMIT(
            MetricType.GAUGE,
            "forkwatch_child_memory_limit_bytes",
            "Lowest visible limit on the memory cgroup of the child; absent if there is none.",
            "kind",
            "slot"),
    CPU_USAGE(
            MetricType.GAUGE,
            "forkwatch_child_cpu_usage_ratio",
            "CPU of the child process itself over the last interval, 1.0 = one core; absent until two samples.",
            "kind",
            "slot"),
    TREE_CPU_USAGE(
            MetricType.GAUGE,
            "forkwatch_child_tree_cpu_usage_ratio",
            "CPU of the child and its descendants over the last interval, 1.0 = one core.",
            "kind",
            "slot"),
    PROCESSES(MetricType.GAUGE, "forkwatch_child_processes", "Processes in the tree.", "kind", "slot"),
    THREADS(MetricType.GAUGE, "forkwatch_child_threads", "Threads in the tree.", "kind", "slot"),
    JVM_HEAP_USED(
            MetricType.GAUGE,
            "forkwatch_child_jvm_heap_used_bytes",
            "Heap in use, with garbage, of the JVM in the tree that uses most; with some collectors as of its last collection.",
            "kind",
            "slot"),
    JVM_HEAP_MAX(
            MetricType.GAUGE,
            "forkwatch_child_jvm_heap_max_bytes",
            "The most that the heap of that JVM may grow to.",
            "kind",
            "slot"),
    OPEN_FDS(
            MetricType.GAUGE,
            "forkwatch_child_open_fds",
            "Open file descriptors of the tree, read at a slower pace; absent where they may not be listed.",
            "kind",
            "slot"),
    ZOMBIES(
            MetricType.GAUGE,
            "forkwatch_child_zombies",
            "Descendants that have ended and that nobody has waited for.",
            "kind",
            "slot"),
    START_TIME(
            MetricType.GAUGE,
            "forkwatch_child_start_time_seconds",
            "Start of the child, in seconds since the epoch; the oldest where a slot stands for several.",
            "kind",
            "slot"),
    LAST_SAMPLE(
            MetricType.GAUGE,
            "forkwatch_child_last_sample_timestamp_seconds",
            "Last successful sample of the child, in seconds since the epoch; the newest where a slot stands for several.",
            "kind",
            "slot"),

    ADVISED_RECYCLE(
            MetricType.GAUGE,
            "forkwatch_child_advised_recycle",
            "1 for a child that is beyond one of its soft limits and should be recycled; absent for all others.",
            "kind",
            "slot"),
    CHILD_IDLE(
            MetricType.GAUGE,
            "forkwatch_child_idle",
            "1 for a child that has done nothing for idle.ttl, with all that it has started; absent for all others.",
            "kind",
            "slot"),
    CHILD_BLOCKED(
            MetricType.GAUGE,
            "forkwatch_child_blocked",
            "1 for a child that does not go on, by what holds it up; on held_output: it has ended, and others hold its output.",
            "kind",
            "slot",
            "on"),
    LIMIT_TRIPS(
            MetricType.COUNTER,
            "forkwatch_limit_trips",
            "How often a child began to exceed a soft limit; 0 from the first child of a kind on, for each limit that it has.",
            "kind",
            "limit"),
    SWEEP_LEFT_OVER(
            MetricType.GAUGE,
            "forkwatch_sweep_left_over_directories",
            "Directories below sweep.roots that are left over and still there, as of the last run."),
    SWEEP_LEFT_OVER_BYTES(
            MetricType.GAUGE, "forkwatch_sweep_left_over_bytes", "Size of the regular files in these directories."),
    SWEEP_REMOVED(
            MetricType.COUNTER, "forkwatch_sweep_removed_directories", "Left-over directories that were removed."),
    SWEEP_REMOVED_BYTES(
            MetricType.COUNTER, "forkwatch_sweep_removed_bytes", "Size of the regular files in these directories."),
    SWEEP_FAILURES(
            MetricType.COUNTER,
            "forkwatch_sweep_failures",
            "Left-over directories that could not be removed, or not wholly."),
    NEXT_VICTIM(
            MetricType.GAUGE,
            "forkwatch_oom_next_victim",
            "1 for the child of whom the kernel would take a process if memory ran out now; kind supervisor, slot self: this JVM.",
            "kind",
            "slot"),

    CHILDREN(MetricType.GAUGE, "forkwatch_children", "Living children.", "kind"),
    STARTS(MetricType.COUNTER, "forkwatch_child_starts", "Children started.", "kind"),
    START_FAILURES(MetricType.COUNTER, "forkwatch_child_start_failures", "Children that could not be started.", "kind"),
    CPU_TIME(
            MetricType.COUNTER,
            "forkwatch_child_cpu_seconds",
            "CPU time of all children of the kind, living and dead, with the exact figure at exit.",
            "kind",
            "mode"),
    JVM_GC_TIME(
            MetricType.COUNTER,
            "forkwatch_child_jvm_gc_seconds",
            "Time in garbage collection pauses of all JVMs in the trees of the kind, living and dead, as far as seen.",
            "kind"),
    EXITS(
            MetricType.COUNTER,
            "forkwatch_child_exits",
            "Children that ended, by the reason that was found.",
            "kind",
            "reason"),
    LIFETIME(
            MetricType.HISTOGRAM,
            "forkwatch_child_lifetime_seconds",
            "Time from start to end of children that ended.",
            "kind"),
    EXIT_PEAK(
            MetricType.HISTOGRAM,
            "forkwatch_child_exit_peak_memory_bytes",
            "Highest resident memory of the tree of children that ended, where it was sampled.",
            "kind"),

    ORPHANS(
            MetricType.GAUGE,
            "forkwatch_orphans",
            "Processes that outlived the child or the supervisor they belonged to, and old ones with a watched text.",
            "kind"),
    ORPHAN_AGE(
            MetricType.GAUGE,
            "forkwatch_orphan_oldest_age_seconds",
            "The longest time that one of them has been an orphan; its age where that is not known.",
            "kind"),

    TICK(MetricType.HISTOGRAM, "forkwatch_sampler_tick_seconds", "Duration of one tick of the sampler."),
    LAG(MetricType.GAUGE, "forkwatch_sampler_lag_seconds", "How late the last tick of the sampler was."),
    QUICK_LOOKS(
            MetricType.COUNTER,
            "forkwatch_sampler_quick_looks",
            "Quick samples of the memory of one process each, where memory was about to run out."),
    QUICK_TIME(
            MetricType.COUNTER,
            "forkwatch_sampler_quick_look_seconds",
            "Time spent on watching for memory that runs out, quick samples included."),
    AGENT_CPU(
            MetricType.COUNTER,
            "forkwatch_agent_cpu_seconds",
            "CPU time of the threads of Forkwatch; absent where the kernel does not tell.",
            "thread"),
    CAPABILITY(
            MetricType.GAUGE,
            "forkwatch_capability",
            "1 if Forkwatch can do this here, 0 if the JVM, the kernel or the rights do not allow it.",
            "name"),
    TROUBLE(
            MetricType.COUNTER,
            "forkwatch_trouble",
            "Faults of Forkwatch itself which were caught; the host is not affected.",
            "what"),
    DROPPED(
            MetricType.COUNTER,
            "forkwatch_dropped",
            "What was left out because a cap was reached; series: children without rows of their own.",
            "what"),
    CERTIFICATE_EXPIRY(
            MetricType.GAUGE,
            "forkwatch_tls_certificate_expiry_timestamp_seconds",
            "Until when the certificate of the port is valid, in seconds since the epoch; absent without tls."),
    OPTION_RELOADS(
            MetricType.COUNTER,
            "forkwatch_option_reloads",
            "How often the files of the options have changed and were read again: success, or failure, which changes nothing.",
            "result"),
    BUILD(MetricType.INFO, "forkwatch_build", "Version of Forkwatch and of the JVM.", "java_version", "version");

    /** The gauges of one child. */
    public static final List<MetricFamily> OF_CHILD = List.copyOf(EnumSet.range(RESIDENT_MEMORY, LAST_SAMPLE));

    /** Those that are read when somebody asks; of the others the library's own metrics keep count. */
    static final List<MetricFamily> OF_SNAPSHOT =
            List.copyOf(EnumSet.complementOf(EnumSet.of(EXITS, LIFETIME, EXIT_PEAK, TICK, BUILD)));

    /** Immutable, though the library does not say so by annotation. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final MetricFamilyDescriptor descriptor;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> labelNames;

    MetricFamily(MetricType type, String name, String help, String... labels) {
        this.descriptor = describe(type, name, help, labels);
        this.labelNames = List.of(labels);
    }

    private static MetricFamilyDescriptor describe(MetricType type, String name, String help, String... labels) {
        MetricFamilyDescriptor.Builder<?> builder =
                MetricFamilyDescriptor.of(type, name).help(help).labelNames(labels);
        for (Unit unit : List.of(Unit.BYTES, Unit.SECONDS, Unit.RATIO)) {
            if (name.endsWith("_" + unit)) {
                builder = builder.unit(unit);
            }
        }
        return builder.build();
    }

    /** Where it stands among {@link #OF_CHILD}, from 0. */
    @SuppressWarnings("EnumOrdinal") // They come first, and the order is of this file only.
    public int place() {
        return ordinal();
    }

    /** Name, type and help, as a registry wants them. */
    public MetricFamilyDescriptor descriptor() {
        return descriptor;
    }

    /** What its series are told apart by, in the order in which their values are given. */
    List<String> labelNames() {
        return labelNames;
    }

    /** Name, unit and help. */
    public MetricMetadata metadata() {
        return descriptor.getMetadata();
    }
}
