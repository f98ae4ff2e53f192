package io.forkwatch.bench.soak;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong in a host for a moment, and is over then. */
final class HostFaults {
    private static final int ROOM = 500_000;
    private static final int LARGEST_BYTES = 100_000;
    private static final int SMALLEST_BYTES = 16;
    private static final long MOMENT_NANOS = 1_500_000_000L;
    private static final int MOMENT_MILLIS = 1_000;

    private HostFaults() {}

    /** The heap is full for 1.5 s; each OutOfMemoryError is caught. */
    static void fillHeap() throws InterruptedException {
        Object[] kept = new Object[ROOM];
        kept[0] = OutOfMemoryError.class; // With a full heap the JVM could not look up what is to be caught.
        int used = 1;
        Thread.sleep(1);
        long start = System.nanoTime();
        while (System.nanoTime() - start < MOMENT_NANOS) {
            used = fillWhatIsFree(kept, used);
            Thread.sleep(1);
        }
    }

    private static int fillWhatIsFree(Object[] kept, int used) {
        int next = used;
        int size = LARGEST_BYTES;
        while (size >= SMALLEST_BYTES && next < kept.length) {
            try {
                kept[next] = new byte[size];
                next++;
            } catch (OutOfMemoryError full) {
                size /= 2;
            }
        }
        return next;
    }

    /** All descriptors are in use for a second. */
    static void useUpDescriptors() throws InterruptedException {
        List<FileInputStream> open = new ArrayList<>();
        try {
            while (open.size() < Integer.MAX_VALUE) {
                open.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException noMore) {
            Thread.sleep(MOMENT_MILLIS);
        } finally {
            open.forEach(HostFaults::close);
        }
    }

    private static void close(FileInputStream file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("somebody has closed a descriptor of others", e);
        }
    }

    /** Interrupts every thread of the agent, as a host does that interrupts all it finds; how many there were. */
    static int interruptAgent() {
        int count = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (HostFigures.isOfAgent(thread)) {
                thread.interrupt();
                count++;
            }
        }
        return count;
    }
}
