package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.probe.procfs.MemoryPressure;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A memory cgroup with a limit of its own: that of a process, or one above it. The kernel kills below the cgroup whose
 * limit was reached, and counts the kill in the cgroup of the victim.
 */
public final class CgroupLimit {
    private final String path;
    private final File directory;
    private final boolean unified;
    private final long limitBytes;
    private final CgroupFiles files = new CgroupFiles();

    CgroupLimit(String path, File directory, boolean unified, long limitBytes) {
        this.path = path;
        this.directory = directory;
        this.unified = unified;
        this.limitBytes = limitBytes;
    }

    /** Its path, in the manner of {@code /proc/<pid>/cgroup}. */
    public String path() {
        return path;
    }

    File directory() {
        return directory;
    }

    /** The limit as it was when this was made. */
    public long limitBytes() {
        return limitBytes;
    }

    /** How long who is below it has waited for memory; empty in version 1, and where the kernel does not tell. */
    public Optional<MemoryPressure> pressure() {
        return unified ? MemoryPressure.ofGroup(directory.toPath()) : Optional.empty();
    }

    /**
     * How much of the limit is used up, by all who are below it. The caller closes it.
     *
     * @throws IOException if the cgroup has been removed
     */
    public MemoryUsageFile gauge() throws IOException {
        return MemoryUsageFile.ofGroup(directory, unified);
    }

    /** Shared memory and files on a tmpfs that are charged to it and those below; absent where the kernel does not say. */
    public OptionalLong shmemBytes() {
        return files.value(new File(directory, "memory.stat"), unified ? "shmem" : "total_shmem");
    }

    /** What the memory below it consists of, read now; empty if the cgroup has been removed. */
    public Optional<MemoryParts> parts() {
        return MemoryParts.of(directory, unified, files);
    }

    /**
     * How often its limit stood in the way. In version 2 ({@code oom} of {@code memory.events.local}, or of
     * {@code memory.events} before Linux 5.2) each one is a kill, or would be; in version 1 ({@code memory.failcnt}) most
     * are not, but there is no kill without one. Absent where nobody counts.
     */
    public OptionalLong hits() {
        if (!unified) {
            return attempts();
        }
        OptionalLong local = files.value(new File(directory, "memory.events.local"), "oom");
        return local.isPresent() ? local : files.value(new File(directory, "memory.events"), "oom");
    }

    // Where swap is accounted for, the kernel charges memory and swap together first. A limit on that which is no
    // higher, as
    // Docker sets it, stands in the way alone, and some kernels (6.18) do not count how often.
    private OptionalLong attempts() {
        OptionalLong alone = files.number(new File(directory, "memory.failcnt"));
        OptionalLong withSwap = files.number(new File(directory, "memory.memsw.failcnt"));
        if (alone.isEmpty() || withSwap.isEmpty()) {
            return alone;
        }
        return withSwap.getAsLong() == 0 && isSwapLimitedFirst()
                ? OptionalLong.empty()
                : OptionalLong.of(alone.getAsLong() + withSwap.getAsLong());
    }

    private boolean isSwapLimitedFirst() {
        return files.number(new File(directory, "memory.memsw.limit_in_bytes")).orElse(Long.MAX_VALUE) <= limitBytes;
    }
}
