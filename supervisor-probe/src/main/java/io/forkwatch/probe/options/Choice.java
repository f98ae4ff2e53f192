package io.forkwatch.probe.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of a few words, in any case.
 *
 * @param words what may be written
 * @param values what each word means
 * @param alone what a key alone stands for
 */
record Choice<T>(List<String> words, List<T> values, Optional<String> alone) implements ValueParser<T> {
    /** true, on, yes or 1; false, off, no or 0. The key alone is true. */
    static Choice<Boolean> flag() {
        return new Choice<>(
                List.of("true", "on", "yes", "1", "false", "off", "no", "0"),
                List.of(true, true, true, true, false, false, false, false),
                Optional.of("true"));
    }

    /** A word for true, and one for false. */
    static Choice<Boolean> either(String yes, String no) {
        return new Choice<>(List.of(yes, no), List.of(true, false), Optional.empty());
    }

    /** The names of constants. */
    static <E extends Enum<E>> Choice<E> of(E[] values) {
        List<String> names = new ArrayList<>();
        for (E value : values) {
            names.add(value.name());
        }
        return new Choice<>(names, List.of(values), Optional.empty());
    }

    @Override
    public Optional<T> parse(String text) {
        for (int at = 0; at < words.size(); at++) {
            if (words.get(at).equalsIgnoreCase(text)) {
                return Optional.of(values.get(at));
            }
        }
        return Optional.empty();
    }
}
