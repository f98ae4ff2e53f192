package io.forkwatch.probe.advice;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.AdviceNews.What;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.Limits;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.thread.Confined;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Holds the figures of living children against their soft limits, and says once who should be recycled, who need not be any
 * more, and whose supervisor has done it. It asks nothing of any process: what the sampler knows is enough.
 */
@Confined(Confined.To.REPORTER)
public final class Advisor implements DeathReceiver {
    private AdviceOptions options;
    private final Consumer<Advisory> news;

    /** Of living children with limits, and of those whose end is on its way. */
    private final Map<ProcessKey, ChildLimits> children = new HashMap<>();

    /** Bounded, as kinds are. */
    private final Map<Kind, Map<Limit, Long>> trips = new HashMap<>();

    private volatile AdviceView view = AdviceView.NONE;

    /**
     * One that has seen nobody.
     *
     * @param news gets what is to be said
     */
    public Advisor(AdviceOptions options, Consumer<Advisory> news) {
        this.options = options;
        this.news = news;
    }

    /** From now on other limits hold. Who is beyond one that stays as it was stays so; the others are watched anew. */
    public void change(AdviceOptions changed) {
        options = changed;
        children.values()
                .removeIf(child ->
                        changed.limits().of(child.child().name().kind()).most().isEmpty());
        for (ChildLimits child : children.values()) {
            child.change(changed.limits().of(child.child().name().kind()), changed.sustained());
        }
        for (Map.Entry<Kind, Map<Limit, Long>> its : trips.entrySet()) {
            changed.limits()
                    .of(its.getKey())
                    .most()
                    .keySet()
                    .forEach(limit -> its.getValue().putIfAbsent(limit, 0L));
        }
    }

    /** What is advised; for any thread. */
    @Confined(Confined.To.ANY)
    public AdviceView view() {
        return view;
    }

    /**
     * Looks at the children.
     *
     * @param nanos monotonic time now
     */
    public void check(Snapshot snapshot, JvmView jvms, long nanos) {
        for (KindTotals totals : snapshot.kinds()) {
            countFromZero(totals.kind());
        }
        Set<ProcessKey> alive = new HashSet<>();
        for (LivingChild living : snapshot.children()) {
            Limits limits = options.limits().of(living.child().name().kind());
            if (!limits.most().isEmpty()) {
                alive.add(living.child().key());
                check(living, limits, jvms, nanos);
            }
        }
        // Who is advised stays until its death comes this way: then it is known whether the advice was taken.
        children.entrySet()
                .removeIf(entry -> !alive.contains(entry.getKey())
                        && entry.getValue().advice().isEmpty());
        publish(alive);
    }

    private void countFromZero(Kind kind) {
        trips.computeIfAbsent(kind, its -> {
            Map<Limit, Long> counts = new EnumMap<>(Limit.class);
            options.limits().of(its).most().keySet().forEach(limit -> counts.put(limit, 0L));
            return counts;
        });
    }

    private void check(LivingChild living, Limits limits, JvmView jvms, long nanos) {
        ChildLimits child = children.computeIfAbsent(
                living.child().key(), key -> new ChildLimits(living.child(), limits, options.sustained()));
        Optional<Advice> before = child.advice();
        List<Limit> tripped = child.take(Readings.of(living, jvms, nanos), nanos);
        for (Limit limit : tripped) {
            count(living.child().name().kind(), limit);
        }
        if (before.isEmpty() && !tripped.isEmpty()) {
            child.advice().ifPresent(advice -> news.accept(new AdviceNews(advice, What.RECYCLE, nanos)));
        }
        if (before.isPresent() && child.takeCleared()) {
            news.accept(new AdviceNews(child.advice(before.get().limit()), What.CLEARED, nanos));
        }
    }

    private void count(Kind kind, Limit limit) {
        countFromZero(kind);
        trips.computeIfPresent(kind, (its, counts) -> {
            counts.merge(limit, 1L, Long::sum);
            return counts;
        });
    }

    private void publish(Set<ProcessKey> alive) {
        Map<ProcessKey, Advice> advised = new HashMap<>();
        children.forEach((key, child) -> {
            if (alive.contains(key)) {
                child.advice().ifPresent(advice -> advised.put(key, advice));
            }
        });
        Map<Kind, Map<Limit, Long>> counts = new HashMap<>();
        trips.forEach((kind, its) -> counts.put(kind, Map.copyOf(its)));
        view = new AdviceView(advised, Map.of(), counts);
    }

    @Override
    public String what() {
        return "advice";
    }

    /** A child ended: if it was advised, and its supervisor ended it or let it end, the advice was taken. */
    @Override
    public void died(Death death, Diagnosis diagnosis) {
        ChildLimits child = children.remove(death.child().key());
        Optional<Advice> advice = child == null ? Optional.empty() : child.advice();
        boolean meant = diagnosis.reason() == Reason.KILLED_BY_SUPERVISOR || !diagnosis.abnormal();
        if (advice.isPresent() && meant) {
            news.accept(new AdviceNews(advice.get(), What.TAKEN, death.nanos()));
        }
    }

    /** How many children it remembers. */
    int remembered() {
        return children.size();
    }
}
