package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.MountInfo.Mount;
import io.forkwatch.probe.procfs.PidCgroup;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The control group that counts a process's memory, cgroups(7): kernel files admin-guide/cgroup-v1/memory.rst and
 * admin-guide/cgroup-v2.rst. Reads only. What cannot be read is absent: a cgroup may be removed at any time, and older
 * kernels lack some files.
 */
public final class MemoryCgroup {
    /** More processes than this nobody needs to tell apart. */
    static final int MOST_PROCESSES = 1000;

    // Version 1 says "unlimited" as the largest number of whole pages; no machine has that much.
    private static final long UNLIMITED_BYTES = 1L << 60;

    private final String path;
    private final File directory;
    private final File mountPoint;
    private final boolean unified;
    private final boolean own;
    private final boolean guessed;
    private final CgroupFiles files = new CgroupFiles();

    private MemoryCgroup(String path, File directory, File mountPoint, boolean unified, boolean own, boolean guessed) {
        this.path = path;
        this.directory = directory;
        this.mountPoint = mountPoint;
        this.unified = unified;
        this.own = own;
        this.guessed = guessed;
    }

    /**
     * The memory cgroup of a living process. In version 2 that is the nearest one upwards that has the controller.
     *
     * @return empty if there is none with a counter of kills, or nothing of it is mounted here
     */
    public static Optional<MemoryCgroup> of(PidCgroup groups, MountInfo mounts) {
        if (groups.memory().isPresent() && mounts.memory().isPresent()) {
            return ofVersion1(groups.memory().get(), mounts.memory().get());
        }
        return groups.unified().isPresent() && mounts.unified().isPresent() && !groups.unifiedDeleted()
                ? ofVersion2(groups.unified().get(), mounts.unified().get())
                : Optional.empty();
    }

    private static Optional<MemoryCgroup> ofVersion1(String path, Mount mount) {
        File mountPoint = new File(mount.mountPoint());
        return mount.below(path)
                .map(rest -> new MemoryCgroup(path, new File(mountPoint, rest), mountPoint, false, true, false))
                .filter(MemoryCgroup::counts)
                .or(() -> guess(path, mountPoint, false));
    }

    private static Optional<MemoryCgroup> ofVersion2(String path, Mount mount) {
        File mountPoint = new File(mount.mountPoint());
        String rest = mount.below(path).orElse("");
        // The root of version 2 counts nothing; at the mount point there is a counter only in a container.
        for (String name = path, at = rest; !at.isEmpty(); at = parent(at), name = parent(name)) {
            MemoryCgroup group =
                    new MemoryCgroup(name, new File(mountPoint, at), mountPoint, true, at.equals(rest), false);
            if (group.counts()) {
                return Optional.of(group);
            }
        }
        return guess(path, mountPoint, true);
    }

    // In a container the path may be one that only the host can resolve: what is mounted is the container's own cgroup.
    private static Optional<MemoryCgroup> guess(String path, File mountPoint, boolean unified) {
        return Optional.of(new MemoryCgroup(path, mountPoint, mountPoint, unified, false, true))
                .filter(MemoryCgroup::counts);
    }

    private boolean counts() {
        return oomKills().isPresent();
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            return path.substring(0, slash);
        }
        return path.length() > 1 ? "/" : "";
    }

    /** Its path as {@code /proc/<pid>/cgroup} has it. */
    public String path() {
        return path;
    }

    /** True if it is one of version 2. */
    public boolean isUnified() {
        return unified;
    }

    /** True if its path leads nowhere here, so that the cgroup at the mount point was taken in its place. */
    public boolean guessed() {
        return guessed;
    }

    /**
     * True if {@link #oomKills} counts exactly the processes that {@link #processCount} counts: the process's own cgroup,
     * not an ancestor, and nothing of the cgroups below.
     */
    public boolean exact() {
        return own && (!unified || new File(directory, "memory.events.local").exists());
    }

    /** Processes of this cgroup that the OOM killer has killed; before Linux 5.2, in version 2, of those below too. */
    public OptionalLong oomKills() {
        if (!unified) {
            return value("memory.oom_control", "oom_kill");
        }
        OptionalLong local = value("memory.events.local", "oom_kill");
        return local.isPresent() ? local : value("memory.events", "oom_kill");
    }

    /** The lowest limit of this cgroup and its visible ancestors; absent if there is none. */
    public OptionalLong limitBytes() {
        long limit = unified
                ? lowest(limits())
                : value("memory.stat", "hierarchical_memory_limit").orElse(Long.MAX_VALUE);
        return limit >= UNLIMITED_BYTES ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private static long lowest(List<CgroupLimit> limits) {
        long lowest = Long.MAX_VALUE;
        for (CgroupLimit limit : limits) {
            lowest = Math.min(lowest, limit.limitBytes());
        }
        return lowest;
    }

    /** This cgroup and its visible ancestors, as far as they have a limit of their own; this one first. */
    public List<CgroupLimit> limits() {
        List<CgroupLimit> limits = new ArrayList<>(2);
        String name = path;
        for (File at = directory; isMounted(at); at = at.getParentFile()) {
            // "max", or no such file at the root: no limit.
            long limit = files.number(new File(at, unified ? "memory.max" : "memory.limit_in_bytes"))
                    .orElse(Long.MAX_VALUE);
            if (limit < UNLIMITED_BYTES) {
                limits.add(new CgroupLimit(name, at, unified, limit));
            }
            name = parent(name);
        }
        return limits;
    }

    /**
     * What the kernel says of this cgroup, and of those above it that have a limit, as it happens; this one first. None in
     * version 1. The caller closes them.
     */
    public List<CgroupEvents> holdEvents() {
        List<CgroupEvents> held = new ArrayList<>(2);
        if (unified) {
            CgroupEvents.hold(path, directory, held);
            for (CgroupLimit limit : limits()) {
                if (!limit.directory().equals(directory)) {
                    CgroupEvents.hold(limit.path(), limit.directory(), held);
                }
            }
        }
        return held;
    }

    private boolean isMounted(@Nullable File at) {
        return at != null && at.toPath().startsWith(mountPoint.toPath());
    }

    /**
     * True if the kernel kills all that is in the cgroup, or in one above it, with the victim ({@code memory.oom.group} of
     * version 2).
     *
     * @param limitPath the cgroup whose limit was reached: what stands in cgroups above it does not matter; empty for the
     *     machine's memory
     */
    public boolean killsWhole(String limitPath) {
        String name = path;
        for (File at = directory; unified && isMounted(at); at = at.getParentFile()) {
            if (files.number(new File(at, "memory.oom.group")).orElse(0) == 1) {
                return true;
            }
            if (name.equals(limitPath)) {
                return false;
            }
            name = parent(name);
        }
        return false;
    }

    /** The most memory that this cgroup and those below ever had, page cache included; absent in version 2 before Linux 5.19. */
    public OptionalLong peakUsageBytes() {
        return number(unified ? "memory.peak" : "memory.max_usage_in_bytes");
    }

    /** Shared memory and files on a tmpfs that are charged to it and those below; absent where the kernel does not say. */
    public OptionalLong shmemBytes() {
        return value("memory.stat", unified ? "shmem" : "total_shmem");
    }

    /** Processes in this cgroup, without those in cgroups below: zombies do not count. At most {@value #MOST_PROCESSES}. */
    public OptionalLong processCount() {
        if (!files.read(new File(directory, "cgroup.procs"))) {
            return OptionalLong.empty();
        }
        ByteSpan text = files.text();
        int count = 0;
        for (int newline = text.indexOf('\n', 0);
                newline >= 0 && count < MOST_PROCESSES;
                newline = text.indexOf('\n', newline + 1)) {
            count++;
        }
        return OptionalLong.of(count);
    }

    private OptionalLong value(String file, String key) {
        return files.value(new File(directory, file), key);
    }

    private OptionalLong number(String file) {
        return files.number(new File(directory, file));
    }
}
