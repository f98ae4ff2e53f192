package io.forkwatch.probe.options;

import io.forkwatch.probe.process.orphan.OrphanRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Texts with ; between them; {@code none}, in any case, is no text. */
record Patterns() implements ValueParser<List<String>> {
    @Override
    public Optional<List<String>> parse(String text) {
        List<String> patterns = new ArrayList<>();
        if (text.equalsIgnoreCase("none")) {
            return Optional.of(patterns);
        }
        int begin = 0;
        while (begin <= text.length()) {
            int end = text.indexOf(';', begin);
            end = end < 0 ? text.length() : end;
            String pattern = text.substring(begin, end).strip();
            if (pattern.length() < OrphanRules.MIN_PATTERN_CHARS) {
                return Optional.empty();
            }
            patterns.add(pattern);
            begin = end + 1;
        }
        return patterns.size() > OrphanRules.MAX_PATTERNS ? Optional.empty() : Optional.of(patterns);
    }
}
