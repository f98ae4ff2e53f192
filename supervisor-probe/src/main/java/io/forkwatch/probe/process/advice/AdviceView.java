package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import java.util.Map;

/**
 * What is advised now, and how often it was: immutable, published through one volatile field.
 *
 * @param byChild the living children that should be recycled
 * @param trips how often a child of a kind began to exceed a limit; 0 from its first child on, for each limit that it has
 */
public record AdviceView(Map<ProcessKey, Advice> byChild, Map<Kind, Map<Limit, Long>> trips) {
    /** Nobody has a limit. */
    public static final AdviceView NONE = new AdviceView(Map.of(), Map.of());

    public AdviceView {
        byChild = Map.copyOf(byChild);
        trips = Map.copyOf(trips);
    }
}
