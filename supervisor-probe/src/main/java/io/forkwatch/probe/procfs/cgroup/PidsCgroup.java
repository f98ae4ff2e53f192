package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.MountInfo.Mount;
import io.forkwatch.probe.procfs.PidCgroup;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control group that limits the number of a process's processes and threads, kernel files
 * admin-guide/cgroup-v1/pids.rst and admin-guide/cgroup-v2.rst.
 */
public final class PidsCgroup {
    /** Its own and those of the cgroups above it, as far as they are mounted here. */
    private final List<File> counters;

    private final CgroupFiles files = new CgroupFiles();

    private PidsCgroup(File directory, File mountPoint) {
        List<File> files = new ArrayList<>();
        for (File at = directory; at != null && at.toPath().startsWith(mountPoint.toPath()); at = at.getParentFile()) {
            files.add(new File(at, "pids.events"));
        }
        // The root cgroup has none, and an exception for each child costs more than all the rest.
        files.removeIf(file -> !file.exists());
        this.counters = List.copyOf(files);
    }

    /** The cgroup of a living process; empty if it lies outside of what is mounted here. */
    public static Optional<PidsCgroup> of(PidCgroup groups, MountInfo mounts) {
        if (groups.pids().isPresent() && mounts.pids().isPresent()) {
            return of(groups.pids().get(), mounts.pids().get());
        }
        return groups.unified().isPresent() && mounts.unified().isPresent()
                ? of(groups.unified().get(), mounts.unified().get())
                : Optional.empty();
    }

    private static Optional<PidsCgroup> of(String path, Mount mount) {
        File mountPoint = new File(mount.mountPoint());
        return mount.below(path).map(rest -> new PidsCgroup(new File(mountPoint, rest), mountPoint));
    }

    /**
     * How often a new process or thread was refused for want of room, in this cgroup and those above it: before Linux 6.12
     * that is counted where it was asked for, later where the limit is. Only whether it moves means anything. Absent if
     * there is no such counter.
     */
    public OptionalLong refusals() {
        OptionalLong sum = OptionalLong.empty();
        for (File counter : counters) {
            OptionalLong refused = files.value(counter, "max");
            if (refused.isPresent()) {
                sum = OptionalLong.of(Numbers.plus(sum.orElse(0), refused.getAsLong()));
            }
        }
        return sum;
    }
}
