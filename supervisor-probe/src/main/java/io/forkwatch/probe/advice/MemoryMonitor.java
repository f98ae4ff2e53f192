package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.MemoryNews;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.advice.MemoryNews.What;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.MemoryPressure;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.cgroup.MemoryParts;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Watches the memory of the cgroups with a limit above this JVM, and says before the kernel does that one is about to be
 * full, and who has most of it. Page cache counts for nothing: it gives way.
 */
@Confined(Confined.To.REPORTER)
public final class MemoryMonitor {
    /** How far below the mark it has room again, of the limit. */
    private static final double HYSTERESIS = 0.05;

    /** This JVM may be moved to another cgroup, and others may have grown past the one that is taken next. */
    private static final long LOCATE_NANOS = 10_000_000_000L;

    /** While there is room the share of the time that a ranking takes is bounded: some 40 us for each who is asked. */
    private static final long RANK_NANOS_EACH = 100_000_000;

    private static final int MOST_NAMED = 3;

    private final ProcFs procFs;
    private final double warnRatio;
    private final Consumer<Advisory> news;

    private final HeapPlan heaps = new HeapPlan();
    private final NextVictim victims;

    /** By path: what the limit was last, and whether it was warned of. */
    private Map<String, Seen> seen = new HashMap<>();

    private Optional<MemoryCgroup> own = Optional.empty();
    private long locatedNanos;
    private boolean located;
    private OptionalLong rankDueNanos = OptionalLong.empty();
    private volatile Optional<Victim> next = Optional.empty();

    private record Seen(long limitBytes, boolean warned, double ratio) {}

    /**
     * One that has read nothing.
     *
     * @param warnRatio the part of a limit from which on it is about to be full, 0 to 1
     * @param news gets what is to be said
     */
    public MemoryMonitor(ProcFs procFs, double warnRatio, Consumer<Advisory> news) {
        this.procFs = procFs;
        this.victims = new NextVictim(procFs);
        this.warnRatio = warnRatio;
        this.news = news;
    }

    /**
     * Whom the kernel would take if memory ran out now, as it was 10 s ago, or 0.1 s for each child where that is more, and a second where it is about to be
     * full; for any thread.
     */
    @Confined(Confined.To.ANY)
    public Optional<Victim> nextVictim() {
        return next;
    }

    /** The cgroup of this JVM as it was found last. */
    public Optional<MemoryCgroup> own() {
        return own;
    }

    /**
     * Reads the limits and what is used of them.
     *
     * @param snapshots who may be named, or has a heap; asked only if there is something to say
     * @param jvms what is known of the JVMs among the children
     * @param nanos monotonic time now
     * @return false if there is no limit, so that there is nothing to read for a while
     */
    public boolean check(Supplier<Snapshot> snapshots, JvmView jvms, long nanos) {
        boolean seldom = !located || nanos - locatedNanos >= LOCATE_NANOS;
        if (seldom) {
            located = true;
            locatedNanos = nanos;
            own = locate(procFs);
        }
        Map<String, Seen> now = new HashMap<>();
        List<CgroupLimit> limits = own.map(MemoryCgroup::limits).orElse(List.of());
        for (CgroupLimit limit : limits) {
            limit.parts().ifPresent(parts -> now.put(limit.path(), check(limit, parts, snapshots)));
        }
        seen = now;
        if (isRankDue(nanos) || now.values().stream().anyMatch(Seen::warned)) {
            Snapshot snapshot = snapshots.get();
            next = next(limits, snapshot);
            rankDueNanos =
                    OptionalLong.of(nanos + rankPauseNanos(snapshot.children().size()));
        }
        Optional<CgroupLimit> lowest = limits.stream().min(Comparator.comparingLong(CgroupLimit::limitBytes));
        if (lowest.isPresent() && !jvms.byChild().isEmpty()) {
            heaps.check(
                            snapshots.get().children(),
                            jvms,
                            lowest.get().path(),
                            lowest.get().limitBytes())
                    .ifPresent(news);
        }
        return !now.isEmpty();
    }

    private boolean isRankDue(long nanos) {
        return rankDueNanos.isEmpty() || nanos - rankDueNanos.getAsLong() >= 0;
    }

    static long rankPauseNanos(int children) {
        return Math.max(LOCATE_NANOS, Math.min(children, NextVictim.MOST_MEMBERS) * RANK_NANOS_EACH);
    }

    /** The memory cgroup of this JVM; absent where nothing of it can be seen. */
    static Optional<MemoryCgroup> locate(ProcFs procFs) {
        try {
            return procFs.isForeign()
                    ? Optional.empty()
                    : MemoryCgroup.of(procFs.cgroup(procFs.self().pid()), procFs.mountInfo());
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    private Seen check(CgroupLimit limit, MemoryParts parts, Supplier<Snapshot> snapshots) {
        Seen before = seen.getOrDefault(limit.path(), new Seen(limit.limitBytes(), false, 0));
        if (before.limitBytes() != limit.limitBytes()) {
            say(What.LIMIT, limit, before, parts, List.of(), Optional.empty(), OptionalDouble.empty());
        }
        double ratio = parts.keptBytes() / (double) Math.max(1, limit.limitBytes());
        boolean warned = before.warned() ? ratio > warnRatio - HYSTERESIS : ratio >= warnRatio;
        if (warned && !before.warned()) {
            Snapshot snapshot = snapshots.get();
            say(What.WARN, limit, before, parts, largest(snapshot), victim(snapshot, limit), waited(limit));
        } else if (!warned && before.warned()) {
            say(What.ROOM, limit, before, parts, List.of(), Optional.empty(), OptionalDouble.empty());
        }
        return new Seen(limit.limitBytes(), warned, ratio);
    }

    private void say(
            What what,
            CgroupLimit limit,
            Seen before,
            MemoryParts parts,
            List<Share> largest,
            Optional<Victim> victim,
            OptionalDouble waited) {
        news.accept(new MemoryNews(
                what,
                limit.path(),
                limit.limitBytes(),
                before.limitBytes(),
                new MemoryNews.Use(
                        parts.keptBytes(),
                        parts.anonBytes(),
                        parts.shmemBytes(),
                        parts.activeFileBytes() + parts.inactiveFileBytes()),
                largest,
                victim,
                waited));
    }

    // In version 1 the kernel tells it of the machine alone. Never its triggers: they give false events to who is not
    // root.
    private OptionalDouble waited(CgroupLimit limit) {
        Optional<MemoryPressure> pressure =
                own.isPresent() && own.get().isUnified() ? limit.pressure() : MemoryPressure.ofMachine(procFs);
        return pressure.isPresent() ? OptionalDouble.of(pressure.get().someRatio()) : OptionalDouble.empty();
    }

    // At the limit that is the first to be full.
    private Optional<Victim> next(List<CgroupLimit> limits, Snapshot snapshot) {
        return limits.stream()
                .filter(limit -> seen.containsKey(limit.path()))
                .max(Comparator.comparingDouble(
                        limit -> Objects.requireNonNull(seen.get(limit.path())).ratio()))
                .map(limit -> victim(snapshot, limit))
                .orElseGet(() -> victims.ofMachine(snapshot.children()));
    }

    // With memory.oom.group of version 2 all go together.
    private Optional<Victim> victim(Snapshot snapshot, CgroupLimit limit) {
        boolean whole = own.isPresent() && own.get().killsWhole(limit.path());
        return whole ? Optional.empty() : victims.below(limit.path(), limit.limitBytes(), snapshot.children());
    }

    private List<Share> largest(Snapshot snapshot) {
        List<Share> shares = new ArrayList<>();
        for (LivingChild living : snapshot.children()) {
            living.sample()
                    .map(ProcessSample::treeRssBytes)
                    .ifPresent(rss -> shares.add(new Share(
                            living.child().name().toString(),
                            living.child().key().pid(),
                            rss)));
        }
        self().ifPresent(shares::add);
        shares.sort(Comparator.comparingLong(Share::rssBytes).reversed());
        return shares.subList(0, Math.min(MOST_NAMED, shares.size()));
    }

    private Optional<Share> self() {
        try {
            PidStat stat = procFs.self();
            return Optional.of(new Share("", stat.pid(), procFs.auxv().pagesToBytes(stat.rssPages())));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }
}
