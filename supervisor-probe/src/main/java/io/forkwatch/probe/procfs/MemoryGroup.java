package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.MountInfo.Mount;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control group that counts a process's memory, cgroups(7): kernel files admin-guide/cgroup-v1/memory.rst and
 * admin-guide/cgroup-v2.rst. Reads only. What cannot be read is absent: a group may be removed at any time, and older
 * kernels lack some files.
 */
public final class MemoryGroup {
    /** More processes than this nobody needs to tell apart. */
    static final int MOST_PROCESSES = 1000;

    // Version 1 says "unlimited" as the largest number of whole pages; no machine has that much.
    private static final long UNLIMITED_BYTES = 1L << 60;

    private final String path;
    private final File directory;
    private final File mountPoint;
    private final boolean unified;
    private final boolean own;
    private final ByteSpan text = new ByteSpan(512);

    private MemoryGroup(String path, File directory, File mountPoint, boolean unified, boolean own) {
        this.path = path;
        this.directory = directory;
        this.mountPoint = mountPoint;
        this.unified = unified;
        this.own = own;
    }

    /**
     * The memory group of a living process. In version 2 that is the nearest one upwards that has the controller.
     *
     * @return empty if there is none with a counter of kills, or it lies outside of what is mounted here
     */
    public static Optional<MemoryGroup> of(CgroupFile groups, MountInfo mounts) {
        if (groups.memory().isPresent() && mounts.memory().isPresent()) {
            return ofVersion1(groups.memory().get(), mounts.memory().get());
        }
        return groups.unified().isPresent() && mounts.unified().isPresent() && !groups.unifiedDeleted()
                ? ofVersion2(groups.unified().get(), mounts.unified().get())
                : Optional.empty();
    }

    private static Optional<MemoryGroup> ofVersion1(String path, Mount mount) {
        File mountPoint = new File(mount.mountPoint());
        return below(path, mount.root())
                .map(rest -> new MemoryGroup(path, new File(mountPoint, rest), mountPoint, false, true))
                .filter(group -> group.oomKills().isPresent());
    }

    private static Optional<MemoryGroup> ofVersion2(String path, Mount mount) {
        File mountPoint = new File(mount.mountPoint());
        String rest = below(path, mount.root()).orElse("");
        // The root of version 2 counts nothing; at the mount point there is a counter only in a container.
        for (String name = path, at = rest; !at.isEmpty(); at = parent(at), name = parent(name)) {
            MemoryGroup group = new MemoryGroup(name, new File(mountPoint, at), mountPoint, true, at.equals(rest));
            if (group.oomKills().isPresent()) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    /** The path from the mount's root, "/" for the root itself; empty if it lies elsewhere. */
    private static Optional<String> below(String path, String root) {
        if (hasDots(path) || hasDots(root)) {
            return Optional.empty();
        }
        if (root.equals("/")) {
            return Optional.of(path);
        }
        if (path.equals(root)) {
            return Optional.of("/");
        }
        return path.startsWith(root + "/") ? Optional.of(path.substring(root.length())) : Optional.empty();
    }

    private static boolean hasDots(String path) {
        return (path + "/").contains("/../");
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

    /**
     * True if {@link #oomKills} counts exactly the processes that {@link #processCount} counts: the process's own group,
     * not an ancestor, and nothing of the groups below.
     */
    public boolean exact() {
        return own && (!unified || new File(directory, "memory.events.local").exists());
    }

    /** Processes of this group that the OOM killer has killed; before Linux 5.2, in version 2, of those below too. */
    public OptionalLong oomKills() {
        if (!unified) {
            return value("memory.oom_control", "oom_kill");
        }
        OptionalLong local = value("memory.events.local", "oom_kill");
        return local.isPresent() ? local : value("memory.events", "oom_kill");
    }

    /** The lowest limit of this group and its visible ancestors; absent if there is none. */
    public OptionalLong limitBytes() {
        long limit = unified
                ? lowestMax()
                : value("memory.stat", "hierarchical_memory_limit").orElse(Long.MAX_VALUE);
        return limit >= UNLIMITED_BYTES ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private long lowestMax() {
        long lowest = Long.MAX_VALUE;
        for (File at = directory; at != null && at.toPath().startsWith(mountPoint.toPath()); at = at.getParentFile()) {
            // "max", or no such file at the root: no limit.
            lowest = Math.min(lowest, number(new File(at, "memory.max")).orElse(Long.MAX_VALUE));
        }
        return lowest;
    }

    /** Memory of this group and those below, page cache included. */
    public OptionalLong usageBytes() {
        return number(new File(directory, unified ? "memory.current" : "memory.usage_in_bytes"));
    }

    /** The most that {@link #usageBytes} ever was; absent in version 2 before Linux 5.19. */
    public OptionalLong peakUsageBytes() {
        return number(new File(directory, unified ? "memory.peak" : "memory.max_usage_in_bytes"));
    }

    /** Processes in this group, without those in groups below: zombies do not count. At most {@value #MOST_PROCESSES}. */
    public OptionalLong processCount() {
        if (!read(new File(directory, "cgroup.procs"))) {
            return OptionalLong.empty();
        }
        int count = 0;
        for (int newline = text.indexOf('\n', 0);
                newline >= 0 && count < MOST_PROCESSES;
                newline = text.indexOf('\n', newline + 1)) {
            count++;
        }
        return OptionalLong.of(count);
    }

    private OptionalLong value(String file, String key) {
        try {
            return read(new File(directory, file)) ? Keyed.value(file, text, key) : OptionalLong.empty();
        } catch (MalformedProcTextException strange) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong number(File file) {
        try {
            return read(file)
                    ? OptionalLong.of(Numbers.natural(file.getName(), text.array(), 0, text.endOfWord(0)))
                    : OptionalLong.empty();
        } catch (MalformedProcTextException strange) {
            return OptionalLong.empty();
        }
    }

    private boolean read(File file) {
        try (FileInputStream in = new FileInputStream(file)) {
            text.readFrom(in);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
