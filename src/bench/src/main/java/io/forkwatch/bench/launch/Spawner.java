package io.forkwatch.bench.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM under test: starts the command of its arguments and waits for its end, as often as each line on stdin says.
 * Answers every line with what that took, see {@link Spawned}.
 */
final class Spawner {
    private static final Path STAT = Path.of("/proc/self/stat");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final String[] command;
    private long startWallNanos;
    private long startCpuNanos;

    private Spawner(String[] command) {
        this.command = command;
    }

    public static void main(String[] command) throws IOException, InterruptedException {
        Spawner spawner = new Spawner(command);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(spawner.spawn(Integer.parseInt(order)).toLine());
        }
    }

    private Spawned spawn(int times) throws IOException, InterruptedException {
        startWallNanos = 0;
        startCpuNanos = 0;
        long ticks = ownTicks();
        long wall = System.nanoTime();
        for (int i = 0; i < times; i++) {
            int exitValue = start().waitFor();
            if (exitValue != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + exitValue);
            }
        }
        wall = System.nanoTime() - wall;
        return new Spawned(wall, startWallNanos, startCpuNanos, ownTicks() - ticks);
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        long cpu = threads.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        Process process = builder.start();
        startWallNanos += System.nanoTime() - wall;
        startCpuNanos += threads.getCurrentThreadCpuTime() - cpu;
        return process;
    }

    // proc(5): utime and stime are the fields 14 and 15. The kernel sums nanoseconds and rounds when it prints, so over
    // many batches the rounding does not add up.
    private static long ownTicks() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
