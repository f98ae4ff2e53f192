package io.forkwatch.examples.launchers.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a worker JVM does: one behaviour, named by the first argument. Each ends by itself within 8 s. */
public final class Worker {
    private static final int MIB = 1 << 20;

    private Worker() {}

    /**
     * Works.
     *
     * @param args {@code job SECONDS}, {@code grow SECONDS}, {@code fill SECONDS}, {@code burn SECONDS},
     *     {@code exit VALUE}, {@code sleep SECONDS} or {@code stubborn SECONDS}
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        System.out.println("ready");
        int number = Integer.parseInt(args[1]);
        switch (args[0]) {
            case "job" -> job(number);
            case "grow" -> grow(number);
            case "fill" -> fill(number);
            case "burn" -> burn(number);
            case "exit" -> System.exit(number);
            case "sleep" -> TimeUnit.SECONDS.sleep(number);
            case "stubborn" -> stubborn(number);
            default -> throw new IllegalArgumentException("unknown work: " + args[0]);
        }
    }

    /** A worker in good health: 16 MiB of memory, half of one core. */
    private static void job(int seconds) throws InterruptedException {
        byte[] memory = new byte[16 * MIB];
        for (long end = after(seconds); System.nanoTime() < end; ) {
            spinUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
            TimeUnit.MILLISECONDS.sleep(50);
            memory[memory.length - 1]++;
        }
    }

    /** Keeps 4 MiB more every tenth of a second, then says so and waits for what will come. */
    private static void grow(int seconds) throws InterruptedException {
        List<byte[]> kept = new ArrayList<>();
        for (long end = after(seconds); System.nanoTime() < end; ) {
            kept.add(new byte[4 * MIB]);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        System.out.println("grown");
        TimeUnit.SECONDS.sleep(5);
        System.out.println("nobody came, gives back " + kept.size() + " blocks");
    }

    /** Keeps what it allocates: an OutOfMemoryError ends it, long before the time is over. */
    private static void fill(int seconds) {
        List<byte[]> kept = new ArrayList<>();
        for (long end = after(seconds); System.nanoTime() < end; ) {
            kept.add(new byte[MIB]);
        }
        System.out.println("there was room for " + kept.size() + " MiB");
    }

    /** Every core, so that nothing else in this JVM gets its turn. */
    private static void burn(int seconds) {
        long end = after(seconds);
        for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
            new Thread(() -> spinUntil(end), "burn-" + i).start();
        }
        spinUntil(end);
    }

    /** Hears SIGTERM and takes its time: the JVM waits for its shutdown hooks. */
    private static void stubborn(int seconds) throws InterruptedException {
        long end = after(seconds);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> parkUntil(end), "stubborn"));
        System.out.println("stubborn");
        TimeUnit.SECONDS.sleep(seconds);
    }

    private static long after(int seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private static void parkUntil(long end) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void spinUntil(long end) {
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
