package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.view.MemoryView;
import io.forkwatch.probe.procfs.MemoryPressure;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The memory that this JVM and its children share. Read when it is asked for: the limit of a running container may change. */
public final class SharedMemory {
    private final ProcFs procFs;

    /** Of this machine. */
    public SharedMemory(ProcFs procFs) {
        this.procFs = procFs;
    }

    /** As it is now; empty where neither cgroup nor machine say. For any thread. */
    public Optional<MemoryView> read() {
        Optional<CgroupLimit> lowest = lowestLimit();
        return lowest.isPresent() ? Optional.of(cgroup(lowest.get())) : machine();
    }

    private Optional<CgroupLimit> lowestLimit() {
        try {
            List<CgroupLimit> limits = MemoryCgroup.of(
                            procFs.cgroup(procFs.self().pid()), procFs.mountInfo())
                    .map(MemoryCgroup::limits)
                    .orElse(List.of());
            CgroupLimit lowest = null;
            for (CgroupLimit limit : limits) {
                lowest = lowest == null || limit.limitBytes() < lowest.limitBytes() ? limit : lowest;
            }
            return Optional.ofNullable(lowest);
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    private MemoryView cgroup(CgroupLimit limit) {
        return view("cgroup", limit.limitBytes(), used(limit), limit.pressure());
    }

    private static OptionalLong used(CgroupLimit limit) {
        try (MemoryUsageFile file = limit.gauge()) {
            return OptionalLong.of(file.usedBytes());
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    private Optional<MemoryView> machine() {
        try (MemoryUsageFile file = MemoryUsageFile.ofMachine(procFs)) {
            long used = file.usedBytes();
            return Optional.of(view("machine", file.totalBytes(), OptionalLong.of(used), Optional.empty()));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    private MemoryView view(String scope, long limit, OptionalLong used, Optional<MemoryPressure> ofGroup) {
        Optional<MemoryPressure> pressure = ofGroup.isPresent() ? ofGroup : MemoryPressure.ofMachine(procFs);
        return new MemoryView(
                scope,
                limit,
                used,
                pressure.isPresent() ? OptionalDouble.of(pressure.get().someRatio()) : OptionalDouble.empty(),
                pressure.isPresent() ? OptionalDouble.of(pressure.get().fullRatio()) : OptionalDouble.empty());
    }
}
