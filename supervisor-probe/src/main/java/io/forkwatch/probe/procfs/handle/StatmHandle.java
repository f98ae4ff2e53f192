package io.forkwatch.probe.procfs.handle;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStatm;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import java.io.Closeable;
import java.io.IOException;

/**
 * A process's {@code /proc/<pid>/statm}, proc_pid_statm(5), for quick samples of its memory alone: a quarter of what its
 * {@code stat} costs, and as exact as {@link io.forkwatch.probe.procfs.RssAccuracy} says. Not thread-safe.
 */
public final class StatmHandle implements Closeable {
    private static final int MOST_BYTES = 256;

    private final KernelFileHandle file;

    private StatmHandle(KernelFileHandle file) {
        this.file = file;
    }

    /**
     * Opens that of a process. The caller closes it.
     *
     * @throws IOException if it cannot be opened, above all because the process is gone
     */
    public static StatmHandle open(ProcFs files, long pid) throws IOException {
        return new StatmHandle(files.holdStatm(pid, MOST_BYTES));
    }

    /**
     * Field 2, resident memory in pages; 0 for a zombie.
     *
     * @throws IOException if the process is gone, or the text does not read as documented
     */
    public long residentPages() throws IOException {
        return PidStatm.residentPages(file.read());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
