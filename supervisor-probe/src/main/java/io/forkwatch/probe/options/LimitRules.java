package io.forkwatch.probe.options;

import io.forkwatch.probe.advice.KindLimits;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.Limits;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** {@code limit.rss=1g} for every kind, and {@code limit.KIND.rss} for one. */
final class LimitRules {
    private static final String PREFIX = "limit.";

    private LimitRules() {}

    /**
     * The limits among settings that are checked.
     *
     * @param texts all settings by key
     */
    static KindLimits of(Map<String, String> texts) {
        Map<Limit, Long> general = new EnumMap<>(Limit.class);
        Map<String, Map<Limit, OptionalLong>> named = new HashMap<>();
        texts.forEach((key, text) -> {
            for (Limit limit : Limit.values()) {
                String suffix = '.' + limit.label();
                if (key.startsWith(PREFIX) && key.endsWith(suffix)) {
                    OptionalLong most = most(limit, text);
                    int end = key.length() - suffix.length();
                    if (end < PREFIX.length()) {
                        most.ifPresent(value -> general.put(limit, value));
                    } else {
                        named.computeIfAbsent(key.substring(PREFIX.length(), end), kind -> new EnumMap<>(Limit.class))
                                .put(limit, most);
                    }
                }
            }
        });
        return new KindLimits(new Limits(general), named);
    }

    /** The option of {@code limit.KIND.rss}: a kind may have dots. Empty if it is none. */
    static Optional<Option<?>> option(String key) {
        for (Limit limit : Limit.values()) {
            int end = key.length() - limit.label().length() - 1;
            if (end > PREFIX.length()
                    && key.endsWith('.' + limit.label())
                    && KindRules.isName(key.substring(PREFIX.length(), end))) {
                return Optional.of(option(limit));
            }
        }
        return Optional.empty();
    }

    // Zero is how none is read.
    private static OptionalLong most(Limit limit, String text) {
        long value = option(limit).value(text);
        long inUnit = limit == Limit.AGE ? TimeUnit.MILLISECONDS.toNanos(value) : value;
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(inUnit);
    }

    private static Option<Long> option(Limit limit) {
        return switch (limit) {
            case RSS -> Option.LIMIT_RSS;
            case FDS -> Option.LIMIT_FDS;
            case HEAP -> Option.LIMIT_HEAP;
            case AGE -> Option.LIMIT_AGE;
        };
    }
}
