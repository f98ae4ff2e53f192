package io.forkwatch.probe.hang;

import io.forkwatch.probe.hang.Sight.Peer;
import io.forkwatch.probe.procfs.task.Sockets;
import io.forkwatch.probe.procfs.task.Sockets.Socket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Who is at the other end of a socket. The kernel says so of TCP; of a pair of unix sockets only that their numbers are neighbours. */
final class SocketPeers {
    private SocketPeers() {}

    static Optional<Socket> find(List<Socket> all, long inode) {
        for (Socket each : all) {
            if (each.inode() == inode && inode > 0) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The other one of a socketpair(2): the only neighbour, which has no other one itself. */
    static OptionalLong ofPair(List<Socket> all, Socket own) {
        if (!isOfPair(Optional.of(own))) {
            return OptionalLong.empty();
        }
        boolean below = isOfPair(find(all, own.inode() - 1));
        boolean above = isOfPair(find(all, own.inode() + 1));
        long other = own.inode() + (below ? -1 : 1);
        long beyond = other + (below ? -1 : 1);
        return below != above && !isOfPair(find(all, beyond)) ? OptionalLong.of(other) : OptionalLong.empty();
    }

    private static boolean isOfPair(Optional<Socket> socket) {
        return socket.isPresent()
                && socket.get().connected()
                && socket.get().local().isEmpty();
    }

    /** That of a TCP socket: who has the same addresses the other way round; on another machine there is only the address. */
    static Optional<Peer> tcp(List<Socket> all, long inode) {
        Optional<Socket> own = find(all, inode);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        String link = "";
        for (Socket each : all) {
            boolean swapped = each.local().equals(own.get().remote())
                    && each.remote().equals(own.get().local());
            link = swapped && each.inode() > 0 ? "socket:[" + each.inode() + "]" : link;
        }
        return Optional.of(new Peer(link, Sockets.address(own.get().remote()), true, true));
    }
}
