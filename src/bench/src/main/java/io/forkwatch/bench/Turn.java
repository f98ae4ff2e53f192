package io.forkwatch.bench;

import java.lang.management.ManagementFactory;

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

    /** The share of one of {@code parts} equal parts. */
    public Turn per(double parts) {
        return new Turn(cpuNanos / parts, allocatedBytes / parts);
    }
}
