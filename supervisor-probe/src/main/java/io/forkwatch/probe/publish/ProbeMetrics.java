package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What is exposed to Prometheus: counts what happens, and takes all the rest from the last snapshot when it is asked.
 * The Prometheus library is loaded at the first scrape: a supervisor that nobody scrapes does not pay for it. Safe for
 * any thread.
 */
public final class ProbeMetrics {
    private final Supplier<Snapshot> snapshots;
    private final Supplier<JvmView> jvms;
    private final Supplier<PssView> pss;
    private final Tally trouble;
    private final Tally dropped;
    private final Supplier<Map<String, Boolean>> capabilities;
    private final List<String> reasons;
    private final String version;
    private final String javaVersion;

    /** Bounded, as kinds are. */
    private final Map<Kind, KindExits> exits = new ConcurrentHashMap<>();

    private final Distribution ticks =
            new Distribution(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5);
    private final LongAdder quickLooks = new LongAdder();
    private final LongAdder quickNanos = new LongAdder();
    private Optional<MetricsPage> page = Optional.empty();

    /**
     * Metrics of a supervisor.
     *
     * @param snapshots the last snapshot of the sampler; asked once a scrape
     * @param jvms what is known of the JVMs among the children; asked once a scrape
     * @param pss their proportional memory; asked once a scrape
     * @param trouble faults caught at a wall, by place
     * @param dropped what went beyond a cap; children without series are added here as {@code series}
     * @param capabilities what can be done here, by name; asked once a scrape
     * @param reasons the closed list of reasons for an exit: each is a series of each kind, from 0
     * @param version of Forkwatch
     * @param javaVersion of this JVM
     */
    public ProbeMetrics(
            Supplier<Snapshot> snapshots,
            Supplier<JvmView> jvms,
            Supplier<PssView> pss,
            Tally trouble,
            Tally dropped,
            Supplier<Map<String, Boolean>> capabilities,
            List<String> reasons,
            String version,
            String javaVersion) {
        this.snapshots = snapshots;
        this.jvms = jvms;
        this.pss = pss;
        this.trouble = trouble;
        this.dropped = dropped;
        this.capabilities = capabilities;
        this.reasons = List.copyOf(reasons);
        this.version = version;
        this.javaVersion = javaVersion;
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

    /** Memory that may run out was looked at: so many quick looks, and the time it took. */
    public void quick(long looks, long durationNanos) {
        quickLooks.add(looks);
        quickNanos.add(Math.max(0, durationNanos));
    }

    /** The page that shows them, made when it is asked for the first time. */
    synchronized MetricsPage page() {
        MetricsPage made = page.orElseGet(() -> new MetricsPage(new MetricRows(this)));
        page = Optional.of(made);
        return made;
    }

    KindExits exits(Kind kind) {
        return exits.computeIfAbsent(kind, key -> new KindExits(reasons));
    }

    Snapshot snapshot() {
        return snapshots.get();
    }

    PssView pss() {
        return pss.get();
    }

    JvmView jvms() {
        return jvms.get();
    }

    Tally trouble() {
        return trouble;
    }

    Tally dropped() {
        return dropped;
    }

    Map<String, Boolean> capabilities() {
        return capabilities.get();
    }

    Distribution ticks() {
        return ticks;
    }

    long quickLooks() {
        return quickLooks.sum();
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
