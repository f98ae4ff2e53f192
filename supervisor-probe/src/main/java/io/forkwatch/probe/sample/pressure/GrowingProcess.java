package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.handle.StatmHandle;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import io.forkwatch.probe.thread.Confined;
import java.io.Closeable;
import java.io.IOException;

/** A process that uses up a memory fast, sampled quickly. */
@Confined(Confined.To.SAMPLER)
final class GrowingProcess implements Closeable {
    private final TrackedChild child;
    private final TrackedProcess process;
    private final StatmHandle statm;

    GrowingProcess(TrackedChild child, TrackedProcess process, StatmHandle statm) {
        this.child = child;
        this.process = process;
        this.statm = statm;
    }

    /** The child that it is, or stands below. */
    TrackedChild child() {
        return child;
    }

    /**
     * Samples its memory.
     *
     * @return how many bytes it has grown since it was last sampled
     * @throws IOException if it is gone
     */
    long sample(Auxv units, long nanos) throws IOException {
        long before = process.rssBytes();
        process.takeMemory(statm.residentPages(), units, nanos);
        return process.rssBytes() - before;
    }

    @Override
    public void close() throws IOException {
        statm.close();
    }
}
