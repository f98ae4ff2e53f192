package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.Limits;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The soft limits of all kinds.
 *
 * @param general those of every kind
 * @param named by kind, what it has in place of them; an empty value is none
 */
public record KindLimits(Limits general, Map<String, Map<Limit, OptionalLong>> named) {
    /** Nothing is limited. */
    public static final KindLimits NONE = new KindLimits(Limits.NONE, Map.of());

    public KindLimits {
        named = Map.copyOf(named);
    }

    /** Those of a kind. */
    public Limits of(Kind kind) {
        Map<Limit, OptionalLong> own = named.getOrDefault(kind.name(), Map.of());
        if (own.isEmpty()) {
            return general;
        }
        Map<Limit, Long> most = new EnumMap<>(Limit.class);
        most.putAll(general.most());
        own.forEach((limit, value) -> {
            if (value.isPresent()) {
                most.put(limit, value.getAsLong());
            } else {
                most.remove(limit);
            }
        });
        return new Limits(most);
    }

    /** True if no kind has any. */
    public boolean isEmpty() {
        return general.most().isEmpty()
                && named.values().stream().flatMap(own -> own.values().stream()).noneMatch(OptionalLong::isPresent);
    }
}
