package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.handle.StatmHandle;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import java.io.Closeable;
import java.io.IOException;

/** A process that uses up a memory fast, looked at quickly. Sampler thread only. */
final class GrowingProcess implements Closeable {
    private final TrackedChild child;
    private final TrackedProcess process;
    private final StatmHandle statm;

    GrowingProcess(TrackedChild child, TrackedProcess process, StatmHandle statm) {
        this.child = child;
        this.process = process;
        this.statm = statm;
    }

    TrackedChild child() {
        return child;
    }

    TrackedProcess process() {
        return process;
    }

    /**
     * Looks at its memory.
     *
     * @return how many bytes it has grown since it was last looked at
     * @throws IOException if it is gone
     */
    long look(Auxv units, long nanos) throws IOException {
        long before = process.rssBytes();
        process.takeMemory(statm.residentPages(), units, nanos);
        return process.rssBytes() - before;
    }

    @Override
    public void close() throws IOException {
        statm.close();
    }
}
