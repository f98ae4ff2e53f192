package io.forkwatch.probe.register.memory;

import io.forkwatch.probe.procfs.CgroupFile;
import io.forkwatch.probe.procfs.MemoryGroup;
import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.PidStat;
import io.forkwatch.probe.procfs.PidsGroup;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The machine's counter of OOM kills, and where the memory groups of children are. Sampler thread only. */
public final class MemoryWatch {
    private final ProcFs procFs;
    private @Nullable MountInfo mounts;
    private @Nullable Counter machine;

    /** A watch that has not looked yet. */
    public MemoryWatch(ProcFs procFs) {
        this.procFs = procFs;
    }

    /** The watch of a child that has just started. */
    public ChildMemory ofChild(long pid, long nanos) {
        // An older base is as good: it proves no less where the counter stands still.
        return new ChildMemory(this, pid, machine(nanos).before(nanos), nanos);
    }

    /**
     * The groups of a process.
     *
     * @param memory that of its memory; empty if there is none with a counter
     * @param pids that of its number of processes
     */
    record Groups(Optional<MemoryGroup> memory, Optional<PidsGroup> pids) {
        static final Groups NONE = new Groups(Optional.empty(), Optional.empty());
    }

    /** The groups of a process that lived on after they were read: one that dies shows others, so the known ones count. */
    Groups locate(long pid, Groups known) {
        try {
            CgroupFile groups = procFs.cgroup(pid);
            PidStat after = procFs.stat(pid);
            return after.state() == 'Z' || after.rssPages() == 0
                    ? known
                    : new Groups(MemoryGroup.of(groups, mounts()), PidsGroup.of(groups, mounts()));
        } catch (IOException gone) {
            return known;
        }
    }

    private MountInfo mounts() {
        MountInfo read = mounts;
        if (read == null) {
            try {
                read = procFs.mountInfo();
            } catch (IOException hidden) {
                read = MountInfo.NONE;
            }
            mounts = read;
        }
        return read;
    }

    /** Looks at the machine's counter, unless it has just been looked at. */
    void look(long nanos) {
        Counter counter = machine(nanos);
        if (counter.due(nanos)) {
            counter.look(machineKills(), nanos);
        }
    }

    Counter machine(long nanos) {
        Counter counter = machine;
        if (counter == null) {
            counter = new Counter(machineKills(), nanos);
            machine = counter;
        }
        return counter;
    }

    OptionalLong machineKills() {
        try {
            return procFs.vmstat().oomKills();
        } catch (IOException hidden) {
            return OptionalLong.empty();
        }
    }
}
