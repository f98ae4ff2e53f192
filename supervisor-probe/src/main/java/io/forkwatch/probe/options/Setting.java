package io.forkwatch.probe.options;

import java.util.Locale;
import java.util.Optional;

/**
 * One option as found, not yet checked.
 *
 * @param place where
 * @param file the {@code @FILE} it is in, else empty
 * @param spelling the key as written there, for example {@code FORKWATCH_LOG_FORMAT}
 * @param key the key as an agent argument would have it, for example {@code log.format}
 * @param value empty where the key stands alone
 */
record Setting(Place place, String file, String spelling, String key, Optional<String> value) {
    static final String PROPERTY_PREFIX = "forkwatch.";
    static final String VARIABLE_PREFIX = "FORKWATCH_";
    static final String KIND_VARIABLE_PREFIX = "FORKWATCH_KIND_";
    static final String EXPECT_VARIABLE_PREFIX = "FORKWATCH_EXPECT_";

    static final String LIMIT_VARIABLE_PREFIX = "FORKWATCH_LIMIT_";

    /** Where a setting was found. */
    enum Place {
        ARGUMENT,
        FILE,
        PROPERTY,
        ENVIRONMENT
    }

    /** {@code key=value}, or {@code key}; after {@code =}, an empty value is one. */
    static Setting ofItem(String item) {
        int equals = item.indexOf('=');
        String key = equals < 0 ? item : item.substring(0, equals).strip();
        Optional<String> value = equals < 0
                ? Optional.empty()
                : Optional.of(item.substring(equals + 1).strip());
        return new Setting(Place.ARGUMENT, "", key, key, value);
    }

    /** A line of an {@code @FILE}. */
    static Setting ofLine(String file, String key, String value) {
        return new Setting(Place.FILE, file, key.strip(), key.strip(), orAlone(value));
    }

    /** A system property {@code forkwatch.…}. */
    static Setting ofProperty(String name, String value) {
        return new Setting(Place.PROPERTY, "", name, name.substring(PROPERTY_PREFIX.length()), orAlone(value));
    }

    /** A variable {@code FORKWATCH_…}. */
    static Setting ofVariable(String name, String value) {
        return new Setting(Place.ENVIRONMENT, "", name, keyOfVariable(name), orAlone(value));
    }

    private static String keyOfVariable(String name) {
        String lower = name.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT);
        if (name.startsWith(KIND_VARIABLE_PREFIX)) {
            return "kind.".concat(lower.substring("kind_".length()).replace('_', '-'));
        }
        if (name.startsWith(LIMIT_VARIABLE_PREFIX)) {
            return keyOfLimit(lower.substring("limit_".length()));
        }
        return name.startsWith(EXPECT_VARIABLE_PREFIX)
                ? "expect.".concat(lower.substring("expect_".length()).replace('_', '-'))
                : lower.replace('_', '.');
    }

    // Of LIMIT_MY_WORKER_RSS the kind is my-worker.
    private static String keyOfLimit(String rest) {
        int last = rest.lastIndexOf('_');
        return last < 0
                ? "limit.".concat(rest)
                : "limit."
                        .concat(rest.substring(0, last).replace('_', '-'))
                        .concat(".")
                        .concat(rest.substring(last + 1));
    }

    /** {@code -Dforkwatch.quiet} and a line {@code quiet} in a file have an empty value: the key stands alone. */
    private static Optional<String> orAlone(String value) {
        String text = value.strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** How the key of an option is spelled in this place, for suggestions. */
    String spellingOf(Option<?> option) {
        return switch (place) {
            case ARGUMENT, FILE -> option.key();
            case PROPERTY -> PROPERTY_PREFIX.concat(option.key());
            case ENVIRONMENT ->
                VARIABLE_PREFIX.concat(option.key().toUpperCase(Locale.ROOT).replace('.', '_'));
        };
    }
}
