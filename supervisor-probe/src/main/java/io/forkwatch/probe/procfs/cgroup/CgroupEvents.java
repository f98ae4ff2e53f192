package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import io.forkwatch.probe.procfs.text.Keyed;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The files by which the kernel tells that something has happened to a cgroup of version 2, held open: inotify has events of them
 * as long as they are, and a cgroup that is removed has no event, but answers ENODEV from then on. Not thread-safe.
 */
public final class CgroupEvents implements Closeable {
    private static final String MEMORY = "memory.events";
    private static final List<String> OTHERS = List.of("memory.events.local", "cgroup.events");
    private static final int MOST_BYTES = 512;

    private final String path;
    private final File directory;
    private final KernelFileHandle memory;
    private final List<KernelFileHandle> others = new ArrayList<>(2);

    private CgroupEvents(String path, File directory) throws IOException {
        this.path = path;
        this.directory = directory;
        this.memory = new KernelFileHandle(new File(directory, MEMORY).toPath(), MOST_BYTES);
    }

    /** Adds those of a cgroup, if they can be held. */
    static void hold(String path, File directory, List<CgroupEvents> held) {
        try {
            CgroupEvents events = new CgroupEvents(path, directory);
            held.add(events);
            for (String name : OTHERS) { // Older kernels do not have all of them.
                events.others.add(new KernelFileHandle(new File(directory, name).toPath(), MOST_BYTES));
            }
        } catch (IOException gone) {
            return; // Then there is nobody to be told of, or less.
        }
    }

    /** True if a file of that name in the directory is one of them; others in it change as well. */
    public static boolean has(String name) {
        return name.equals(MEMORY) || OTHERS.contains(name);
    }

    /** The cgroup, in the manner of {@code /proc/<pid>/cgroup}. */
    public String path() {
        return path;
    }

    /** Where they are. */
    public Path directory() {
        return directory.toPath();
    }

    /**
     * How many processes in it and below it the kernel has killed for want of memory. Where all of a cgroup are killed
     * ({@code memory.oom.group}), {@code oom_kill} counts the first of them twice (6.1, 6.12).
     *
     * @throws IOException if the cgroup has been removed
     */
    public long kills() throws IOException {
        ByteSpan text = memory.read();
        OptionalLong kills = Keyed.value(MEMORY, text, "oom_kill");
        if (kills.isEmpty()) {
            throw new IOException("no oom_kill in " + MEMORY);
        }
        return kills.getAsLong() - Keyed.value(MEMORY, text, "oom_group_kill").orElse(0);
    }

    @Override
    public void close() throws IOException {
        memory.close();
        for (KernelFileHandle other : others) {
            other.close();
        }
    }
}
