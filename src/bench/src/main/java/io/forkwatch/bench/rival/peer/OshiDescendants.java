package io.forkwatch.bench.rival.peer;

import io.forkwatch.bench.rival.Contender;
import java.util.List;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;
import oshi.software.os.OperatingSystem.ProcessFiltering;
import oshi.software.os.OperatingSystem.ProcessSorting;

/** OSHI's way to find the descendants of a process. */
public final class OshiDescendants implements Contender {
    private final OperatingSystem system = new SystemInfo().getOperatingSystem();
    private final int pid;

    /**
     * Seeks below a process.
     *
     * @param ignored for the one form of constructor that all adapters have
     */
    public OshiDescendants(List<Long> ignored, long pid) {
        this.pid = (int) pid;
    }

    @Override
    public long tick() {
        return system.getDescendantProcesses(pid, ProcessFiltering.ALL_PROCESSES, ProcessSorting.NO_SORTING, 0)
                .size();
    }
}
