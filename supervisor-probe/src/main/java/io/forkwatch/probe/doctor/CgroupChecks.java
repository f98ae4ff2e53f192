package io.forkwatch.probe.doctor;

import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the memory cgroup of a process tells, cgroups(7). */
final class CgroupChecks {
    private static final String GROUP = "memory cgroup";

    private final ProcFs procFs;

    CgroupChecks(ProcFs procFs) {
        this.procFs = procFs;
    }

    /** Which control groups are mounted. */
    Check version() {
        MountInfo mounts = mounts();
        boolean first = mounts.memory().isPresent();
        boolean second = mounts.unified().isPresent();
        String found = first && second
                ? "hybrid: memory is counted by version 1"
                : first ? "version 1 (memory controller)" : "version 2";
        return Check.of(
                first || second,
                "cgroups",
                found,
                "none mounted that count memory: OOM kills can only be guessed from the counter of the machine;"
                        + " mount cgroup2, or run the container with its cgroup namespace");
    }

    /** What the cgroup of a process says of OOM kills. */
    List<Check> of(long pid) {
        List<Check> checks = new ArrayList<>();
        Optional<MemoryCgroup> group = group(pid);
        if (group.isEmpty()) {
            checks.add(new Check(
                    false,
                    GROUP,
                    "none with a counter of OOM kills is visible: start it in a group below the root"
                            + " (systemd-run --user --scope, a container) with the memory controller on"));
            return checks;
        }
        MemoryCgroup found = group.get();
        checks.add(new Check(
                true,
                GROUP,
                found.path() + ", OOM kills so far: " + found.oomKills().orElse(0)));
        checks.add(Check.of(
                found.exact(),
                "group's own kills",
                "counted for this group alone",
                "counted with those of groups below or beside it: verdicts are at most likely"));
        checks.add(Check.of(
                found.limitBytes().isPresent(),
                "memory limit",
                mebibytes(found.limitBytes().orElse(0)) + ", the lowest of the group and its visible ancestors",
                "none is set on the group or its visible ancestors"));
        checks.add(Check.of(
                found.peakUsageBytes().isPresent(),
                "group's peak",
                mebibytes(found.peakUsageBytes().orElse(0)),
                "not told by this kernel: memory.peak needs Linux 5.19"));
        return checks;
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private Optional<MemoryCgroup> group(long pid) {
        try {
            return MemoryCgroup.of(procFs.cgroup(pid), mounts());
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    private MountInfo mounts() {
        try {
            return procFs.mountInfo();
        } catch (IOException unreadable) {
            return MountInfo.NONE;
        }
    }
}
