package io.forkwatch.probe.hang;

import io.forkwatch.probe.hang.Sight.Seen;
import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.FdInfo;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which thread of a process tells most, and what it may mean. The rules are those that no healthy program of fifty broke, see
 * src/docs/hangs.md: a write, a lock, a stop, a disk are a hang by themselves; a wait for a child or for input depends on who that
 * is; timers, events and futexes prove nothing.
 */
final class Telling {
    private static final int F_SETLKW = 7;
    private static final int F_OFD_SETLKW = 38;
    private static final int P_PID = 1;
    private static final int P_PIDFD = 3;
    private static final int ACCESS = 3;
    private static final String PIDFD = "anon_inode:[pidfd]";
    private static final String REAPER = "process reaper";

    private final Sight sight;
    private final Targets targets;

    Telling(Sight sight, Targets targets) {
        this.sight = sight;
        this.targets = targets;
    }

    /** What it may be, hangs first; the last is what it does if it is none. Never empty. */
    List<Candidate> of(Seen process, List<SeenThread> threads) {
        Optional<Candidate> whole = ofWhole(process, threads);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        List<Candidate> hangs = new ArrayList<>();
        List<Candidate> waits = new ArrayList<>();
        for (SeenThread thread : threads) {
            Optional<Candidate> candidate = ofThread(process, thread, threads.size());
            if (candidate.isPresent()) {
                (candidate.get().on().isPresent() ? hangs : waits).add(candidate.get());
            }
        }
        hangs.addAll(waits);
        hangs.add(new Standing(targets).of(process, threads));
        return hangs;
    }

    private static Optional<Candidate> ofWhole(Seen process, List<SeenThread> threads) {
        SeenThread main = threads.isEmpty()
                ? new SeenThread(process.pid(), process.comm(), process.state(), Optional.empty(), false, -1, "")
                : threads.get(0);
        String call = main.call().map(TaskCall::name).orElse("");
        if (process.frozen()) {
            return Optional.of(Candidate.hang(
                    link(process, main, Doing.FROZEN, call, Target.NONE),
                    BlockedOn.FROZEN,
                    Sureness.CERTAIN,
                    List.of()));
        }
        return switch (process.state()) {
            case 'T' ->
                Optional.of(Candidate.hang(
                        link(process, main, Doing.STOPPED, process.background() ? "background" : "", call, Target.NONE),
                        BlockedOn.STOPPED,
                        Sureness.CERTAIN,
                        List.of()));
            case 't' ->
                Optional.of(Candidate.hang(
                        link(process, main, Doing.TRACED, Long.toString(process.tracer()), call, Target.NONE),
                        BlockedOn.STOPPED,
                        Sureness.CERTAIN,
                        List.of()));
            default -> Optional.empty();
        };
    }

    static BlockedLink link(Seen process, SeenThread thread, Doing doing, String call, Target target) {
        return link(process, thread, doing, "", call, target);
    }

    private static BlockedLink link(
            Seen process, SeenThread thread, Doing doing, String detail, String call, Target target) {
        String name = thread.comm().equals(process.comm()) ? "" : thread.comm();
        return new BlockedLink(
                process.key(), process.comm(), thread.tid(), name, doing, call, detail, target, thread.slices());
    }

    private Optional<Candidate> ofThread(Seen process, SeenThread thread, int threads) {
        if (thread.state() == 'D') {
            return ofDisk(process, thread);
        }
        if (thread.state() != 'S') {
            return Optional.empty();
        }
        if (thread.wchan().startsWith("request_wait_answer")) {
            String call = thread.call().map(TaskCall::name).orElse("");
            return Optional.of(Candidate.hang(
                    link(process, thread, Doing.FILE_SERVER, call, Target.NONE),
                    BlockedOn.DISK,
                    Sureness.LIKELY,
                    List.of()));
        }
        return thread.call().isPresent()
                ? ofCall(process, thread, thread.call().get(), threads)
                : new HiddenCalls(sight, targets).of(process, thread);
    }

    private Optional<Candidate> ofDisk(Seen process, SeenThread thread) {
        CallKind kind = thread.call().map(TaskCall::kind).orElse(CallKind.OTHER);
        String name = thread.call().map(TaskCall::name).orElse("");
        if (kind == CallKind.VFORK) {
            return Optional.of(Candidate.waits(
                    link(process, thread, Doing.WAITS_FOR_CHILD, name, Target.NONE),
                    Sureness.LIKELY,
                    sight.children(process.pid()),
                    false));
        }
        boolean named = kind == CallKind.SYNC || kind == CallKind.READ || kind == CallKind.WRITE;
        Target target =
                named ? targets.plain(process.pid(), thread.call().orElseThrow().intArgument(0)) : Target.NONE;
        Sureness sureness = target.medium() == Medium.FILE
                ? Sureness.CERTAIN
                : kind == CallKind.FILE || kind == CallKind.OPEN || kind == CallKind.SYNC
                        ? Sureness.LIKELY
                        : Sureness.POSSIBLE;
        return Optional.of(Candidate.hang(
                link(process, thread, Doing.DISK_SLEEP, name, target), BlockedOn.DISK, sureness, List.of()));
    }

    private Optional<Candidate> ofCall(Seen process, SeenThread thread, TaskCall call, int threads) {
        return switch (call.kind()) {
            case WRITE -> writes(process, thread, call, call.intArgument(0));
            case SPLICE -> splices(process, thread, call, threads);
            case READ -> reads(process, thread, call, threads);
            case EPOLL -> watches(process, thread, call);
            case FLOCK -> locks(process, thread, call);
            case FCNTL -> {
                int command = call.intArgument(1);
                yield command == F_SETLKW || command == F_OFD_SETLKW ? locks(process, thread, call) : Optional.empty();
            }
            case CONNECT -> {
                Target target = targets.plain(process.pid(), call.intArgument(0));
                yield Optional.of(Candidate.hang(
                        link(process, thread, Doing.CONNECTS, call.name(), target),
                        BlockedOn.NETWORK,
                        Sureness.CERTAIN,
                        List.of()));
            }
            case OPEN -> opens(process, thread, call);
            case WAIT_PID -> {
                int pid = call.intArgument(0);
                yield children(process, thread, call, pid > 0 ? List.of((long) pid) : sight.children(process.pid()));
            }
            case WAIT_ID -> waitsForId(process, thread, call);
            case POLL -> pidfds(process, thread, call, sight.fds(process.pid()));
            default -> Optional.empty();
        };
    }

    private Optional<Candidate> writes(Seen process, SeenThread thread, TaskCall call, int fd) {
        Target target = targets.written(process.pid(), fd);
        boolean known = target.medium() != Medium.FILE || thread.wchan().contains("pipe_write"); // That is a FIFO.
        return known && target.medium() != Medium.UNKNOWN
                ? writes(process, thread, Doing.WRITES, call, target, Sureness.CERTAIN)
                : Optional.empty();
    }

    private Optional<Candidate> writes(
            Seen process, SeenThread thread, Doing doing, TaskCall call, Target target, Sureness most) {
        Sureness sureness = targets.isSure(process.pid(), target) ? most : Sureness.LIKELY.and(most);
        BlockedOn on = target.medium() == Medium.NETWORK_SOCKET ? BlockedOn.NETWORK : BlockedOn.OUTPUT;
        boolean served = !target.holders().isEmpty() && !target.idle() && target.medium() == Medium.PIPE;
        return Optional.of(Candidate.hang(
                link(process, thread, doing, call.name(), target),
                on,
                served ? Sureness.LIKELY.and(sureness) : sureness,
                holders(target)));
    }

    private static List<Long> holders(Target target) {
        List<Long> pids = new ArrayList<>();
        for (Party party : target.holders()) {
            if (!party.self()) {
                pids.add(party.who().pid());
            }
        }
        return target.isOurs() ? List.of() : pids;
    }

    private Optional<Candidate> splices(Seen process, SeenThread thread, TaskCall call, int threads) {
        Target target = targets.written(process.pid(), call.intArgument(2));
        return target.unreadBytes().orElse(0) > 0
                ? writes(process, thread, Doing.WRITES, call, target, Sureness.LIKELY)
                : reads(process, thread, call, threads);
    }

    // Waiting for input is what a healthy worker does: it is a hang only if whoever could write to it never will.
    private Optional<Candidate> reads(Seen process, SeenThread thread, TaskCall call, int threads) {
        Target target = targets.read(process.pid(), call.intArgument(0));
        boolean stdin = target.stream().equals("stdin");
        BlockedLink link = link(process, thread, stdin ? Doing.READS_STDIN : Doing.READS, call.name(), target);
        if (target.medium() != Medium.PIPE || threads > 1) {
            return Optional.of(Candidate.waits(link, Sureness.POSSIBLE, List.of(), true));
        }
        if (stdin && target.onlyItself()) {
            return Optional.of(Candidate.hang(link, BlockedOn.PIPE, Sureness.LIKELY, List.of()));
        }
        if (stdin
                && target.isOurs()
                && target.holders().size() == 1
                && sight.onlyWaits().isPresent()) {
            return Optional.of(Candidate.hang(link, BlockedOn.STDIN, Sureness.LIKELY, List.of()));
        }
        return Optional.of(Candidate.waits(link, Sureness.LIKELY, target.isOurs() ? List.of() : holders(target), true));
    }

    // An event loop, as Node's: it never blocks in a write, but waits until it can.
    private Optional<Candidate> watches(Seen process, SeenThread thread, TaskCall call) {
        FdInfo set = sight.fdInfo(process.pid(), call.intArgument(0));
        List<Long> watched = new ArrayList<>();
        for (FdInfo.Watched each : set.watched()) {
            watched.add((long) each.fd());
            if (each.waitsToWrite()) {
                Target target = targets.written(process.pid(), each.fd());
                boolean full = target.medium() == Medium.PIPE
                        ? target.unreadBytes().orElse(0) > 0
                        : target.medium() != Medium.FILE && target.medium() != Medium.UNKNOWN;
                if (full) {
                    Sureness most = target.medium() == Medium.PIPE ? Sureness.CERTAIN : Sureness.LIKELY;
                    return writes(process, thread, Doing.WAITS_TO_WRITE, call, target, most);
                }
            }
        }
        return pidfds(process, thread, call, watched);
    }

    private Optional<Candidate> locks(Seen process, SeenThread thread, TaskCall call) {
        Target target = targets.locked(process.pid(), call.intArgument(0));
        return Optional.of(Candidate.hang(
                link(process, thread, Doing.WAITS_FOR_LOCK, call.name(), target),
                BlockedOn.FILE_LOCK,
                Sureness.CERTAIN,
                holders(target)));
    }

    // A FIFO that nobody opens to read is a full pipe; one that nobody opens to write is a worker without work.
    private static Optional<Candidate> opens(Seen process, SeenThread thread, TaskCall call) {
        BlockedLink link = link(process, thread, Doing.OPENS, call.name(), Target.NONE);
        boolean writes = (call.argument(2) & ACCESS) == 1;
        boolean fifo = thread.wchan().startsWith("wait_for_partner");
        return Optional.of(
                writes && fifo
                        ? Candidate.hang(link, BlockedOn.PIPE, Sureness.LIKELY, List.of())
                        : Candidate.waits(link, Sureness.POSSIBLE, List.of(), true));
    }

    private Optional<Candidate> waitsForId(Seen process, SeenThread thread, TaskCall call) {
        long id = call.intArgument(1);
        List<Long> pids = switch (call.intArgument(0)) {
            case P_PID -> List.of(id);
            case P_PIDFD -> {
                long pid = sight.fdInfo(process.pid(), id).pid().orElse(-1);
                yield pid > 0 ? List.of(pid) : List.of();
            }
            default -> sight.children(process.pid());
        };
        return children(process, thread, call, pids);
    }

    // A JVM has a thread that waits for each child, whether anybody asks or not.
    private static Optional<Candidate> children(Seen process, SeenThread thread, TaskCall call, List<Long> pids) {
        Sureness sureness = thread.comm().startsWith(REAPER) ? Sureness.LIKELY : Sureness.CERTAIN;
        return Optional.of(Candidate.waits(
                link(process, thread, Doing.WAITS_FOR_CHILD, call.name(), Target.NONE), sureness, pids, false));
    }

    private Optional<Candidate> pidfds(Seen process, SeenThread thread, TaskCall call, List<Long> fds) {
        List<Long> pids = new ArrayList<>();
        for (long fd : fds) {
            long pid = sight.link(process.pid(), fd).equals(PIDFD)
                    ? sight.fdInfo(process.pid(), fd).pid().orElse(-1)
                    : -1;
            if (pid > 0) {
                pids.add(pid);
            }
        }
        return pids.isEmpty()
                ? Optional.empty()
                : Optional.of(Candidate.waits(
                        link(process, thread, Doing.WAITS_FOR_CHILD, call.name(), Target.NONE),
                        Sureness.LIKELY,
                        pids,
                        false));
    }
}
