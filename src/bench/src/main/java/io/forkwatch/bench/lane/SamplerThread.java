package io.forkwatch.bench.lane;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** The sampler of the agent in this JVM, seen as any thread can be seen: nothing of the agent is called. */
public final class SamplerThread {
    private static final String NAME = "forkwatch-sampler";
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long POLL_MILLIS = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long id;

    private SamplerThread(long id) {
        this.id = id;
    }

    /**
     * Waits for it: it starts in the background.
     *
     * @throws IllegalStateException if this JVM is not watched, which would make all figures look very good
     */
    public static SamplerThread await() throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE_NANOS) {
            OptionalLong id = find();
            if (id.isPresent()) {
                return new SamplerThread(id.getAsLong());
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("Forkwatch does not watch this JVM");
    }

    private static OptionalLong find() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup above = root.getParent(); above != null; above = root.getParent()) {
            root = above;
        }
        Thread[] all = new Thread[root.activeCount() + 100];
        int count = root.enumerate(all);
        for (int i = 0; i < count; i++) {
            if (all[i].getName().equals(NAME)) {
                return OptionalLong.of(all[i].getId());
            }
        }
        return OptionalLong.empty();
    }

    /** CPU time since its start, user and system. */
    public long cpuNanos() {
        return threads.getThreadCpuTime(id);
    }

    /** What it has allocated since its start. */
    public long allocatedBytes() {
        return threads.getThreadAllocatedBytes(id);
    }
}
