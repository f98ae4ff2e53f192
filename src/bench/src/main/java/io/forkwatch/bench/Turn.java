package io.forkwatch.bench;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What one turn took.
 *
 * @param cpuNanos CPU time, user and system, of the thread or process that worked
 * @param allocatedBytes bytes that it took from the heap; 0 for a program in C
 */
public record Turn(double cpuNanos, double allocatedBytes) {
    /** The extension of OpenJDK that counts the bytes of a thread. */
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long MOMENT_MILLIS = 5;

    /** Something to do, which is not to allocate just for being measured. */
    @FunctionalInterface
    public interface Task {
        /** Does it; returns anything that depends on all of it. */
        long run() throws Exception;
    }

    /** What {@code task} takes of this thread. What the JVM does on its other threads, as to collect, is not in it. */
    public static Turn of(Task task) throws Exception {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        task.run();
        long nanosAfter = THREADS.getCurrentThreadCpuTime();
        return new Turn(nanosAfter - nanos, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }

    /**
     * What all other threads of this JVM that run Java code take while this one does {@code task}. They have a moment to
     * finish.
     */
    public static Turn ofOthers(Task task) throws Exception {
        Map<Long, Turn> before = others();
        task.run();
        Thread.sleep(MOMENT_MILLIS);
        double nanos = 0;
        double bytes = 0;
        for (Map.Entry<Long, Turn> other : others().entrySet()) {
            Turn then = before.getOrDefault(other.getKey(), new Turn(0, 0));
            nanos += other.getValue().cpuNanos - then.cpuNanos;
            bytes += other.getValue().allocatedBytes - then.allocatedBytes;
        }
        return new Turn(nanos, bytes);
    }

    private static Map<Long, Turn> others() {
        long[] ids = THREADS.getAllThreadIds();
        long[] nanos = THREADS.getThreadCpuTime(ids);
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Turn> others = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            boolean alive = nanos[i] >= 0 && bytes[i] >= 0;
            if (alive && ids[i] != Thread.currentThread().getId()) {
                others.put(ids[i], new Turn(nanos[i], bytes[i]));
            }
        }
        return others;
    }

    /** The share of one of {@code parts} equal parts. */
    public Turn per(double parts) {
        return new Turn(cpuNanos / parts, allocatedBytes / parts);
    }
}
