package io.forkwatch.probe.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a client takes, as it says in {@code Accept} or {@code Accept-Encoding}: RFC 9110, 12.4.2 and 12.5. What cannot be
 * understood is left out, or wanted as if no weight stood there.
 *
 * @param ranges in the order of the header
 */
record Acceptable(List<Range> ranges) {
    private static final double WHOLE = 1;

    Acceptable {
        ranges = List.copyOf(ranges);
    }

    /**
     * One item.
     *
     * @param name in lower case, without parameters
     * @param weight 0 (not acceptable) to 1
     */
    record Range(String name, double weight) {
        static Range of(String item) {
            String[] parts = item.toLowerCase(Locale.ROOT).split(";", -1);
            double weight = WHOLE;
            for (int part = 1; part < parts.length; part++) {
                String parameter = parts[part].strip();
                if (parameter.startsWith("q=")) {
                    weight = weight(parameter.substring(2).strip());
                }
            }
            return new Range(parts[0].strip(), weight);
        }

        private static double weight(String text) {
            return text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : WHOLE;
        }
    }

    /** Reads all values of the header, which are one list: RFC 9110, 5.3. */
    static Acceptable of(List<String> values) {
        List<Range> ranges = new ArrayList<>();
        for (String value : values) {
            for (String item : value.split(",", -1)) {
                ranges.add(Range.of(item));
            }
        }
        return new Acceptable(ranges);
    }

    /**
     * How much something is wanted, 0 (not at all) to 1.
     *
     * @param names its own name, and then the ranges that it is in, the most specific first: of these the first that is there
     *     counts
     */
    double weight(String... names) {
        for (String name : names) {
            OptionalDouble most = ranges.stream()
                    .filter(range -> range.name().equals(name))
                    .mapToDouble(Range::weight)
                    .max();
            if (most.isPresent()) {
                return most.getAsDouble();
            }
        }
        return 0;
    }
}
