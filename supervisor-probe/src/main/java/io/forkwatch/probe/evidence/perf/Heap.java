package io.forkwatch.probe.evidence.perf;

import io.forkwatch.probe.procfs.text.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The figures of heap and collector in performance data. Pure. */
final class Heap {
    private static final int GENERATIONS = 2;
    private static final int MOST_SPACES = 8;
    private static final int MOST_COLLECTORS = 10;
    private static final String GENERATION = "sun.gc.generation.";
    private static final String COLLECTOR = "sun.gc.collector.";
    // Every heap is whole pages; JDK 17 adds 8 bytes to the figures of G1 so that none of them is 0.
    private static final long PAGE_BYTES = 4096;

    /** From this version on Serial and Parallel no longer sample their spaces between collections. */
    private static final long UNSAMPLED = 24;

    private final PerfData data;
    private final Optional<Collector> collector;

    Heap(PerfData data) {
        this.data = data;
        this.collector = Collector.of(data);
    }

    Optional<Collector> collector() {
        return collector;
    }

    /** Heap in use, garbage included, in bytes; absent while it is 0, for then nobody has counted yet. */
    OptionalLong usedBytes() {
        long sum = 0;
        for (int generation = 0; generation < GENERATIONS; generation++) {
            String prefix = GENERATION + generation;
            long spaces = Math.min(data.number(prefix + ".spaces").orElse(0), MOST_SPACES);
            for (int space = 0; space < spaces; space++) {
                OptionalLong used = data.number(prefix + ".space." + space + ".used");
                if (used.isEmpty()) {
                    return used;
                }
                sum += used.getAsLong();
            }
        }
        return sum > 0 ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** True if that changes only at a collection: with ZGC, and since JDK 24 with Serial and Parallel. */
    boolean asOfLastGc() {
        if (collector.filter(Collector.ZGC::equals).isPresent()) {
            return true;
        }
        String version = data.text("java.property.java.version").orElse("");
        return collector.map(Collector::split).orElse(false) && Numbers.leading(version, 0) >= UNSAMPLED;
    }

    /** Heap taken from the system, in bytes. */
    OptionalLong committedBytes() {
        return pages(sum(".capacity"));
    }

    /** The most that the heap may grow to, in bytes; absent if the collector is not known. */
    OptionalLong maxBytes() {
        if (collector.isEmpty()) {
            return OptionalLong.empty();
        }
        return pages(collector.get().split() ? sum(".maxCapacity") : largest(".maxCapacity"));
    }

    /**
     * What survived the last collection, as a part of all that could: of the old generation, where only there live
     * objects may pile up; else of the heap. 0 to 1.
     */
    OptionalDouble oldRatio() {
        boolean ofOld = collector.map(Collector::split).orElse(false);
        boolean oldOnly = ofOld || collector.filter(Collector.G1::equals).isPresent();
        OptionalLong used = oldOnly ? data.number(GENERATION + "1.space.0.used") : usedBytes();
        OptionalLong max = ofOld ? data.number(GENERATION + "1.maxCapacity") : maxBytes();
        return used.isPresent() && max.orElse(0) > 0
                ? OptionalDouble.of(Math.min(1, (double) used.getAsLong() / max.getAsLong()))
                : OptionalDouble.empty();
    }

    /** Time in pauses since the JVM's start, in nanoseconds. */
    OptionalLong gcNanos() {
        OptionalLong ticks = ofCollectors(".time");
        long perSecond = data.number("sun.os.hrt.frequency").orElse(0);
        return ticks.isPresent() && perSecond > 0
                ? OptionalLong.of((long) (ticks.getAsLong() / (double) perSecond * TimeUnit.SECONDS.toNanos(1)))
                : OptionalLong.empty();
    }

    /** Pauses since the JVM's start. */
    OptionalLong gcCount() {
        return ofCollectors(".invocations");
    }

    /**
     * True if these data were taken in the middle of a pause, in which the figures of heap in use are those of before or
     * of after for one space and not yet for another.
     */
    boolean inPause() {
        for (int n = 0; n < MOST_COLLECTORS; n++) {
            OptionalLong entry = data.number(COLLECTOR + n + ".lastEntryTime");
            OptionalLong exit = data.number(COLLECTOR + n + ".lastExitTime");
            if (entry.isPresent() && exit.isPresent() && entry.getAsLong() > exit.getAsLong()) {
                return true;
            }
        }
        return false;
    }

    private OptionalLong ofCollectors(String counter) {
        long sum = 0;
        boolean any = false;
        for (int n = 0; n < MOST_COLLECTORS; n++) {
            OptionalLong value = data.number(COLLECTOR + n + counter);
            any |= value.isPresent();
            sum += value.orElse(0);
        }
        return any && sum >= 0 ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private OptionalLong sum(String counter) {
        long sum = 0;
        for (int generation = 0; generation < GENERATIONS; generation++) {
            sum += data.number(GENERATION + generation + counter).orElse(0);
        }
        return OptionalLong.of(sum);
    }

    private OptionalLong largest(String counter) {
        long largest = 0;
        for (int generation = 0; generation < GENERATIONS; generation++) {
            largest = Math.max(
                    largest, data.number(GENERATION + generation + counter).orElse(0));
        }
        return OptionalLong.of(largest);
    }

    private static OptionalLong pages(OptionalLong bytes) {
        long whole = bytes.orElse(0) - bytes.orElse(0) % PAGE_BYTES;
        return whole > 0 ? OptionalLong.of(whole) : OptionalLong.empty();
    }
}
