package io.forkwatch.probe.process.advice;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The soft limits of a kind.
 *
 * @param most by what is limited, in the unit of its {@link Limit}, above 0; what is not in it has no limit
 */
public record Limits(Map<Limit, Long> most) {
    /** Nothing is limited. */
    public static final Limits NONE = new Limits(Map.of());

    public Limits {
        most = Map.copyOf(most);
    }

    /** The most of it; absent where it has no limit. */
    public OptionalLong of(Limit limit) {
        Long value = most.get(limit);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
