package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import java.util.Map;

/**
 * What is known of the JVMs among the living children: immutable, published through one volatile field.
 *
 * @param byChild for each child that is a JVM, or runs one, the last figures of the JVM of its tree that uses most heap
 * @param gcNanosByKind time in pauses of the collectors of all JVMs, living and dead, by the kind of their child; never
 *     runs backwards
 */
public record JvmView(Map<ProcessKey, JvmFigures> byChild, Map<Kind, Long> gcNanosByKind) {
    /** Before anything was read. */
    public static final JvmView EMPTY = new JvmView(Map.of(), Map.of());

    public JvmView {
        byChild = Map.copyOf(byChild);
        gcNanosByKind = Map.copyOf(gcNanosByKind);
    }
}
