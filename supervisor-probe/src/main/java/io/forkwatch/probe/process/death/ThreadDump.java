package io.forkwatch.probe.process.death;

import java.util.List;

/**
 * The threads of a JVM, as it wrote them down while it lived.
 *
 * @param file where all of it stands
 * @param nanos monotonic time when it was asked
 * @param busiest of the threads that had used most CPU time, those that ran first: name, state and frame; at most 3
 * @param deadlock true if it had found a deadlock among its threads
 */
public record ThreadDump(String file, long nanos, List<String> busiest, boolean deadlock) {
    public ThreadDump {
        busiest = List.copyOf(busiest);
    }
}
