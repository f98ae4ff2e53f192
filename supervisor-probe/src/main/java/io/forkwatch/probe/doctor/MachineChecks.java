package io.forkwatch.probe.doctor;

import io.forkwatch.probe.procfs.KernelVisibility;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.RssAccuracy;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What this machine tells a process of this user. */
final class MachineChecks {
    private static final int NEWEST_TESTED = 25;
    /** Below it a supervisor with many children may run out: each child costs Forkwatch one, its tree one each. */
    private static final int FEW_FILES = 1024;
    /** Character device 1, 11, as the kernel's admin-guide/devices.txt says. */
    private static final long KERNEL_LOG = 0x10B;

    private final ProcFs procFs;
    private final KernelVisibility kernel;
    private final Path kernelLog;
    private final Path temporary;
    private final String userName;

    MachineChecks(ProcFs procFs, Path kernelLog, Path temporary, String userName) {
        this.procFs = procFs;
        this.kernel = procFs.visibility();
        this.kernelLog = kernelLog;
        this.temporary = temporary;
        this.userName = userName;
    }

    List<Check> all(Runtime.Version java) {
        List<Check> checks = new ArrayList<>();
        checks.add(java(java));
        Optional<PidStat> self = self();
        checks.add(procfs(self));
        checks.add(otherUsers());
        checks.add(pidNamespace());
        CgroupChecks groups = new CgroupChecks(procFs);
        checks.add(groups.version());
        self.ifPresent(known -> checks.addAll(groups.of(known.pid())));
        checks.add(residentMemory());
        checks.add(machineCounter());
        checks.add(kernelLog());
        checks.add(perfData());
        checks.add(attach());
        checks.add(Check.of(
                kernel.showsPressure(),
                "pressure (PSI)",
                "readable",
                "not shown by this kernel: boot with psi=1; no verdict needs it"));
        checks.add(ptraceScope());
        checks.add(Check.of(
                kernel.listsChildren(),
                "task/children",
                "readable",
                "not shown by this kernel: trees are found by listing all processes, which works as well"));
        checks.add(openFiles(self));
        return checks;
    }

    private static Check java(Runtime.Version version) {
        boolean tested = version.feature() <= NEWEST_TESTED;
        String suffix = tested ? "" : ", newer than any that was tested: edits that do not fit are left out";
        return new Check(true, "java", version + suffix);
    }

    private Optional<PidStat> self() {
        try {
            return Optional.of(procFs.self());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private Check procfs(Optional<PidStat> self) {
        if (procFs.isForeign()) {
            return new Check(
                    false,
                    "procfs",
                    "of another pid namespace: children are not sampled, their exit values come from the JDK;"
                            + " mount it anew (unshare --mount-proc)");
        }
        return Check.of(self.isPresent(), "procfs", "readable", "self/stat cannot be read: nothing works without it");
    }

    private Check otherUsers() {
        Optional<String> hidepid = kernel.hidepid();
        return Check.of(
                hidepid.isEmpty(),
                "other users",
                "their processes are visible",
                "hidepid=" + hidepid.orElse("")
                        + ": children that change their user are hidden, with their exit status; mount proc with hidepid=0");
    }

    private Check pidNamespace() {
        return Check.of(
                procFs.inInitialPidNamespace(),
                "first pid namespace",
                "pids are those of the kernel's log",
                "a container: the kernel's log names other pids, so it proves less");
    }

    private Check residentMemory() {
        RssAccuracy accuracy = procFs.rssAccuracy();
        long kibibytes = procFs.auxv().pagesToBytes(accuracy.possibleErrorPages(1)) / 1024;
        String most =
                "stat may be too low by " + kibibytes + " KiB" + (accuracy.pagesPerThread() > 0 ? " a thread" : "");
        boolean enough = accuracy.pagesPerThread() == 0
                && !accuracy.isTooCoarse(0, 1, procFs.auxv().pageSizeBytes());
        return Check.of(
                enough || accuracy.statmExact(),
                "resident memory",
                enough ? most : most + ", so statm is read where that matters: it is exact",
                most
                        + ", and on this kernel smaps_rollup alone is exact: it is read now and then, of processes that may be traced");
    }

    private Check machineCounter() {
        OptionalLong kills = machineKills();
        return Check.of(
                kills.isPresent(),
                "machine's OOM count",
                "vmstat oom_kill " + kills.orElse(0),
                "vmstat has no oom_kill: needs Linux 4.13");
    }

    private OptionalLong machineKills() {
        try {
            return procFs.vmstat().oomKills();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    private Check kernelLog() {
        OptionalLong restrict = kernel.dmesgRestrict();
        String why = restrict.orElse(0) == 1
                ? "/dev/kmsg cannot be opened, dmesg_restrict is 1: run with CAP_SYSLOG or set kernel.dmesg_restrict=0"
                : "/dev/kmsg cannot be opened: give the container this device, or its reader the right to it";
        return Check.of(
                kernelLogOpens(), "kernel log", "/dev/kmsg can be opened", why + "; without it counters must do");
    }

    private Check perfData() {
        Path directory = temporary.resolve("hsperfdata_" + userName);
        return Check.of(
                Files.isReadable(directory),
                "JVM perf data",
                directory + " is there",
                "no " + directory + ": JVMs of this user leave none (-XX:-UsePerfData, another /tmp), or none ran yet");
    }

    private Check attach() {
        return Check.of(
                Files.isWritable(temporary),
                "attach to JVMs",
                temporary + " is writable: JVMs of the same user can be asked",
                temporary + " is not writable: no JVM can be asked for a thread dump");
    }

    private Check ptraceScope() {
        OptionalLong scope = kernel.ptraceScope();
        boolean open = scope.orElse(0) < 3;
        String found = scope.isEmpty() ? "no Yama: own processes may be read" : "yama " + scope.getAsLong();
        return Check.of(
                open, "ptrace scope", found + ", reading needs no more", "yama 3: only root may look at others");
    }

    private boolean kernelLogOpens() {
        if (!isKernelLog()) {
            return false;
        }
        try (FileInputStream in = new FileInputStream(kernelLog.toFile())) {
            return in.getFD().valid();
        } catch (IOException refused) {
            return false;
        }
    }

    // A container may have a FIFO of that name, and opening one waits.
    private boolean isKernelLog() {
        try {
            return Files.isRegularFile(kernelLog)
                    || Files.getAttribute(kernelLog, "unix:rdev").equals(KERNEL_LOG);
        } catch (IOException none) {
            return false;
        }
    }

    private Check openFiles(Optional<PidStat> self) {
        OptionalLong most = mostOpenFiles();
        OptionalLong used = self.isPresent() ? openFiles(self.get().pid()) : OptionalLong.empty();
        String limit = (most.isPresent() ? "limit " + most.getAsLong() : "no limit")
                + (used.isPresent() ? ", " + used.getAsLong() + " in use by this JVM" : "");
        return Check.of(
                most.orElse(Long.MAX_VALUE) >= FEW_FILES,
                "open files",
                limit,
                limit + ": one is held for each process below the supervisor; raise ulimit -n");
    }

    private OptionalLong mostOpenFiles() {
        try {
            return procFs.ownOpenFilesLimit();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong openFiles(long pid) {
        try {
            return procFs.openFds(pid);
        } catch (IOException hidden) {
            return OptionalLong.empty();
        }
    }
}
