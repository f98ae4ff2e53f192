package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Waiter;
import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.FreezerCgroup;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.FdInfo;
import io.forkwatch.probe.procfs.task.FileLock;
import io.forkwatch.probe.procfs.task.Sockets.Socket;
import io.forkwatch.probe.procfs.task.SystemCalls;
import io.forkwatch.probe.procfs.task.TaskCall;
import io.forkwatch.probe.procfs.task.TaskFiles;
import io.forkwatch.probe.procfs.task.TaskStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One look at the processes of this user, through {@code /proc}: what is read for all of them is read once, and only if the chain needs
 * it. Opens no file of others, so that nothing of theirs can hold it up. Not thread-safe.
 */
public final class Look implements Sight {
    private static final String SOCKET = "socket:[";
    private static final String TERMINALS = "/dev/pts/";
    private static final List<String> MASTERS = List.of("/dev/ptmx", "/dev/pts/ptmx");

    private final ProcFs procFs;
    private final TaskFiles files;
    private final Supplier<OwnWaits> ownWaits;
    private final long self;
    private Optional<Map<String, List<End>>> ends = Optional.empty();
    private Optional<OwnWaits> own = Optional.empty();
    private Optional<MountInfo> mounts = Optional.empty();

    /**
     * A look that begins now.
     *
     * @param ownWaits asked where a chain ends at this JVM
     */
    public Look(ProcFs procFs, Supplier<OwnWaits> ownWaits) {
        this(procFs, new TaskFiles(procFs, SystemCalls.of(System.getProperty("os.arch", ""))), ownWaits);
    }

    Look(ProcFs procFs, TaskFiles files, Supplier<OwnWaits> ownWaits) {
        this.procFs = procFs;
        this.files = files;
        this.ownWaits = ownWaits;
        this.self = selfOf(procFs);
    }

    private static long selfOf(ProcFs procFs) {
        try {
            return procFs.self().pid();
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /** False if the system calls of this architecture are not known here: then less can be said. */
    public boolean knowsCalls() {
        return files.knowsCalls();
    }

    @Override
    public long self() {
        return self;
    }

    @Override
    public Optional<Seen> process(long pid) {
        return pid <= 0 ? Optional.empty() : files.stat(pid, pid).map(stat -> seen(pid, stat));
    }

    private Seen seen(long pid, TaskStat stat) {
        return new Seen(
                new ProcessKey(pid, stat.starttimeTicks()),
                stat.comm(),
                stat.state(),
                stat.ppid(),
                stat.isInBackground(),
                stat.state() == 't' ? files.tracer(pid) : 0,
                stat.state() != 'Z' && isFrozen(pid));
    }

    private boolean isFrozen(long pid) {
        try {
            if (mounts.isEmpty()) {
                mounts = Optional.of(procFs.mountInfo());
            }
            return FreezerCgroup.of(procFs.cgroup(pid), mounts.get()).isFrozen();
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public List<SeenThread> threads(long pid) {
        List<SeenThread> threads = new ArrayList<>();
        boolean known = files.knowsCalls() && files.is64Bit(pid);
        for (long tid : files.tids(pid)) {
            Optional<TaskStat> stat = files.stat(pid, tid);
            if (stat.isPresent()) {
                char state = stat.get().state();
                Optional<TaskCall> call = known ? files.call(pid, tid) : Optional.empty();
                boolean hidden = call.isEmpty()
                        && files.knowsCalls()
                        && state != 'Z'
                        && files.call(pid, tid).isEmpty();
                String wchan = state == 'S' ? files.wchan(pid, tid) : "";
                threads.add(new SeenThread(tid, stat.get().comm(), state, call, hidden, files.slices(pid, tid), wchan));
            }
        }
        return threads;
    }

    @Override
    public List<Long> children(long pid) {
        List<Long> children = new ArrayList<>();
        for (long each : pids()) {
            Optional<TaskStat> stat = files.stat(each, each);
            if (stat.isPresent() && stat.get().ppid() == pid) {
                children.add(each);
            }
        }
        return children;
    }

    private long[] pids() {
        try {
            return procFs.pids();
        } catch (IOException unlisted) {
            return new long[0];
        }
    }

    // Where the main thread has ended, the files of another one still tell.
    private long telling(long pid) {
        boolean ended = files.stat(pid, pid).map(TaskStat::state).orElse('X') == 'Z';
        if (ended) {
            for (long tid : files.tids(pid)) {
                if (tid != pid) {
                    return tid;
                }
            }
        }
        return pid;
    }

    @Override
    public List<Long> fds(long pid) {
        return files.fds(pid, telling(pid));
    }

    @Override
    public String link(long pid, long fd) {
        return fd < 0 ? "" : files.link(pid, telling(pid), fd);
    }

    @Override
    public FdInfo fdInfo(long pid, long fd) {
        return files.fdInfo(pid, telling(pid), fd);
    }

    @Override
    public OptionalLong unread(long pid, long fd, String pipe) {
        return files.unread(pid, telling(pid), fd, pipe);
    }

    @Override
    public List<End> ends(String link) {
        if (link.startsWith("/") && !MASTERS.contains(link)) {
            return withAccess(having(link));
        }
        if (ends.isEmpty()) {
            ends = Optional.of(allEnds());
        }
        return withAccess(ends.get().getOrDefault(link, List.of()));
    }

    private List<End> withAccess(List<End> found) {
        List<End> known = new ArrayList<>();
        for (End end : found) {
            FdInfo info = fdInfo(end.pid(), end.fd());
            known.add(new End(end.pid(), end.fd(), info.reads(), info.writes()));
        }
        return known;
    }

    private List<End> having(String link) {
        List<End> found = new ArrayList<>();
        for (long pid : pids()) {
            for (long fd : fds(pid)) {
                if (link(pid, fd).equals(link)) {
                    found.add(new End(pid, fd, false, false));
                }
            }
        }
        return found;
    }

    private Map<String, List<End>> allEnds() {
        Map<String, List<End>> all = new HashMap<>();
        for (long pid : pids()) {
            long tid = telling(pid);
            for (long fd : files.fds(pid, tid)) {
                String link = files.link(pid, tid, fd);
                if (link.startsWith(TaskFiles.PIPE) || link.startsWith(SOCKET) || MASTERS.contains(link)) {
                    all.computeIfAbsent(link, first -> new ArrayList<>()).add(new End(pid, fd, false, false));
                }
            }
        }
        return all;
    }

    @Override
    public List<End> masters(String terminal) {
        List<End> masters = new ArrayList<>();
        for (String link : MASTERS) {
            for (End end : ends(link)) {
                OptionalLong index = fdInfo(end.pid(), end.fd()).ttyIndex();
                if (index.isPresent() && terminal.equals(TERMINALS + index.getAsLong())) {
                    masters.add(end);
                }
            }
        }
        return masters;
    }

    @Override
    public List<Long> lockHolders(long pid, long fd, String path) {
        List<FileLock> locks = files.locks();
        Optional<FileLock> wanted = Optional.empty();
        for (FileLock lock : locks) {
            wanted = lock.waits() && lock.pid() == pid ? Optional.of(lock) : wanted;
        }
        for (FileLock lock : locks) {
            boolean same = wanted.isPresent()
                    && !lock.waits()
                    && lock.number() == wanted.get().number();
            if (same && lock.pid() != pid && holds(lock.pid(), lock.file())) {
                return List.of(lock.pid());
            }
        }
        return path.isEmpty() ? List.of() : holders(pid, path);
    }

    // Who has locked it may be dead, and another one have its pid.
    private boolean holds(long pid, String file) {
        for (long fd : pid > 0 ? fds(pid) : List.<Long>of()) {
            for (FileLock lock : fdInfo(pid, fd).locks()) {
                if (lock.file().equals(file)) {
                    return true;
                }
            }
        }
        return false;
    }

    // In a container there is no other way; and who inherited the descriptor holds the lock of one who is dead.
    private List<Long> holders(long waiter, String path) {
        List<Long> holders = new ArrayList<>();
        for (End end : having(path)) {
            boolean locked = !fdInfo(end.pid(), end.fd()).locks().isEmpty();
            if (locked && end.pid() != waiter && !holders.contains(end.pid())) {
                holders.add(end.pid());
            }
        }
        return holders;
    }

    @Override
    public Optional<Peer> peer(long pid, String socket) {
        if (!socket.startsWith(SOCKET)) {
            return Optional.empty();
        }
        long inode = inode(socket);
        List<Socket> unix = files.unixSockets(pid);
        Optional<Socket> own = SocketPeers.find(unix, inode);
        if (own.isPresent()) {
            OptionalLong other = SocketPeers.ofPair(unix, own.get());
            String link = other.isPresent() ? SOCKET + other.getAsLong() + "]" : "";
            return Optional.of(new Peer(link, own.get().local(), false, link.isEmpty()));
        }
        return SocketPeers.tcp(files.tcpSockets(pid), inode);
    }

    private static long inode(String socket) {
        try {
            return Long.parseLong(socket, SOCKET.length(), socket.length() - 1, 10);
        } catch (NumberFormatException strange) {
            return -1;
        }
    }

    private OwnWaits own() {
        OwnWaits known = own.isPresent() ? own.get() : ownWaits.get();
        own = Optional.of(known);
        return known;
    }

    @Override
    public Optional<Waiter> waiter() {
        return own().waiter();
    }

    @Override
    public Optional<Waiter> onlyWaits() {
        return own().only() && readsOnlyPipes() ? own().waiter() : Optional.empty();
    }

    // The thread that looks is in a read itself, of one of the files by which it looks.
    private boolean readsOnlyPipes() {
        for (SeenThread thread : threads(self)) {
            if (thread.call().isPresent() && thread.call().get().kind() == CallKind.READ) {
                long fd = thread.call().get().argument(0);
                String link = link(self, fd);
                if (fd == 0 || !(link.startsWith(TaskFiles.PIPE) || link.endsWith("/syscall"))) {
                    return false;
                }
            }
        }
        return true;
    }
}
