package io.forkwatch.probe.procfs;

import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.procfs.pid.Cmdline;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.OutputPipes;
import io.forkwatch.probe.procfs.pid.PidLimits;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.pid.PidStatm;
import io.forkwatch.probe.procfs.pid.PidStatus;
import io.forkwatch.probe.procfs.pid.SmapsRollup;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.HostChecks;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The proc file system at one mount point, proc(5). Reads only; parsing is the business of the types returned. Each call
 * opens, reads once and closes, and uses buffers of its own. Thread-safe.
 *
 * <p>Every method that takes a pid throws {@link NoSuchProcessException} if there is no such process (any more),
 * {@link MalformedProcTextException} if the file does not read as documented, and another {@link IOException} if it
 * cannot be read, for example for want of permission.
 */
public final class ProcFs {
    private static final String SYSTEM_MOUNT = "/proc";

    /** PROC_PID_INIT_INO of the kernel's include/linux/proc_ns.h. */
    private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";

    /** In {@code status}, proc_pid_status(5). */
    private static final byte[] NSPID = "\nNSpid:\t".getBytes(StandardCharsets.ISO_8859_1);

    private final String prefix;
    private final File root;
    private final ProcReader reader;
    private final boolean foreign;

    /**
     * A proc file system.
     *
     * @param mount where it is mounted, or a tree of files like it
     */
    public ProcFs(Path mount) {
        prefix = mount.toString().concat("/");
        root = new File(prefix);
        foreign = isForeign(new ProcReader(prefix, prefix));
        // A file cannot have entries: whoever is asked for is not there.
        reader = new ProcReader(prefix, foreign ? prefix.concat("self/stat/") : prefix);
    }

    /** The one of this machine, {@code /proc}. */
    public static ProcFs system() {
        return new ProcFs(Path.of(SYSTEM_MOUNT));
    }

    /**
     * True if it was mounted in another pid namespace than this process is in, pid_namespaces(7), as after
     * {@code unshare --pid --fork} without a new mount: then every pid in it is a stranger's. Files of this process and of
     * the machine can be read; any other process looks hidden, and none is listed.
     */
    public boolean isForeign() {
        return foreign;
    }

    // NSpid has our pid in the namespace of the mount, then in each one below it, the last one our own.
    private static boolean isForeign(ProcReader reader) {
        try {
            ByteSpan status = reader.ofMount("self/status");
            int at = indexOf(status, NSPID);
            for (int i = at + NSPID.length; at >= 0 && i < status.length() && status.array()[i] != '\n'; i++) {
                if (status.array()[i] == '\t') {
                    return true;
                }
            }
            return false;
        } catch (IOException hidden) {
            return false;
        }
    }

    private static int indexOf(ByteSpan text, byte[] word) {
        for (int at = 0; at + word.length <= text.length(); at++) {
            if (Arrays.equals(text.array(), at, at + word.length, word, 0, word.length)) {
                return at;
            }
        }
        return -1;
    }

    /** {@code /proc/<pid>/stat} in an object of its own. */
    public PidStat stat(long pid) throws IOException {
        PidStat stat = new PidStat();
        stat.parse(reader.readSome(pid, "/stat"));
        return stat;
    }

    /** The same in objects that are used again and again. */
    public void stat(long pid, ByteSpan text, PidStat into) throws IOException {
        stat(pid, reader.name(pid, "/stat"), text, into);
    }

    /** The name of {@code /proc/<pid>/stat}, for who reads it often. */
    public String statName(long pid) {
        return reader.name(pid, "/stat");
    }

    /** Reads the file of that name, which is that process's. */
    public void readStat(long pid, String name, ByteSpan text) throws IOException {
        reader.readSome(pid, name, text);
    }

    /**
     * The bytes of {@code /proc/<pid>/stat}, not parsed. For the JDK's reaper threads: needs little stack, and once warm
     * loads no class.
     */
    public byte[] statBytes(long pid) throws IOException {
        ByteSpan text = reader.readSome(pid, "/stat");
        return Arrays.copyOf(text.array(), text.length());
    }

    /**
     * The {@code stat} of one of its threads that runs on when the main thread has ended, proc_pid_task(5).
     *
     * @throws NoSuchProcessException if there is none
     */
    public void statOfLivingThread(long pid, ByteSpan text, PidStat into) throws IOException {
        String tasks = reader.name(pid, "/task/");
        String[] tids = new File(tasks).list();
        for (String tid : tids == null ? new String[0] : tids) {
            stat(pid, tasks.concat(tid).concat("/stat"), text, into);
            if (into.state() != 'Z' && into.state() != 'X') {
                return;
            }
        }
        throw new NoSuchProcessException(pid);
    }

    private void stat(long pid, String name, ByteSpan text, PidStat into) throws IOException {
        reader.readSome(pid, name, text);
        into.parse(text);
    }

    /** Resident memory in pages by a {@code statm}, that of the process or of one of its threads. */
    public long residentPages(long pid, long tid, ByteSpan text) throws IOException {
        String name =
                tid == pid ? "/statm" : "/task/".concat(Long.toString(tid)).concat("/statm");
        reader.readSome(pid, reader.name(pid, name), text);
        return PidStatm.residentPages(text);
    }

    /** {@code /proc/<pid>/status}. */
    public PidStatus status(long pid) throws IOException {
        return status(pid, new ByteSpan(ProcReader.FIRST_READ_BYTES));
    }

    /** The same through a buffer that is used again and again. */
    public PidStatus status(long pid, ByteSpan text) throws IOException {
        reader.readSome(pid, reader.name(pid, "/status"), text);
        return PidStatus.parse(text);
    }

    /**
     * The number of open file descriptors, proc_pid_fd(5): the size of the directory {@code fd} since Linux 6.2, the number of its
     * entries before; empty where we may not read.
     */
    public OptionalLong openFds(long pid) throws IOException {
        HostChecks.avoid();
        File directory = new File(reader.name(pid, "/fd"));
        long size = directory.length();
        if (size > 0) {
            return OptionalLong.of(size);
        }
        if (!new File(reader.name(pid, "/")).exists()) {
            throw new NoSuchProcessException(pid);
        }
        String[] names = directory.list();
        return names == null ? OptionalLong.empty() : OptionalLong.of(names.length);
    }

    /** To which pipes it writes, {@code /proc/<pid>/fd/1} and {@code 2}; none where we may not look. */
    public OutputPipes outputPipes(long pid) {
        return OutputPipes.of(link(reader.name(pid, "/fd/1")), link(reader.name(pid, "/fd/2")));
    }

    /** {@code /proc/<pid>/limits}, through a buffer that is used again and again. */
    public PidLimits limits(long pid, ByteSpan text) throws IOException {
        reader.readSome(pid, reader.name(pid, "/limits"), text);
        return PidLimits.parse(text);
    }

    /**
     * {@code /proc/<pid>/smaps_rollup}. Expensive: the kernel walks all pages, about 5 ms for a gigabyte, and holds up
     * the process where it maps memory meanwhile.
     */
    public SmapsRollup smapsRollup(long pid) throws IOException {
        return SmapsRollup.parse(reader.readSome(pid, "/smaps_rollup"));
    }

    /** {@code /proc/<pid>/cmdline}, its first 64 KiB; empty for a zombie and a kernel thread. It may carry secrets. */
    public List<String> cmdline(long pid) throws IOException {
        return Cmdline.parse(reader.read(pid, "/cmdline"));
    }

    /**
     * True if a process has a file of that name in its memory, by {@code /proc/<pid>/maps}, proc_pid_maps(5). Only for who
     * may trace the process.
     *
     * @param fileName without its directories
     */
    public boolean hasMapped(long pid, String fileName) throws IOException {
        HostChecks.avoid();
        String end = "/".concat(fileName);
        try (BufferedReader maps =
                Files.newBufferedReader(Path.of(reader.name(pid, "/maps")), StandardCharsets.ISO_8859_1)) {
            for (String line = maps.readLine(); line != null; line = maps.readLine()) {
                if (line.endsWith(end) || line.endsWith(end.concat(" (deleted)"))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw reader.explained(pid, e);
        }
    }

    /**
     * True if processes of other users cannot be seen here, as with the mount option hidepid, proc(5): then not even
     * process 1 can, unless it is our own; or if none can, see {@link #isForeign()} and {@link HostChecks}.
     */
    public boolean hidesOthers() {
        return foreign || Suitability.isManaged() || showsOnlyOwn();
    }

    private boolean showsOnlyOwn() {
        return new File(prefix.concat("self/stat")).canRead() && !new File(prefix.concat("1/stat")).canRead();
    }

    /** {@code /proc/<pid>/cwd}, proc_pid_cwd(5); empty for a zombie, a process that is gone, or one whose files we may not read. */
    public Optional<String> workingDirectory(long pid) {
        return link(reader.name(pid, "/cwd"));
    }

    /**
     * {@code /proc/<pid>/root}: where that process sees {@code /}, in its own mount namespace, proc_pid_root(5). What
     * lies below it can be opened only by who may inspect the process, and not once it is a zombie.
     */
    public Path root(long pid) {
        return Path.of(reader.name(pid, "/root"));
    }

    /** {@code /proc/self/cwd}; empty if it cannot be read. */
    public Optional<String> ownDirectory() {
        return link(prefix.concat("self/cwd"));
    }

    /** {@code /proc/self/stat}: this process, with the pid that it has in the pid namespace of the mount. */
    public PidStat self() throws IOException {
        PidStat stat = new PidStat();
        stat.parse(reader.ofMount("self/stat"));
        return stat;
    }

    /** True if this process is in the initial pid namespace, pid_namespaces(7): then the kernel's log means our pids. */
    public boolean inInitialPidNamespace() {
        return pidNamespace().filter(INITIAL_PID_NAMESPACE::equals).isPresent();
    }

    /** {@code /proc/self/ns/pid}, namespaces(7), for example {@code pid:[4026531836]}; empty where it cannot be read. */
    public Optional<String> pidNamespace() {
        return link(prefix.concat("self/ns/pid"));
    }

    /** {@code /proc/<pid>/ns/pid} likewise; only for who may trace the process. */
    public Optional<String> pidNamespace(long pid) {
        return link(reader.name(pid, "/ns/pid"));
    }

    /** What the kernel shows to this process, and what it does not. */
    public KernelVisibility visibility() {
        return new KernelVisibility(root.toPath());
    }

    private static Optional<String> link(String name) {
        try {
            HostChecks.avoid();
            return Optional.of(Files.readSymbolicLink(Path.of(name)).toString());
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    /** {@code /proc/<pid>/cgroup}. */
    public PidCgroup cgroup(long pid) throws IOException {
        return PidCgroup.parse(reader.readSome(pid, "/cgroup"));
    }

    /** The text of {@code /proc/<pid>/cgroup}: while it is the same, so are the cgroups. */
    public void cgroupText(long pid, ByteSpan text) throws IOException {
        reader.readSome(pid, reader.name(pid, "/cgroup"), text);
    }

    /** {@code /proc/self/mountinfo}, its first 64 KiB. */
    public MountInfo mountInfo() throws IOException {
        return MountInfo.parse(reader.ofMount("self/mountinfo"));
    }

    /** {@code /proc/vmstat}. */
    public Vmstat vmstat() throws IOException {
        return vmstat(new ByteSpan(ProcReader.FIRST_READ_BYTES));
    }

    /** The same through a buffer that is used again and again. */
    public Vmstat vmstat(ByteSpan text) throws IOException {
        reader.ofMount("vmstat", text);
        return Vmstat.parse(text);
    }

    /** Opens {@code /proc/<pid>/statm}, to be read many times. The caller closes it. */
    public KernelFileHandle holdStatm(long pid, int mostBytes) throws IOException {
        return new KernelFileHandle(Path.of(reader.name(pid, "/statm")), mostBytes);
    }

    /** How true the resident memory in a {@code stat} is here. */
    public RssAccuracy rssAccuracy() {
        try {
            return RssAccuracy.of(KernelVersion.parse(reader.ofMount("sys/kernel/osrelease")), processors());
        } catch (IOException hidden) {
            return RssAccuracy.EXACT;
        }
    }

    // By /proc/stat, proc_stat(5): the JDK knows only those that this process may use.
    private int processors() throws IOException {
        ByteSpan text = reader.ofMount("stat");
        int lines = 0;
        for (int at = 0; at >= 0 && text.startsWith("cpu", at == 0 ? 0 : at + 1); at = text.indexOf('\n', at + 1)) {
            lines++;
        }
        return Math.max(1, lines - 1); // The first is for all of them.
    }

    /** {@code /proc/meminfo}, proc_meminfo(5). */
    public Path meminfo() {
        return Path.of(prefix.concat("meminfo"));
    }

    /** {@code /proc/loadavg}, proc_loadavg(5). */
    Path loadavg() {
        return Path.of(prefix.concat("loadavg"));
    }

    /** True if something is mounted on exactly that file. */
    boolean isMountPoint(Path file) throws IOException {
        ByteSpan text = reader.ofMount("self/mountinfo");
        String mounts = new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1);
        return mounts.contains(" " + file + " ");
    }

    /** The soft limit on open files of a process, {@code /proc/<pid>/limits}; absent if there is none. */
    public OptionalLong openFilesLimit(long pid) throws IOException {
        return PidLimits.openFilesSoft(reader.readSome(pid, "/limits"));
    }

    /** That of this process, {@code /proc/self/limits}. */
    public OptionalLong ownOpenFilesLimit() throws IOException {
        return PidLimits.openFilesSoft(reader.ofMount("self/limits"));
    }

    /** {@code /proc/uptime}. */
    public Uptime uptime() throws IOException {
        return Uptime.parse(reader.ofMount("uptime"));
    }

    /** {@code /proc/self/auxv}: ticks and page size of this machine, {@link Auxv#assumed()} values if it cannot be read. */
    public Auxv auxv() {
        try {
            return Auxv.parse(reader.ofMount("self/auxv"), ByteOrder.nativeOrder());
        } catch (IOException e) {
            return Auxv.USUAL;
        }
    }

    /**
     * The processes there are now, in the order of their pids.
     *
     * @throws IOException if the mount point cannot be listed
     */
    public long[] pids() throws IOException {
        PidList list = new PidList();
        list(list);
        long[] pids = new long[list.size()];
        for (int i = 0; i < pids.length; i++) {
            pids[i] = list.pid(i);
        }
        return pids;
    }

    /**
     * Replaces a list by the processes there are now.
     *
     * @throws IOException if the mount point cannot be listed
     */
    public void list(PidList into) throws IOException {
        HostChecks.avoid();
        String[] names = foreign ? new String[0] : root.list();
        if (names == null) {
            throw new IOException("cannot list " + prefix);
        }
        into.clear();
        for (String name : names) {
            long pid = Numbers.whole(name);
            if (pid > 0) {
                into.add(pid);
            }
        }
        into.sort();
    }

    /** Opens the file of that name, which is that process's, for positional reads. */
    public FileChannel openStat(long pid, String name) throws IOException {
        HostChecks.avoid();
        try {
            return FileChannel.open(Path.of(name), StandardOpenOption.READ);
        } catch (IOException e) {
            throw reader.explained(pid, e);
        }
    }

    /** True if the error is ESRCH for certain; false if it is not, or not in English. */
    public static boolean saysGone(IOException e) {
        return ProcReader.saysGone(e);
    }
}
