package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.MemoryView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the metrics come from. The suppliers are asked once a scrape, on the thread that answers it.
 *
 * @param snapshots the last snapshot of the sampler
 * @param jvms what is known of the JVMs among the children
 * @param pss their proportional memory
 * @param advice who should be recycled
 * @param memory what this JVM and its children share
 * @param capabilities what can be done here, by name
 * @param threadNanos CPU time of the threads of Forkwatch, by name; those whose time is not known are not in it
 * @param trouble faults caught at a wall, by place
 * @param dropped what went beyond a cap; children without series are added here as {@code series}
 */
public record MetricSources(
        Supplier<Snapshot> snapshots,
        Supplier<JvmView> jvms,
        Supplier<PssView> pss,
        Supplier<AdviceView> advice,
        Supplier<Optional<MemoryView>> memory,
        Supplier<Map<String, Boolean>> capabilities,
        Supplier<Map<String, Long>> threadNanos,
        Tally trouble,
        Tally dropped) {
    /** Without advice, and without the memory that all share. */
    public MetricSources(
            Supplier<Snapshot> snapshots,
            Supplier<JvmView> jvms,
            Supplier<PssView> pss,
            Supplier<Map<String, Boolean>> capabilities,
            Supplier<Map<String, Long>> threadNanos,
            Tally trouble,
            Tally dropped) {
        this(snapshots, jvms, pss, () -> AdviceView.NONE, Optional::empty, capabilities, threadNanos, trouble, dropped);
    }
}
