package io.forkwatch.probe.publish.http;

/**
 * Where the metrics port may be: {@code port}. The first free one is taken.
 *
 * @param first lowest port, 0 to 65535; 0 = any free one
 * @param last highest port, {@code first} to 65535
 */
public record PortRange(int first, int last) {
    public PortRange {
        if (first < 0 || last > 65535 || last < first || (first == 0 && last != 0)) {
            throw new IllegalArgumentException("ports " + first + "-" + last);
        }
    }

    /** {@code 9797}, or {@code 9797-9816}. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
