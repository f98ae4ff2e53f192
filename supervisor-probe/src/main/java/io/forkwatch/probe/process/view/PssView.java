package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.ProcessKey;
import java.util.Map;

/**
 * Proportional memory of the trees of children, where it was asked for: immutable, published through one volatile field.
 *
 * @param bytesByChild for each child whose whole tree could be read
 */
public record PssView(Map<ProcessKey, Long> bytesByChild) {
    /** Before anything was read. */
    public static final PssView EMPTY = new PssView(Map.of());

    public PssView {
        bytesByChild = Map.copyOf(bytesByChild);
    }
}
