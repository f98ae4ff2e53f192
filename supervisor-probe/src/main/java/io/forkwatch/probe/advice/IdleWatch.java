package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.IdleNews;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ProcessActivity;
import io.forkwatch.probe.thread.Confined;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Says once which child has done nothing for long, with all that it has started, and when it works again. */
@Confined(Confined.To.REPORTER)
public final class IdleWatch {
    private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final long ttlNanos;
    private final long pauseNanos;
    private final ProcessActivity activity;
    private final Consumer<Advisory> news;

    /** Of the living children. */
    private final Map<ProcessKey, Idleness> children = new HashMap<>();

    private OptionalLong checkedNanos = OptionalLong.empty();
    private volatile Map<ProcessKey, Long> since = Map.of();

    /**
     * One that has seen nobody.
     *
     * @param ttl how long somebody has to have done nothing, above 0
     * @param news gets what is to be said
     */
    public IdleWatch(Duration ttl, ProcFs procFs, Consumer<Advisory> news) {
        this.ttlNanos = ttl.toNanos();
        this.pauseNanos = Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, ttlNanos / 20));
        this.activity = new ProcessActivity(procFs);
        this.news = news;
    }

    /** Who is idle, and since when, monotonic; for any thread. */
    @Confined(Confined.To.ANY)
    public Map<ProcessKey, Long> since() {
        return since;
    }

    /**
     * Looks at the children, twenty times while somebody becomes idle and at least every 30 s.
     *
     * @param nanos monotonic time now
     */
    public void check(Supplier<Snapshot> snapshots, long nanos) {
        if (checkedNanos.isPresent() && nanos - checkedNanos.getAsLong() < pauseNanos) {
            return;
        }
        checkedNanos = OptionalLong.of(nanos);
        Set<ProcessKey> alive = new HashSet<>();
        for (LivingChild living : snapshots.get().children()) {
            alive.add(living.child().key());
            if (living.sample().isPresent()) {
                check(living, living.sample().get());
            }
        }
        children.keySet().retainAll(alive);
        Map<ProcessKey, Long> idle = new HashMap<>();
        for (Map.Entry<ProcessKey, Idleness> child : children.entrySet()) {
            if (child.getValue().idle) {
                Optional<IdleReading> from = child.getValue().from;
                idle.put(
                        child.getKey(),
                        from.isPresent() ? from.get().nanos() : since.getOrDefault(child.getKey(), nanos));
            }
        }
        since = Map.copyOf(idle);
    }

    private void check(LivingChild living, ProcessSample sample) {
        Idleness before = children.getOrDefault(living.child().key(), new Idleness());
        if (before.last.isPresent() && sample.nanos() - before.last.get().nanos() <= 0) {
            return; // Nobody has sampled it since.
        }
        IdleReading now = reading(living, sample, before.isAlmost(sample.nanos(), ttlNanos));
        Idleness after = before.next(now, ttlNanos);
        children.put(living.child().key(), after);
        if (after.idle != before.idle) {
            IdleReading start = (after.idle ? after : before).from.orElse(now);
            long startNanos = since.getOrDefault(living.child().key(), start.nanos());
            news.accept(new IdleNews(
                    living.child(),
                    after.idle,
                    now.nanos() - startNanos,
                    now.cpuNanos() - start.cpuNanos(),
                    now.members().size()));
        }
    }

    private IdleReading reading(LivingChild living, ProcessSample sample, boolean closely) {
        boolean busy = sample.state() == 'R' || sample.state() == 'D';
        OptionalLong io = OptionalLong.of(0);
        for (TreeMember member : living.tree()) {
            if (!busy && !member.zombie()) {
                long pid = member.key().pid();
                busy = activity.isBusy(pid, closely);
                OptionalLong its = activity.io(pid);
                io = io.isPresent() && its.isPresent()
                        ? OptionalLong.of(io.getAsLong() + its.getAsLong())
                        : OptionalLong.empty();
            }
        }
        return new IdleReading(sample.nanos(), sample.treeCpu().totalNanos(), living.tree(), io, busy);
    }
}
