package io.forkwatch.bench.burst;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.forkwatch.bench.lane.SamplerThread;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a burst of children that do nothing, says what that has cost, and lets them end. One burst for each JVM. */
final class Host {
    /** So many before the burst: the JDK's own classes are loaded then, and the hooks' as well. */
    private static final int WARM_UPS = 50;

    private static final long SETTLE_MILLIS = 1_000;

    private final ProcessBuilder child;
    private final List<Process> children = new ArrayList<>();
    private final OperatingSystemMXBean jvm = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Optional<SamplerThread> sampler;

    private Host(String idle, File fifo, Optional<SamplerThread> sampler) {
        this.child = new ProcessBuilder(idle)
                .redirectInput(fifo)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        this.sampler = sampler;
    }

    /**
     * Waits for a line, has a burst, prints {@link Burst#toLine}, and ends when stdin does.
     *
     * @param arguments {@code idle.c}, compiled; a fifo; how many; {@code watched} or {@code unwatched}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Optional<SamplerThread> sampler =
                arguments[3].equals("watched") ? Optional.of(SamplerThread.await()) : Optional.empty();
        File fifo = new File(arguments[1]);
        RandomAccessFile end = new RandomAccessFile(fifo, "rw"); // Open both ways, so neither side waits for the other.
        Host host = new Host(arguments[0], fifo, sampler);
        host.start(WARM_UPS);
        Thread.sleep(SETTLE_MILLIS);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        if (orders.readLine() != null) {
            System.out.println(host.burst(Integer.parseInt(arguments[2])).toLine());
        }
        end.close();
        host.awaitEnd();
    }

    private void start(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            children.add(child.start());
        }
    }

    private Burst burst(int count) throws IOException {
        long samplerBefore = samplerNanos();
        long jvmBefore = jvm.getProcessCpuTime();
        long hostBefore = hostNanos();
        long before = System.nanoTime();
        start(count);
        long wall = System.nanoTime() - before;
        long host = hostNanos() - hostBefore;
        return new Burst(wall, host, (jvm.getProcessCpuTime() - jvmBefore) / 1e6, samplerNanos() - samplerBefore);
    }

    private static long hostNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private long samplerNanos() {
        return sampler.map(SamplerThread::cpuNanos).orElse(0L);
    }

    private void awaitEnd() throws InterruptedException {
        for (Process one : children) {
            one.waitFor();
        }
    }
}
