package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.TaskCall;
import io.forkwatch.probe.procfs.task.TaskFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What descriptors lead to, and who has the other end. */
final class Targets {
    private static final String SOCKET = "socket:[";
    private static final String TERMINAL = "/dev/pts/";
    private static final List<String> STREAMS = List.of("stdin", "stdout", "stderr");

    private final Sight sight;
    private final long root;

    /**
     * Of a tree.
     *
     * @param root the pid that was asked about: its descriptors say which pipe is stdout, and which stderr
     */
    Targets(Sight sight, long root) {
        this.sight = sight;
        this.root = root;
    }

    /** What somebody writes to. */
    Target written(long pid, long fd) {
        return of(pid, fd, true);
    }

    /** What somebody reads from. */
    Target read(long pid, long fd) {
        return of(pid, fd, false);
    }

    /** A file by its path, with who holds its lock. */
    Target locked(long pid, long fd) {
        String path = sight.link(pid, fd);
        List<Party> holders = parties(sight.lockHolders(pid, fd, path));
        return new Target((int) fd, "", Medium.FILE, path, OptionalLong.empty(), holders, false, false);
    }

    /** A descriptor, whoever has the other end. */
    Target plain(long pid, long fd) {
        String link = sight.link(pid, fd);
        return new Target(
                (int) fd, "", medium(pid, link), shown(pid, link), OptionalLong.empty(), List.of(), false, false);
    }

    private Target of(long pid, long fd, boolean writes) {
        String link = sight.link(pid, fd);
        Medium medium = medium(pid, link);
        OptionalLong unread = medium == Medium.PIPE && writes ? sight.unread(pid, fd, link) : OptionalLong.empty();
        List<Sight.End> ends = others(pid, link, medium, writes);
        List<Long> pids = new ArrayList<>();
        boolean itself = false;
        for (Sight.End end : ends) {
            itself |= end.pid() == pid;
            if (end.pid() != pid && !pids.contains(end.pid())) {
                pids.add(end.pid());
            }
        }
        List<Party> holders = parties(pids);
        return new Target(
                (int) fd,
                stream(pid, fd, link, writes),
                medium,
                shown(pid, link),
                unread,
                holders,
                itself && holders.isEmpty(),
                writes && !holders.isEmpty() && isIdle(holders.get(0).who().pid(), ends));
    }

    private List<Sight.End> others(long pid, String link, Medium medium, boolean writes) {
        return switch (medium) {
            case PIPE, FIFO, FILE ->
                sight.ends(link).stream()
                        .filter(end -> writes ? end.reads() : end.writes())
                        .toList();
            case TERMINAL -> sight.masters(link);
            case UNIX_SOCKET, NETWORK_SOCKET, SOCKET -> {
                Optional<Sight.Peer> peer = sight.peer(pid, link);
                yield peer.isEmpty() || peer.get().link().isEmpty()
                        ? List.of()
                        : sight.ends(peer.get().link());
            }
            default -> List.of();
        };
    }

    /** False if the other end of a socket was found by its number only. */
    boolean isSure(long pid, Target target) {
        return target.medium() != Medium.UNIX_SOCKET
                || sight.peer(pid, sight.link(pid, target.descriptor()))
                        .filter(peer -> !peer.sure())
                        .isEmpty();
    }

    // This JVM first: of several that hold the other end the one that started the writer is the one that should read.
    private List<Party> parties(List<Long> pids) {
        List<Party> parties = new ArrayList<>();
        for (long pid : pids) {
            Optional<Sight.Seen> seen = sight.process(pid);
            if (seen.isPresent()) {
                boolean self = pid == sight.self();
                parties.add(
                        self ? 0 : parties.size(),
                        new Party(seen.get().key(), seen.get().comm(), self));
            }
        }
        return parties;
    }

    // Somebody who is in a read of a full pipe is about to go on, and so is who writes to it.
    private boolean isIdle(long holder, List<Sight.End> ends) {
        for (Sight.SeenThread thread : sight.threads(holder)) {
            if (thread.call().isEmpty()) {
                return false;
            }
            TaskCall call = thread.call().get();
            boolean reads = call.kind() == CallKind.READ || call.kind() == CallKind.SPLICE;
            if (reads && has(ends, holder, call.argument(0))) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(List<Sight.End> ends, long pid, long fd) {
        for (Sight.End end : ends) {
            if (end.pid() == pid && end.fd() == fd) {
                return true;
            }
        }
        return false;
    }

    // By what it leads to and not by its number: with 1>&2 it is stderr that is written to.
    private String stream(long pid, long fd, String link, boolean writes) {
        for (long each : new long[] {root, pid}) {
            boolean first = !link.isEmpty() && sight.link(each, writes ? 1 : 0).equals(link);
            boolean second = writes && !link.isEmpty() && sight.link(each, 2).equals(link);
            if (first || second) {
                boolean isSecond = second && (!first || fd == 2);
                return STREAMS.get(isSecond ? 2 : writes ? 1 : 0);
            }
        }
        return "";
    }

    Medium medium(long pid, String link) {
        if (link.startsWith(TaskFiles.PIPE)) {
            return Medium.PIPE;
        }
        if (link.startsWith(SOCKET)) {
            Optional<Sight.Peer> peer = sight.peer(pid, link);
            return peer.isEmpty() ? Medium.SOCKET : peer.get().network() ? Medium.NETWORK_SOCKET : Medium.UNIX_SOCKET;
        }
        boolean terminal = link.startsWith(TERMINAL) || link.equals("/dev/tty") || link.startsWith("/dev/ttyS");
        if (terminal) {
            return Medium.TERMINAL;
        }
        return link.startsWith("/") ? Medium.FILE : Medium.UNKNOWN;
    }

    private String shown(long pid, String link) {
        return link.startsWith(SOCKET)
                ? sight.peer(pid, link)
                        .map(Sight.Peer::address)
                        .filter(address -> !address.isEmpty())
                        .orElse(link)
                : link;
    }
}
