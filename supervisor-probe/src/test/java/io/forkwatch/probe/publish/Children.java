package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.MemoryDoubt;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Made-up children. All figures of a sampled one follow from its pid, so that sums can be told apart. */
public final class Children {
    static final Instant EPOCH = Instant.ofEpochSecond(1_700_000_000);

    private Children() {}

    static Child child(String kind, Slot slot, long pid) {
        return new Child(
                new ProcessKey(pid, 1),
                new Name(new Kind(kind), slot),
                CommandLine.UNKNOWN,
                "/",
                EPOCH.plusSeconds(pid),
                pid);
    }

    /** Just started: nothing is known but its start. */
    public static LivingChild fresh(String kind, Slot slot, long pid) {
        return new LivingChild(
                child(kind, slot, pid), Optional.empty(), Optional.empty(), Peak.NONE, SlowSample.NONE, List.of());
    }

    public static LivingChild sampled(String kind, Slot slot, long pid) {
        ProcessSample sample = new ProcessSample(
                pid, 'R', pid, 1, 2 * pid, 3, 4, OptionalDouble.of(0.5), OptionalDouble.of(0.75), CpuTime.ZERO);
        return new LivingChild(
                child(kind, slot, pid),
                Optional.of(sample),
                Optional.of(EPOCH.plusSeconds(1_000 + pid)),
                new Peak(pid, 5 * pid),
                new SlowSample(
                        OptionalLong.of(6 * pid),
                        OptionalLong.of(9 * pid),
                        OptionalLong.of(7 * pid),
                        OptionalLong.of(8 * pid)),
                List.of(new TreeMember(new ProcessKey(pid + 1, 1), "defunct", true)));
    }

    /** Each of them a JVM. */
    public static JvmView jvms(List<LivingChild> children) {
        Map<ProcessKey, JvmFigures> byChild = new HashMap<>();
        Map<Kind, Long> gcNanos = new HashMap<>();
        for (LivingChild living : children) {
            byChild.put(living.child().key(), jvm(living.child().key()));
            gcNanos.put(living.child().name().kind(), 1_500_000_000L);
        }
        return new JvmView(byChild, gcNanos);
    }

    private static JvmFigures jvm(ProcessKey key) {
        return new JvmFigures(
                key,
                0,
                "Main",
                "G1",
                OptionalLong.of(7 * key.pid()),
                OptionalLong.empty(),
                OptionalLong.of(8 * key.pid()),
                false,
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** Proportional memory of all of them. */
    public static PssView pss(List<LivingChild> children) {
        Map<ProcessKey, Long> bytes = new HashMap<>();
        children.forEach(living ->
                bytes.put(living.child().key(), 9 * living.child().key().pid()));
        return new PssView(bytes);
    }

    public static KindTotals totals(String kind, int living) {
        return new KindTotals(new Kind(kind), living, 10, 0, new CpuTime(1_500_000_000L, 250_000_000L));
    }

    public static Death death(String kind, long lifetimeNanos, long peakBytes) {
        Child child = child(kind, new Slot(0), 7);
        return new Death(
                child,
                new Ending.Vanished(),
                EPOCH,
                child.startedNanos() + lifetimeNanos,
                Optional.empty(),
                new Peak(peakBytes, peakBytes),
                MemoryDoubt.UNKNOWN,
                CpuTime.ZERO,
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                LimitUse.UNKNOWN,
                Optional.empty());
    }
}
