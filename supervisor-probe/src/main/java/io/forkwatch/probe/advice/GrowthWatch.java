package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.GrowthNews;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.thread.Confined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Forecasts when children that grow steadily reach their limits. */
@Confined(Confined.To.REPORTER)
public final class GrowthWatch {
    /** A limit that is further away than that is no news. */
    private static final long NEAR_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** The part of its limit from which on a child is looked at. */
    private static final double NOTABLE = 0.25;

    /** Looks in a row that have to agree. */
    private static final int AGREEING = 2;

    private final KindLimits limits;
    private final Consumer<Advisory> news;
    private Map<ProcessKey, Integer> agreed = new HashMap<>();
    private volatile Map<ProcessKey, Long> forecasts = Map.of();

    /**
     * One that has seen nobody.
     *
     * @param limits the soft ones; those of cgroups come with the children
     * @param news gets what is to be said
     */
    public GrowthWatch(KindLimits limits, Consumer<Advisory> news) {
        this.limits = limits;
        this.news = news;
    }

    /** Nanoseconds until its limit, by child; for any thread. */
    @Confined(Confined.To.ANY)
    public Map<ProcessKey, Long> forecasts() {
        return forecasts;
    }

    /**
     * Looks at the children, every few seconds.
     *
     * @param history the last minutes of a child
     */
    public void check(List<LivingChild> children, Function<ProcessKey, Optional<ChildHistory>> history) {
        Map<ProcessKey, Integer> now = new HashMap<>();
        Map<ProcessKey, Long> found = new HashMap<>();
        for (LivingChild living : children) {
            ProcessKey key = living.child().key();
            OptionalLong nanos = forecast(living, history);
            if (nanos.isPresent()) {
                found.put(key, nanos.getAsLong());
                int looks = agreed.getOrDefault(key, 0) + (nanos.getAsLong() <= NEAR_NANOS ? 1 : 0);
                now.put(key, looks);
                if (looks == AGREEING && nanos.getAsLong() <= NEAR_NANOS) {
                    say(living, nanos.getAsLong());
                }
            } else if (agreed.getOrDefault(key, 0) >= AGREEING) {
                now.put(key, AGREEING + 1); // A child that hesitates now and then is told once.
            }
        }
        agreed = now;
        forecasts = Map.copyOf(found);
    }

    private OptionalLong forecast(LivingChild living, Function<ProcessKey, Optional<ChildHistory>> history) {
        long limit = limitBytes(living);
        long rss = living.sample().map(ProcessSample::treeRssBytes).orElse(0L);
        if (limit == Long.MAX_VALUE || rss < NOTABLE * limit) {
            return OptionalLong.empty();
        }
        return history.apply(living.child().key())
                .map(minutes -> Growth.nanosUntil(minutes, limit))
                .orElse(OptionalLong.empty());
    }

    private long limitBytes(LivingChild living) {
        return Math.min(softBytes(living), living.slow().limitBytes().orElse(Long.MAX_VALUE));
    }

    private long softBytes(LivingChild living) {
        return limits.of(living.child().name().kind()).of(Limit.RSS).orElse(Long.MAX_VALUE);
    }

    private void say(LivingChild living, long nanos) {
        long limit = limitBytes(living);
        news.accept(new GrowthNews(
                living.child(),
                living.sample().map(ProcessSample::treeRssBytes).orElse(0L),
                limit,
                limit == softBytes(living),
                nanos));
    }
}
