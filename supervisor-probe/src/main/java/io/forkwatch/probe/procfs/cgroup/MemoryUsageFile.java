package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import io.forkwatch.probe.procfs.text.Keyed;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;

/**
 * How much of a memory is used up, so that it cannot be had again without a swap or a kill: of a control group, anonymous
 * and shared memory, for the page cache gives way; of the machine, what is not available. Not thread-safe.
 */
public final class MemoryUsageFile implements Closeable {
    /** {@code memory.stat} of a large cgroup, and {@code meminfo}, have less. */
    private static final int MOST_BYTES = 8192;

    private static final long KIB = 1024;

    private final KernelFileHandle file;
    private final String name;
    private final boolean machine;
    private final String first;
    private final String second;

    private MemoryUsageFile(KernelFileHandle file, String name, boolean machine, String first, String second) {
        this.file = file;
        this.name = name;
        this.machine = machine;
        this.first = first;
        this.second = second;
    }

    /** That of a control group and those below it: {@code memory.stat}, cgroup-v1/memory.rst and cgroup-v2.rst. */
    static MemoryUsageFile ofGroup(File directory, boolean unified) throws IOException {
        KernelFileHandle file = new KernelFileHandle(new File(directory, "memory.stat").toPath(), MOST_BYTES);
        return unified
                ? new MemoryUsageFile(file, "memory.stat", false, "anon", "shmem")
                : new MemoryUsageFile(file, "memory.stat", false, "total_rss", "total_shmem");
    }

    /** That of the machine: {@code /proc/meminfo}, proc_meminfo(5). */
    public static MemoryUsageFile ofMachine(ProcFs files) throws IOException {
        return new MemoryUsageFile(
                new KernelFileHandle(files.meminfo(), MOST_BYTES), "meminfo", true, "MemTotal:", "MemAvailable:");
    }

    /**
     * What is used up, in bytes.
     *
     * @throws IOException if it cannot be read, or does not say so; a cgroup may be removed at any time
     */
    public long usedBytes() throws IOException {
        ByteSpan text = file.read();
        long one = value(text, first);
        if (machine) {
            return Math.max(0, one - value(text, second)) * KIB;
        }
        // Old kernels do not tell shared memory apart in version 1.
        return Numbers.plus(one, Keyed.value(name, text, second).orElse(0));
    }

    /** All there is of the machine's memory, in bytes. */
    public long totalBytes() throws IOException {
        return Numbers.times(value(file.read(), first), KIB);
    }

    private long value(ByteSpan text, String key) throws MalformedProcTextException {
        return Keyed.value(name, text, key).orElseThrow(() -> new MalformedProcTextException(name, "no ".concat(key)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
