package io.forkwatch.bench.children;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a child says of itself, and what its exit record says of it.
 *
 * @param own by itself
 * @param seen by the agent
 */
record Compared(Usage own, ExitRecord seen) {
    /** A clock tick of the kernel's accounting, see times(2). */
    static final double TICK_MILLIS = 10;

    /** Of all children that have a record. A pid may be given again: then the first end is the first record. */
    static List<Compared> of(List<Usage> all, ExitLog log) {
        List<Compared> compared = new ArrayList<>();
        all.stream()
                .sorted(Comparator.comparingLong(Usage::endNanos))
                .forEach(own -> log.take(own.pid()).ifPresent(seen -> compared.add(new Compared(own, seen))));
        return compared;
    }

    double userErrorMillis() {
        return seen.userMillis() - own.userMillis();
    }

    double systemErrorMillis() {
        return seen.systemMillis() - own.systemMillis();
    }

    /** Whether it is called exact and is right to a clock tick in both modes: the kernel prints whole ones, rounded down. */
    boolean isExact() {
        return seen.exact()
                && Math.abs(userErrorMillis()) <= TICK_MILLIS
                && Math.abs(systemErrorMillis()) <= TICK_MILLIS;
    }

    /** The memory figure as a part of the true peak; 0 without one. */
    double memoryShare() {
        return (double) seen.peakRssBytes().orElse(0) / own.peakBytes();
    }
}
