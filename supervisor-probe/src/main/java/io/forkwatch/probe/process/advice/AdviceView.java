package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import java.util.Map;
import java.util.Optional;

/**
 * What is advised now, and how often it was: immutable, published through one volatile field.
 *
 * @param byChild the living children that should be recycled
 * @param forecastNanos of children that grow steadily, how long until they reach their limit
 * @param trips how often a child of a kind began to exceed a limit; 0 from its first child on, for each limit that it has
 * @param idleSinceNanos the living children that have been idle for long, and since when, monotonic
 * @param sweep what the sweep of left-over workspaces has come upon; absent where there is none
 */
public record AdviceView(
        Map<ProcessKey, Advice> byChild,
        Map<ProcessKey, Long> forecastNanos,
        Map<Kind, Map<Limit, Long>> trips,
        Map<ProcessKey, Long> idleSinceNanos,
        Optional<SweepView> sweep) {
    /** Nobody has a limit. */
    public static final AdviceView NONE = new AdviceView(Map.of(), Map.of(), Map.of());

    public AdviceView {
        byChild = Map.copyOf(byChild);
        forecastNanos = Map.copyOf(forecastNanos);
        trips = Map.copyOf(trips);
        idleSinceNanos = Map.copyOf(idleSinceNanos);
    }

    /** Without idle children and a sweep. */
    public AdviceView(
            Map<ProcessKey, Advice> byChild, Map<ProcessKey, Long> forecastNanos, Map<Kind, Map<Limit, Long>> trips) {
        this(byChild, forecastNanos, trips, Map.of(), Optional.empty());
    }

    /** The same with these forecasts, idle children, and what was swept. */
    public AdviceView with(Map<ProcessKey, Long> forecasts, Map<ProcessKey, Long> idle, Optional<SweepView> swept) {
        return new AdviceView(byChild, forecasts, trips, idle, swept);
    }
}
