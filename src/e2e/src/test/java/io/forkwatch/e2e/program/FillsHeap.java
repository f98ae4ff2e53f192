package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A host whose heap is full for some seconds and then free again; it prints who called its handler and what lives. */
public final class FillsHeap {
    private static final int ROOM = 500_000;
    private static final int LARGEST_BYTES = 100_000;
    private static final int SMALLEST_BYTES = 16;

    private FillsHeap() {}

    /**
     * Fills its heap.
     *
     * @param args for how many seconds, and how many milliseconds after its first child
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        AtomicInteger handled = new AtomicInteger();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> handled.incrementAndGet());
        new ProcessBuilder("/bin/sh", "-c", "exit 3").start().waitFor();
        Thread.sleep(Long.parseLong(args[1]));
        fill(TimeUnit.SECONDS.toNanos(Long.parseLong(args[0])));
        System.gc();
        Thread.sleep(1_500);
        new ProcessBuilder("/bin/sh", "-c", "kill -9 $$").start().waitFor();
        Thread.sleep(1_500);
        Set<String> alive = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("forkwatch-sampler") || thread.getName().equals("forkwatch-reporter")) {
                alive.add(thread.getName());
            }
        }
        System.out.println(alive + " handled " + handled);
    }

    private static void fill(long nanos) throws InterruptedException {
        Object[] kept = new Object[ROOM];
        int used = 0;
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() - until < 0) {
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
}
