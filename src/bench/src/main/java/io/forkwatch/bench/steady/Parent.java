package io.forkwatch.bench.steady;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkwatch.bench.lane.SamplerThread;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A supervisor of children that do nothing. For each line on stdin it starts more of them until it has so many, and says
 * what it has used, see {@link Footprint}. All its children read one fifo, and end when it does.
 */
final class Parent {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path STATUS = Path.of("/proc/self/status");

    /** USER_HZ is 100 on every Linux that Java runs on. */
    private static final double MILLIS_PER_TICK = 10;

    /** The JDK alone needs a quarter of that for 10,000. */
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    private final Optional<SamplerThread> sampler;
    private final ProcessBuilder child;
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final List<Process> children = new ArrayList<>();

    private Parent(Optional<SamplerThread> sampler, String idle, File fifo) {
        this.sampler = sampler;
        this.child = new ProcessBuilder(idle)
                .redirectInput(fifo)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /**
     * Runs until stdin ends.
     *
     * @param arguments {@code idle.c}, compiled; a fifo; {@code watched} or {@code unwatched}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Optional<SamplerThread> sampler =
                arguments[2].equals("watched") ? Optional.of(SamplerThread.await()) : Optional.empty();
        File fifo = new File(arguments[1]);
        Parent parent = new Parent(sampler, arguments[0], fifo);
        RandomAccessFile end = new RandomAccessFile(fifo, "rw"); // Open both ways, so neither side waits for the other.
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            parent.growTo(Integer.parseInt(order));
            System.out.println(parent.now().toLine());
        }
        end.close();
        parent.awaitEnd();
    }

    private void growTo(int count) throws IOException {
        long start = System.nanoTime();
        while (children.size() < count) {
            children.add(child.start());
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IOException("after 90 s there are only " + children.size() + " children");
            }
        }
    }

    private Footprint now() throws IOException {
        long collections = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            collections += collector.getCollectionCount();
        }
        return new Footprint(
                cpuMillis(),
                rssBytes(),
                collections,
                sampler.map(SamplerThread::cpuNanos).orElse(0L),
                sampler.map(SamplerThread::allocatedBytes).orElse(0L));
    }

    // proc(5): utime and stime are the fields 14 and 15.
    private static double cpuMillis() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
    }

    private static long rssBytes() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    private void awaitEnd() throws InterruptedException {
        for (Process one : children) {
            one.waitFor();
        }
    }
}
