package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.ProcessKey;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the performance data of a JVM said of it, read from outside. What that JVM does not say is absent.
 *
 * @param key the JVM: a child or a descendant of one
 * @param nanos monotonic time to which the heap figures belong
 * @param mainClass what it runs: its main class, module or jar, without arguments; empty where unknown
 * @param collector its garbage collector, for example {@code G1}; empty where unknown
 * @param heapUsedBytes heap in use, garbage included
 * @param heapCommittedBytes heap that it has taken from the system
 * @param heapMaxBytes the most that the heap may grow to
 * @param asOfLastGc true if {@code heapUsedBytes} changes only at a collection, and may be much older than {@code nanos}
 * @param oldRatio how full it was after its last collection, 0 to 1: the old generation where there is one, else the heap
 * @param gcNanos time in pauses of its collector since its start
 * @param gcCount such pauses
 * @param threads its Java threads
 */
public record JvmFigures(
        ProcessKey key,
        long nanos,
        String mainClass,
        String collector,
        OptionalLong heapUsedBytes,
        OptionalLong heapCommittedBytes,
        OptionalLong heapMaxBytes,
        boolean asOfLastGc,
        OptionalDouble oldRatio,
        OptionalLong gcNanos,
        OptionalLong gcCount,
        OptionalLong threads) {}
