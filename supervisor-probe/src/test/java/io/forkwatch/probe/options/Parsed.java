package io.forkwatch.probe.options;

import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.options.OptionFile.TextReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of reading the options, for tests to compare. */
sealed interface Parsed {
    static Parsed of(
            @Nullable String argument,
            Map<String, String> properties,
            Map<String, String> environment,
            TextReader reader) {
        try {
            return new Good(OptionParser.parse(argument, properties, environment, Optional.of(reader)));
        } catch (BadOption bad) {
            return new Bad(bad.line());
        }
    }

    static Parsed ofThisJvm(@Nullable String argument) {
        try {
            return new Good(OptionParser.ofThisJvm(argument));
        } catch (BadOption bad) {
            return new Bad(bad.line());
        }
    }

    /** Equal where all values are. */
    record Good(ProbeOptions options) implements Parsed {
        @Override
        public boolean equals(Object other) {
            return other instanceof Good good && values(options).equals(values(good.options));
        }

        @Override
        public int hashCode() {
            return values(options).hashCode();
        }

        @Override
        public String toString() {
            return values(options).toString();
        }
    }

    record Bad(String line) implements Parsed {}

    /** All that can be asked of them. A pattern equals itself only, so rules are texts here. */
    static List<Object> values(ProbeOptions options) {
        List<Object> values = new ArrayList<>(List.of(
                options.enabled(),
                options.nested(),
                options.sampling(),
                options.port(),
                options.log(),
                options.exits(),
                options.orphans(),
                options.hooks(),
                options.advice(),
                options.sweep(),
                options.idleTtl(),
                options.hangAfter(),
                options.touches(),
                options.dumpBeforeKill(),
                options.dumpsOnHang()));
        for (KindRule rule : options.kindRules()) {
            values.add(rule.kind() + "=" + rule.pattern());
        }
        return values;
    }
}
