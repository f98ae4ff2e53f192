package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.HangView;
import java.util.Map;
import java.util.Optional;

/**
 * What is advised now, and how often it was: immutable, published through one volatile field.
 *
 * @param byChild the living children that should be recycled
 * @param forecastNanos of children that grow steadily, how long until they reach their limit
 * @param trips how often a child of a kind began to exceed a limit; 0 from its first child on, for each limit that it has
 * @param next whom the kernel would take if memory ran out now; absent where that is not known, or would be all
 * @param idleSinceNanos the living children that have been idle for long, and since when, monotonic
 * @param hangs who does not go on
 * @param sweep what the sweep of left-over workspaces has come upon; absent where there is none
 */
public record AdviceView(
        Map<ProcessKey, Advice> byChild,
        Map<ProcessKey, Long> forecastNanos,
        Map<Kind, Map<Limit, Long>> trips,
        Optional<Victim> next,
        Map<ProcessKey, Long> idleSinceNanos,
        HangView hangs,
        Optional<SweepView> sweep) {
    /** Nobody has a limit. */
    public static final AdviceView NONE = new AdviceView(Map.of(), Map.of(), Map.of());

    public AdviceView {
        byChild = Map.copyOf(byChild);
        forecastNanos = Map.copyOf(forecastNanos);
        trips = Map.copyOf(trips);
        idleSinceNanos = Map.copyOf(idleSinceNanos);
    }

    /** Of limits alone. */
    public AdviceView(
            Map<ProcessKey, Advice> byChild, Map<ProcessKey, Long> forecastNanos, Map<Kind, Map<Limit, Long>> trips) {
        this(byChild, forecastNanos, trips, Optional.empty(), Map.of(), HangView.NONE, Optional.empty());
    }

    /** The same with these forecasts, with whom the kernel would take next, with idle children, and with what was swept. */
    public AdviceView with(
            Map<ProcessKey, Long> forecasts,
            Optional<Victim> victim,
            Map<ProcessKey, Long> idle,
            Optional<SweepView> swept) {
        return new AdviceView(byChild, forecasts, trips, victim, idle, hangs, swept);
    }

    /** The same with who does not go on. */
    public AdviceView with(HangView held) {
        return new AdviceView(byChild, forecastNanos, trips, next, idleSinceNanos, held, sweep);
    }

    /** True if it is in the tree of that child. */
    public boolean isNext(ProcessKey child) {
        return next.flatMap(Victim::child)
                .filter(its -> its.key().equals(child))
                .isPresent();
    }
}
