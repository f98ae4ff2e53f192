package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.HostChecks;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CPU time of threads of this process that asked to be followed, by a name. Without java.management, which would cost
 * the host more than what is measured. Safe for any thread.
 */
public final class ThreadClocks {
    private static final String FILE = "schedstat";
    private static final int MOST_BYTES = 128;

    private final Path mount;
    private final Map<String, Path> files = new ConcurrentHashMap<>();

    /**
     * Clocks of nobody yet.
     *
     * @param mount where the proc file system is mounted, or a tree of files like it
     */
    public ThreadClocks(Path mount) {
        this.mount = mount;
    }

    /** Those of this machine, {@code /proc}. */
    public static ThreadClocks system() {
        return new ThreadClocks(Path.of("/proc"));
    }

    /**
     * Follows the calling thread. {@code /proc/thread-self}, since Linux 3.17, links to {@code <pid>/task/<tid>}; where
     * it cannot be read, this thread has no clock.
     */
    public void follow(String name) {
        try {
            Path self = mount.resolve("thread-self").toRealPath();
            files.put(name, self.resolve(FILE));
        } catch (IOException notTold) {
            files.remove(name);
        }
    }

    /** CPU time in nanoseconds of each thread that is followed, alive, and whose time the kernel tells. */
    public Map<String, Long> nanos() {
        Map<String, Long> nanos = new TreeMap<>();
        files.forEach((name, file) -> {
            long time = read(file);
            if (time > 0) {
                nanos.put(name, time);
            }
        });
        return nanos;
    }

    /** The same of the main thread of any process; 0 where the kernel does not tell. */
    public static long ofMainThread(ProcFs files, long pid) {
        return read(Path.of(files.statName(pid)).resolveSibling(FILE));
    }

    // The first of three numbers, Documentation/scheduler/sched-stats.rst; all are 0 where the kernel does not count.
    private static long read(Path file) {
        try {
            HostChecks.avoid();
            ByteSpan text = new ByteSpan(MOST_BYTES);
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                text.readFrom(in);
            }
            return Numbers.natural(FILE, text.array(), 0, text.endOfWord(0));
        } catch (IOException ended) {
            return 0;
        }
    }
}
