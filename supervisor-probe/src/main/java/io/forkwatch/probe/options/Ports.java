package io.forkwatch.probe.options;

import io.forkwatch.probe.publish.http.PortRange;
import java.util.Optional;

/**
 * {@code 9797}, {@code 9797-9816}, or 0 for any free one.
 *
 * @param number one of its ports
 */
record Ports(Quantity number) implements ValueParser<PortRange> {
    Ports() {
        this(Quantity.count(0, 65_535));
    }

    @Override
    public Optional<PortRange> parse(String text) {
        int dash = text.indexOf('-');
        Optional<Long> first = number.parse(dash < 0 ? text : text.substring(0, dash));
        Optional<Long> last = dash < 0 ? first : number.parse(text.substring(dash + 1));
        if (first.isEmpty() || last.isEmpty() || last.get() < first.get() || (dash >= 0 && first.get() == 0)) {
            return Optional.empty();
        }
        return Optional.of(new PortRange(first.get().intValue(), last.get().intValue()));
    }
}
