package io.forkwatch.probe.process.death;

import java.util.List;
import java.util.OptionalLong;

/**
 * The end of what a JVM had recorded of itself, from the file that it left behind.
 *
 * @param lastEventNanos how long before its end the last event was that could be read, 0 and up
 * @param samples execution samples in the last seconds that were recorded
 * @param topFrames where most of these were, the most first, each with their number in front; at most 3
 * @param heapAfterGcBytes heap in use after its last collection; absent if there was none
 * @param whole false if the time for reading was over before the end of the file
 */
public record RecordedEnd(
        long lastEventNanos, int samples, List<String> topFrames, OptionalLong heapAfterGcBytes, boolean whole) {
    public RecordedEnd {
        topFrames = List.copyOf(topFrames);
    }
}
