package io.forkwatch.bench.rival.peer;

import io.forkwatch.bench.rival.Contender;
import java.util.ArrayList;
import java.util.List;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** OSHI's cheapest way to follow processes: keeps an object for each, and updates it. */
public final class OshiUpdate implements Contender {
    private final List<OSProcess> processes = new ArrayList<>();

    /**
     * Takes in the processes.
     *
     * @param ignored for the one form of constructor that all adapters have
     */
    public OshiUpdate(List<Long> pids, long ignored) {
        OperatingSystem system = new SystemInfo().getOperatingSystem();
        for (long pid : pids) {
            processes.add(system.getProcess((int) pid));
        }
    }

    @Override
    public long tick() {
        long sum = 0;
        for (OSProcess process : processes) {
            if (!process.updateAttributes()) {
                throw new IllegalStateException("OSHI does not find " + process.getProcessID());
            }
            sum += process.getResidentMemory() + process.getUserTime() + process.getKernelTime();
        }
        return sum;
    }
}
