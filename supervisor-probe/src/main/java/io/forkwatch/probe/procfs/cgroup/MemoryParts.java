package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.Keyed;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.File;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the memory of a control group and those below it consists of: {@code memory.stat} and {@code memory.current} of
 * version 2, cgroup-v2.rst, or {@code memory.usage_in_bytes} of version 1, cgroup-v1/memory.rst. All in bytes; not of one
 * moment, for these are two files.
 *
 * @param usageBytes what counts against the limit
 * @param anonBytes anonymous memory: heaps, stacks
 * @param shmemBytes shared memory and files on a tmpfs
 * @param activeFileBytes page cache that was used again of late
 * @param inactiveFileBytes page cache that was not
 * @param slabReclaimableBytes of the kernel, given back when it must be; 0 in version 1, where it is not told
 * @param slabUnreclaimableBytes of the kernel, and stays; 0 in version 1
 */
public record MemoryParts(
        long usageBytes,
        long anonBytes,
        long shmemBytes,
        long activeFileBytes,
        long inactiveFileBytes,
        long slabReclaimableBytes,
        long slabUnreclaimableBytes) {
    private static final String STAT = "memory.stat";

    /** What cannot be had again without a swap or a kill: without the page cache, and what the kernel gives back. */
    public long keptBytes() {
        return Math.max(0, usageBytes - activeFileBytes - inactiveFileBytes - slabReclaimableBytes);
    }

    static Optional<MemoryParts> of(File directory, boolean unified, CgroupFiles files) {
        OptionalLong usage = files.number(new File(directory, unified ? "memory.current" : "memory.usage_in_bytes"));
        return usage.isPresent() && files.read(new File(directory, STAT))
                ? parse(usage.getAsLong(), files.text(), unified)
                : Optional.empty();
    }

    /** Parses {@code memory.stat}; empty if there is no anonymous memory in it. */
    static Optional<MemoryParts> parse(long usageBytes, ByteSpan stat, boolean unified) {
        String prefix = unified ? "" : "total_";
        try {
            OptionalLong anon = Keyed.value(STAT, stat, unified ? "anon" : "total_rss");
            return anon.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MemoryParts(
                            usageBytes,
                            anon.getAsLong(),
                            value(stat, prefix + "shmem"),
                            value(stat, prefix + "active_file"),
                            value(stat, prefix + "inactive_file"),
                            unified ? value(stat, "slab_reclaimable") : 0,
                            unified ? value(stat, "slab_unreclaimable") : 0));
        } catch (MalformedProcTextException strange) {
            return Optional.empty();
        }
    }

    private static long value(ByteSpan stat, String key) throws MalformedProcTextException {
        return Keyed.value(STAT, stat, key).orElse(0);
    }
}
