package io.forkwatch.bench.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a supervisor holds at a moment at which none but its lodgers live.
 *
 * @param pid its own
 * @param heapBytes in use after a full collection
 * @param descriptors that are open
 * @param threads of the host
 * @param agentThreads of the agent
 * @param rssBytes resident memory
 * @param cpuMillis of the process, since its start
 * @param started children
 * @param ended children
 * @param failed starts
 */
record HostFigures(
        long pid,
        long heapBytes,
        long descriptors,
        long threads,
        long agentThreads,
        long rssBytes,
        long cpuMillis,
        long started,
        long ended,
        long failed) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final long MILLIS_PER_TICK = 10;

    static HostFigures ofLine(String line) {
        long[] parts = Stream.of(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new HostFigures(
                parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts[8], parts[9]);
    }

    String toLine() {
        return Stream.of(
                        pid, heapBytes, descriptors, threads, agentThreads, rssBytes, cpuMillis, started, ended, failed)
                .map(Object::toString)
                .reduce((some, more) -> some + " " + more)
                .orElseThrow();
    }

    /** Of this JVM. */
    static HostFigures now(Brood.Count children) throws IOException {
        long ours = Thread.getAllStackTraces().keySet().stream()
                .filter(HostFigures::isOfAgent)
                .count();
        long all = ManagementFactory.getThreadMXBean().getThreadCount();
        return new HostFigures(
                ProcessHandle.current().pid(),
                heapInUse(),
                openDescriptors(),
                all - ours,
                ours,
                residentBytes(),
                usedMillis(),
                children.started(),
                children.ended(),
                children.failed());
    }

    /** Whether a thread is the agent's, or of the HTTP server that it runs. */
    static boolean isOfAgent(Thread thread) {
        return thread.getName().startsWith("forkwatch-") || thread.getName().startsWith("HTTP-Dispatcher");
    }

    @SuppressWarnings("ExplicitGC")
    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count() - 1; // But the one that lists.
        }
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    // proc(5): utime and stime are the fields 14 and 15.
    private static long usedMillis() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
    }
}
