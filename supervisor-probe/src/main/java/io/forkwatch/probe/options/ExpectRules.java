package io.forkwatch.probe.options;

import io.forkwatch.probe.naming.ShippedAnswers;
import io.forkwatch.probe.process.death.ExpectedEnds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code expect.KIND=1,143}, and the programs whose exit code is an answer. */
final class ExpectRules {
    static final String PREFIX = "expect.";
    private static final int HIGHEST = 255;

    private ExpectRules() {}

    /**
     * The rules among settings that are checked.
     *
     * @param texts all settings by key
     */
    static ExpectedEnds of(Map<String, String> texts) {
        Map<String, Set<Integer>> named = new HashMap<>();
        texts.forEach((key, text) -> {
            if (key.startsWith(PREFIX)) {
                named.put(key.substring(PREFIX.length()), values(text).orElse(Set.of()));
            }
        });
        return new ExpectedEnds(new ShippedAnswers(), named);
    }

    /**
     * Checks a setting.
     *
     * @throws BadOption if KIND cannot be one, or the text is no list of exit values
     */
    static void check(String text, Setting setting) throws BadOption {
        if (!KindRules.isName(setting.key().substring(PREFIX.length()))
                || values(text).isEmpty()) {
            throw BadOption.notAllowed(Option.EXPECT, setting);
        }
    }

    private static Optional<Set<Integer>> values(String text) {
        Set<Integer> values = new HashSet<>();
        for (String word : text.split("[,;]", -1)) {
            String digits = word.strip();
            if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > HIGHEST) {
                return Optional.empty();
            }
            values.add(Integer.parseInt(digits));
        }
        return Optional.of(values);
    }
}
