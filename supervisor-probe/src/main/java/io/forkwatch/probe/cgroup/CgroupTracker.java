package io.forkwatch.probe.cgroup;

import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.PidCgroup;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.FreezerCgroup;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.cgroup.PidsCgroup;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The machine's counter of OOM kills, and where the memory cgroups of children are. */
@Confined(Confined.To.SAMPLER)
public final class CgroupTracker {
    private static final int MOST_TEXT_BYTES = 4096;

    private final ProcFs procFs;
    private final ByteSpan text = new ByteSpan(MOST_TEXT_BYTES);
    private final ByteSpan statText = new ByteSpan(MOST_TEXT_BYTES);
    private final PidStat stat = new PidStat();
    private final List<CgroupMembership> memberships = new ArrayList<>();
    private final CgroupMembership nowhere =
            new CgroupMembership(new byte[0], Optional.empty(), Optional.empty(), FreezerCgroup.none());
    private boolean membershipsChanged;
    private @Nullable MountInfo mounts;
    private @Nullable SettledCounter machine;

    /** A tracker that has read nothing yet. */
    public CgroupTracker(ProcFs procFs) {
        this.procFs = procFs;
    }

    /** The cgroup of a child that has just started. */
    public ChildCgroup ofChild(long pid, long nanos) {
        // An older base is as good: it proves no less where the counter stands still.
        return new ChildCgroup(this, pid, machine(nanos).before(nanos), nanos);
    }

    /** Where a child is of whom nobody knows. */
    CgroupMembership nowhere() {
        return nowhere;
    }

    /** Where a process is now. One that dies shows other cgroups: then what is known counts. */
    CgroupMembership locate(long pid, CgroupMembership known, long nanos) {
        try {
            procFs.cgroupText(pid, text);
            if (known.is(text)) {
                return known;
            }
            procFs.stat(pid, statText, stat);
            return stat.hasMemory() ? membership(nanos) : known;
        } catch (IOException gone) {
            return known;
        }
    }

    private CgroupMembership membership(long nanos) throws IOException {
        for (int i = 0; i < memberships.size(); i++) {
            if (memberships.get(i).is(text)) {
                return memberships.get(i);
            }
        }
        PidCgroup cgroups = PidCgroup.parse(text);
        CgroupMembership found = new CgroupMembership(
                Arrays.copyOf(text.array(), text.length()),
                MemoryCgroup.of(cgroups, mounts()).map(cgroup -> new TrackedCgroup(cgroup, nanos)),
                PidsCgroup.of(cgroups, mounts()),
                FreezerCgroup.of(cgroups, mounts()));
        memberships.add(found);
        membershipsChanged = true;
        return found;
    }

    /** A child has gone from there to {@code next}. */
    void moved(CgroupMembership from, CgroupMembership next) {
        next.enter();
        if (from.leave()) {
            memberships.remove(from);
        }
    }

    /** True once if children are in a cgroup that none was in when this was asked last. */
    public boolean takeMembershipsChanged() {
        boolean taken = membershipsChanged;
        membershipsChanged = false;
        return taken;
    }

    /** Calls for each limit above a child; one that is above several cgroups comes as often. */
    public void forEachLimit(Consumer<TrackedLimit> action) {
        for (int i = 0; i < memberships.size(); i++) {
            if (memberships.get(i).memory().isPresent()) {
                memberships.get(i).memory().get().limits().forEach(action);
            }
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

    /** Reads the machine's counter, unless it has just been read. */
    void readMachine(long nanos) {
        SettledCounter counter = machine(nanos);
        if (counter.isDue(nanos)) {
            counter.read(machineKills(), nanos);
        }
    }

    /** The counter of the machine; read now, if it was not before. */
    SettledCounter machine(long nanos) {
        SettledCounter counter = machine;
        if (counter == null) {
            counter = new SettledCounter(machineKills(), nanos);
            machine = counter;
        }
        return counter;
    }

    /** What it shows now; absent if that cannot be read. */
    OptionalLong machineKills() {
        try {
            return procFs.vmstat(text).oomKills();
        } catch (IOException hidden) {
            return OptionalLong.empty();
        }
    }
}
