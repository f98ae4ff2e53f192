package io.forkwatch.probe.process.hang;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a call is about: the pipe that is full, the file that is locked.
 *
 * @param descriptor of the process that waits, 0 and up; -1 where there is none
 * @param stream {@code stdin}, {@code stdout} or {@code stderr} if it is what the process began with there, also by another
 *     descriptor; else empty
 * @param medium what it leads to
 * @param name {@code pipe:[4711]}, the path of a file, a terminal, an address; empty where unknown; text of others
 * @param unreadBytes how much lies in the pipe unread; absent for all else
 * @param holders who holds the other end, or the lock; empty where nobody could be found. The one that the chain follows is
 *     the first
 * @param onlyItself true if the process that waits is the only one that holds the other end
 * @param idle true if no thread of the first holder is in a call that would serve it
 */
public record Target(
        int descriptor,
        String stream,
        Medium medium,
        String name,
        OptionalLong unreadBytes,
        List<Party> holders,
        boolean onlyItself,
        boolean idle) {
    /** Nothing. */
    public static final Target NONE =
            new Target(-1, "", Medium.UNKNOWN, "", OptionalLong.empty(), List.of(), false, false);

    public Target {
        holders = List.copyOf(holders);
    }

    /** True if this JVM is the first that holds the other end. */
    public boolean isOurs() {
        return !holders.isEmpty() && holders.get(0).self();
    }
}
