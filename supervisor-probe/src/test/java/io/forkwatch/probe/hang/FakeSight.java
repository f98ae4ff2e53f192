package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Waiter;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.FdInfo;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Processes as a table: what a look would have seen of them. */
final class FakeSight implements Sight {
    /** The process that looks. */
    static final long SELF = 100;

    private final Map<Long, Seen> processes = new TreeMap<>();
    private final Map<Long, List<SeenThread>> threads = new HashMap<>();
    private final Map<String, String> links = new TreeMap<>();
    private final Map<String, FdInfo> infos = new HashMap<>();
    private final Map<String, List<End>> ends = new HashMap<>();
    private final Map<String, Long> unread = new HashMap<>();
    private final Map<String, Peer> peers = new HashMap<>();
    private final Map<String, List<Long>> holders = new HashMap<>();
    private Optional<Waiter> waiter = Optional.empty();
    private boolean only;

    FakeSight process(long pid, long ppid, String comm) {
        return process(pid, ppid, comm, 'S', false, 0, false);
    }

    FakeSight process(long pid, long ppid, String comm, char state, boolean background, long tracer, boolean frozen) {
        processes.put(pid, new Seen(key(pid), comm, state, ppid, background, tracer, frozen));
        threads.putIfAbsent(pid, new ArrayList<>());
        return this;
    }

    static ProcessKey key(long pid) {
        return new ProcessKey(pid, 10 * pid);
    }

    /** A thread of it, asleep in a call. */
    FakeSight in(long pid, long tid, String comm, String name, CallKind kind, long... arguments) {
        return thread(
                pid, new SeenThread(tid, comm, 'S', Optional.of(TaskCall.of(name, kind, arguments)), false, 7, ""));
    }

    /** The only thread of it. */
    FakeSight in(long pid, String name, CallKind kind, long... arguments) {
        return in(pid, pid, process(pid).orElseThrow().comm(), name, kind, arguments);
    }

    FakeSight thread(long pid, SeenThread thread) {
        threads.computeIfAbsent(pid, none -> new ArrayList<>()).add(thread);
        return this;
    }

    /** A descriptor of it: {@code r}, {@code w} or {@code rw}. */
    FakeSight fd(long pid, long fd, String link, String access) {
        links.put(pid + "/" + fd, link);
        ends.computeIfAbsent(link, none -> new ArrayList<>())
                .add(new End(pid, fd, access.contains("r"), access.contains("w")));
        return this;
    }

    FakeSight info(long pid, long fd, String fdinfo) {
        infos.put(pid + "/" + fd, FdInfo.parse(fdinfo));
        return this;
    }

    FakeSight unread(String pipe, long bytes) {
        unread.put(pipe, bytes);
        return this;
    }

    FakeSight peer(String socket, Peer peer) {
        peers.put(socket, peer);
        return this;
    }

    FakeSight locked(String path, Long... pids) {
        holders.put(path, List.of(pids));
        return this;
    }

    FakeSight waits(String place, boolean everybody) {
        waiter = Optional.of(new Waiter("main", "waitFor", place));
        only = everybody;
        return this;
    }

    @Override
    public long self() {
        return SELF;
    }

    @Override
    public Optional<Seen> process(long pid) {
        return Optional.ofNullable(processes.get(pid));
    }

    @Override
    public List<SeenThread> threads(long pid) {
        return threads.getOrDefault(pid, List.of());
    }

    @Override
    public List<Long> children(long pid) {
        return processes.values().stream()
                .filter(each -> each.ppid() == pid)
                .map(Seen::pid)
                .toList();
    }

    @Override
    public List<Long> fds(long pid) {
        return links.keySet().stream()
                .filter(each -> each.startsWith(pid + "/"))
                .map(each -> Long.valueOf(each.substring(each.indexOf('/') + 1)))
                .toList();
    }

    @Override
    public String link(long pid, long fd) {
        return links.getOrDefault(pid + "/" + fd, "");
    }

    @Override
    public FdInfo fdInfo(long pid, long fd) {
        return infos.getOrDefault(pid + "/" + fd, FdInfo.NONE);
    }

    @Override
    public OptionalLong unread(long pid, long fd, String pipe) {
        return unread.containsKey(pipe) ? OptionalLong.of(unread.getOrDefault(pipe, 0L)) : OptionalLong.empty();
    }

    @Override
    public List<End> ends(String link) {
        return ends.getOrDefault(link, List.of());
    }

    @Override
    public List<End> masters(String terminal) {
        return ends.getOrDefault("master of " + terminal, List.of());
    }

    @Override
    public List<Long> lockHolders(long pid, long fd, String path) {
        return holders.getOrDefault(path, List.of());
    }

    @Override
    public Optional<Peer> peer(long pid, String socket) {
        return Optional.ofNullable(peers.get(socket));
    }

    @Override
    public Optional<Waiter> waiter() {
        return waiter;
    }

    @Override
    public Optional<Waiter> onlyWaits() {
        return only ? waiter : Optional.empty();
    }
}
