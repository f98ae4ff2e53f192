package io.forkwatch.bench.children;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A fresh memory cgroup with a limit, of version 1 or 2. It is removed when closed; by then its processes have to be
 * gone.
 *
 * @param directory where it is
 * @param peak the file that tells the most it ever held
 */
public record MemoryCgroup(Path directory, Path peak) implements AutoCloseable {
    private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path V2 = Path.of("/sys/fs/cgroup");
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long POLL_NANOS = 5_000_000;

    /** Makes one; empty where this is not possible, for want of the controller or of the right. */
    public static Optional<MemoryCgroup> create(String name, long limitBytes) throws IOException {
        boolean first = Files.exists(V1.resolve("memory.limit_in_bytes"));
        Path directory = (first ? V1 : V2)
                .resolve("forkwatch-bench-" + ProcessHandle.current().pid() + "-" + name);
        if (!mkdir(directory)) {
            return Optional.empty();
        }
        MemoryCgroup cgroup =
                new MemoryCgroup(directory, directory.resolve(first ? "memory.max_usage_in_bytes" : "memory.peak"));
        Path limit = directory.resolve(first ? "memory.limit_in_bytes" : "memory.max");
        // memory.peak came with kernel 5.19, the other with the controller.
        if (!Files.exists(limit) || !Files.exists(cgroup.peak)) {
            cgroup.close();
            return Optional.empty();
        }
        Files.writeString(limit, Long.toString(limitBytes));
        cgroup.keepFromSwap(first, limitBytes);
        return Optional.of(cgroup);
    }

    private static boolean mkdir(Path directory) {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    // Without swap accounting there is no such file: then a machine with swap has to do without this part.
    private void keepFromSwap(boolean first, long limitBytes) throws IOException {
        Path swap = directory.resolve(first ? "memory.memsw.limit_in_bytes" : "memory.swap.max");
        if (Files.exists(swap)) {
            Files.writeString(swap, first ? Long.toString(limitBytes) : "0");
        }
    }

    /** The file into which a process writes its pid to enter. */
    public Path procs() {
        return directory.resolve("cgroup.procs");
    }

    /** The most memory that it ever held. */
    public long peakBytes() throws IOException {
        return Long.parseLong(Files.readString(peak).strip());
    }

    /** Removes it, as soon as the kernel has let go of its last process. */
    @Override
    public void close() throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                Files.delete(directory);
                return;
            } catch (FileSystemException busy) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw busy;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }
}
