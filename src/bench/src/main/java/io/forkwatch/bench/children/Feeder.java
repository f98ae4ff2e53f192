package io.forkwatch.bench.children;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkwatch.bench.lane.SamplerThread;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A watched supervisor. For each line on stdin, a rate in bytes a second and how long to idle before, it starts a child
 * that eats its memory cgroup up, and says what was seen of it, see {@link Meal}.
 */
final class Feeder {
    static final long LIMIT_BYTES = 512L << 20;

    /** 128 + SIGKILL. */
    private static final int KILLED = 137;

    private final String eat;
    private final ExitLog log;
    private final SamplerThread sampler;
    private int meals;

    private Feeder(String eat, ExitLog log, SamplerThread sampler) {
        this.eat = eat;
        this.log = log;
        this.sampler = sampler;
    }

    /**
     * Runs until stdin ends.
     *
     * @param arguments {@code eat.c}, compiled; the agent's log
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SamplerThread sampler = SamplerThread.await();
        try (ExitLog log = new ExitLog(Path.of(arguments[1]))) {
            Feeder feeder = new Feeder(arguments[0], log, sampler);
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] parts = order.split(" ", -1);
                System.out.println(feeder.feed(parts[0], parts[1]).toLine());
            }
        }
    }

    private Meal feed(String rate, String idleMillis) throws IOException, InterruptedException {
        try (MemoryCgroup cgroup =
                MemoryCgroup.create(Integer.toString(meals++), LIMIT_BYTES).orElseThrow()) {
            long cpu = sampler.cpuNanos();
            long start = System.nanoTime();
            Process child = new ProcessBuilder(command(eat, cgroup, rate, idleMillis)).start();
            int exitValue = child.waitFor();
            long lifeMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (exitValue != KILLED) {
                throw new IOException("eat was not killed, but ended with " + exitValue);
            }
            ExitRecord seen = log.await(child.pid());
            cpu = sampler.cpuNanos() - cpu;
            return new Meal(cgroup.peakBytes(), seen.lastRssBytes().orElse(0), seen.lastAgeMillis(), cpu, lifeMillis);
        }
    }

    /** What eats in a cgroup, at a rate in bytes a second. */
    static String[] command(String eat, MemoryCgroup cgroup, String rate, String idleMillis) {
        return new String[] {eat, cgroup.procs().toString(), idleMillis, Long.toString(2 * LIMIT_BYTES), rate};
    }
}
