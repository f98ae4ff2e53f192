package io.forkwatch.probe.blackbox;

import io.forkwatch.probe.process.death.RecordedEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What has been read of a recording so far: filled by one thread, asked by another. */
final class ReadRecording {
    /** The last seconds of samples count: what it did before is not why it ended. */
    private static final Duration LAST = Duration.ofSeconds(10);

    /** A thread is sampled 50 times a second, and 5 or 8 of them. */
    private static final int MOST_SAMPLES = 4_096;

    private static final int MOST_FRAMES = 3;

    private final long pid;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private Instant last = Instant.MIN;
    private OptionalLong heapAfterGcBytes = OptionalLong.empty();
    private boolean other;
    private long events;

    /** Of the JVM with that pid. */
    ReadRecording(long pid) {
        this.pid = pid;
    }

    private record Sample(Instant at, String frame) {}

    /** A thread was somewhere. */
    synchronized void sample(Instant at, String frame) {
        seen(at);
        samples.add(new Sample(at, frame));
        if (samples.size() > MOST_SAMPLES) {
            samples.remove();
        }
    }

    /** The heap after a collection. */
    synchronized void collected(Instant at, long heapBytes) {
        seen(at);
        heapAfterGcBytes = OptionalLong.of(heapBytes);
    }

    /** It says who it is. */
    synchronized void recordedBy(long recordedPid) {
        events++;
        other |= recordedPid != pid;
    }

    /** Something else was at that moment. */
    synchronized void seen(Instant at) {
        events++;
        last = at.isAfter(last) ? at : last;
    }

    /** How many events have been read. */
    synchronized long events() {
        return events;
    }

    /**
     * What that says of the end.
     *
     * @param end of the JVM
     * @param whole whether it was read to its end
     */
    synchronized Optional<RecordedEnd> end(Instant end, boolean whole) {
        if (other || last.equals(Instant.MIN)) {
            return Optional.empty();
        }
        Map<String, Integer> counts = new HashMap<>();
        int counted = 0;
        for (Sample sample : samples) {
            if (sample.at().plus(LAST).isAfter(last)) {
                counts.merge(sample.frame(), 1, Integer::sum);
                counted++;
            }
        }
        long before = Math.max(0, Duration.between(last, end).toNanos());
        return Optional.of(new RecordedEnd(before, counted, top(counts), heapAfterGcBytes, whole));
    }

    private static List<String> top(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(MOST_FRAMES)
                .map(entry -> entry.getValue() + "x " + entry.getKey())
                .toList();
    }
}
