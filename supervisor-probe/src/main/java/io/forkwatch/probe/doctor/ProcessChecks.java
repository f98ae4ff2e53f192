package io.forkwatch.probe.doctor;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.procfs.KernelVisibility;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.pid.PidStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be known about one process, as a child or as a supervisor of this user. */
final class ProcessChecks {
    /** Bit of SIGQUIT: a JVM catches it, and so answers those who attach. */
    private static final long SIGQUIT = 1L << 2;

    private final ProcFs procFs;
    private final KernelVisibility kernel;

    ProcessChecks(ProcFs procFs) {
        this.procFs = procFs;
        this.kernel = procFs.visibility();
    }

    /**
     * The checks of a process.
     *
     * @throws IOException if there is no such process, or it is hidden
     */
    List<Check> of(long pid) throws IOException {
        PidStat stat = procFs.stat(pid);
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                true, "process", stat.comm() + ", state " + stat.state() + ", " + stat.threads() + " threads"));
        Optional<PidStatus> status = status(pid);
        boolean sameUser = sameUser(status);
        checks.add(Check.of(
                sameUser,
                "same user",
                "uid " + uid(status),
                "uid " + uid(status) + " is not ours: less can be read, run as that user or as root"));
        checks.add(files(pid));
        checks.add(Check.of(
                kernel.showsExitStatus(pid),
                "exit status",
                "will be exact",
                "may be hidden (another user, or not dumpable): signal and exit code 128 + n look the same"));
        checks.add(namespace(pid));
        checks.addAll(new CgroupChecks(procFs).of(pid));
        addJvm(pid, status, sameUser, checks);
        checks.add(openFiles(pid));
        addLog(stat, status, checks);
        return checks;
    }

    private Check files(long pid) {
        List<String> missing = kernel.unreadableFiles(pid);
        return Check.of(
                missing.isEmpty(),
                "its files",
                "stat, status, cgroup, limits and cmdline are readable",
                "not readable: " + String.join(", ", missing));
    }

    private Check namespace(long pid) {
        Optional<String> ours = procFs.pidNamespace();
        Optional<String> its = procFs.pidNamespace(pid);
        return Check.of(
                its.isPresent() && its.equals(ours),
                "same pid namespace",
                "yes",
                its.isEmpty() ? "hidden" : "no: it knows itself by another pid, as its files in /tmp do");
    }

    private void addJvm(long pid, Optional<PidStatus> status, boolean sameUser, List<Check> checks) {
        boolean catchesQuit =
                (status.map(PidStatus::sigCgt).orElseGet(OptionalLong::empty).orElse(0) & SIGQUIT) != 0;
        long nspid = innermostPid(pid, status);
        checks.add(Check.of(
                perfDataReadable(pid, nspid),
                "JVM perf data",
                "readable",
                "no readable file of it: no JVM, one with -XX:-UsePerfData, or of another user"));
        checks.add(Check.of(
                sameUser && catchesQuit,
                "attach to it",
                "it catches SIGQUIT, as a JVM does",
                catchesQuit ? "only its own user may" : "it does not catch SIGQUIT: no JVM, or one with -Xrs"));
        addAgent(pid, checks);
    }

    private void addAgent(long pid, List<Check> checks) {
        try {
            AgentAtStart.of(procFs.cmdline(pid)).ifPresent(checks::add);
        } catch (IOException hidden) {
            return; // Said among its files.
        }
    }

    /** What a supervisor says where nobody can read its stderr; only if it has said anything there. */
    private void addLog(PidStat stat, Optional<PidStatus> status, List<Check> checks) {
        String name = Marker.name(innermostPid(stat.pid(), status), stat.starttimeTicks());
        for (Path place : Marker.ofThisMachine().places()) {
            Path log = place.resolve(name).resolve("log");
            Path seen = procFs.root(stat.pid()).resolve(Path.of("/").relativize(log));
            if (Files.isReadable(seen)) {
                checks.add(new Check(true, "log of Forkwatch", log + ": its stderr is closed or a null device"));
            }
        }
    }

    private static long innermostPid(long pid, Optional<PidStatus> status) {
        List<Long> pids = status.map(PidStatus::nspid).orElse(List.of());
        return pids.isEmpty() ? pid : pids.get(pids.size() - 1);
    }

    /** {@code hsperfdata_<user>/<pid>} in the {@code /tmp} that the process itself sees, with the innermost pid. */
    private boolean perfDataReadable(long pid, long nspid) {
        File tmp = procFs.root(pid).resolve("tmp").toFile();
        File[] directories = tmp.listFiles((parent, name) -> name.startsWith("hsperfdata_"));
        if (directories == null) {
            return false;
        }
        for (File directory : directories) {
            if (new File(directory, Long.toString(nspid)).canRead()) {
                return true;
            }
        }
        return false;
    }

    private Check openFiles(long pid) {
        OptionalLong most = mostOpenFiles(pid);
        OptionalLong used = usedFiles(pid);
        String limit = most.isPresent() ? "limit " + most.getAsLong() : "no limit";
        return Check.of(
                used.isPresent() && used.getAsLong() < most.orElse(Long.MAX_VALUE),
                "open files",
                limit + ", " + used.orElse(0) + " in use",
                used.isEmpty() ? "cannot be counted" : limit + ", all in use");
    }

    private OptionalLong mostOpenFiles(long pid) {
        try {
            return procFs.openFilesLimit(pid);
        } catch (IOException hidden) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong usedFiles(long pid) {
        try {
            return procFs.openFds(pid);
        } catch (IOException hidden) {
            return OptionalLong.empty();
        }
    }

    private Optional<PidStatus> status(long pid) {
        try {
            return Optional.of(procFs.status(pid));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    private boolean sameUser(Optional<PidStatus> status) throws IOException {
        OptionalLong ours = procFs.status(procFs.self().pid()).uid();
        return ours.isPresent()
                && status.isPresent()
                && ours.equals(status.get().uid());
    }

    private static String uid(Optional<PidStatus> status) {
        OptionalLong uid = status.map(PidStatus::uid).orElseGet(OptionalLong::empty);
        return uid.isPresent() ? Long.toString(uid.getAsLong()) : "unknown";
    }
}
