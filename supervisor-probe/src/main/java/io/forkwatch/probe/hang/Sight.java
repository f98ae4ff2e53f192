package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Waiter;
import io.forkwatch.probe.procfs.task.FdInfo;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be seen of the processes of this user, now. It is asked for no more than the chain needs. */
interface Sight {
    /** The pid of the process that looks. */
    long self();

    /** A process; empty if it is gone or hidden. */
    Optional<Seen> process(long pid);

    /** Its threads, the main thread first; none if it is gone. */
    List<SeenThread> threads(long pid);

    /** The living children of a process, and those that have ended and that it has not waited for. */
    List<Long> children(long pid);

    /** The numbers of its descriptors. */
    List<Long> fds(long pid);

    /** Where a descriptor of it leads; empty where it is closed or hidden. */
    String link(long pid, long fd);

    /** What is told of a descriptor of it. */
    FdInfo fdInfo(long pid, long fd);

    /** How many bytes lie unread in a pipe that it has open. */
    OptionalLong unread(long pid, long fd, String pipe);

    /** Who has a pipe, a socket or a terminal open, by the link. */
    List<End> ends(String link);

    /** Who has the master of a terminal open, {@code /dev/pts/N}. */
    List<End> masters(String terminal);

    /** Who holds the lock of the file that a process waits for; those that only inherited it behind the one that locked it. */
    List<Long> lockHolders(long pid, long fd, String path);

    /** The other end of a connected socket. */
    Optional<Peer> peer(long pid, String socket);

    /** Where this JVM waits for a child. */
    Optional<Waiter> waiter();

    /** Where it does, if all of its threads that are the application's do, so that none of them will write to any child. */
    Optional<Waiter> onlyWaits();

    /**
     * A process.
     *
     * @param key its identity
     * @param comm its name for the kernel
     * @param state of its main thread, one letter
     * @param ppid its parent
     * @param background true if its terminal belongs to another process group
     * @param tracer who traces it, 0 if nobody does
     * @param frozen true if its cgroup is frozen
     */
    record Seen(ProcessKey key, String comm, char state, long ppid, boolean background, long tracer, boolean frozen) {
        long pid() {
            return key.pid();
        }
    }

    /**
     * A thread.
     *
     * @param tid its number
     * @param comm its name for the kernel
     * @param state one letter
     * @param call what it is in; empty where that may not be read
     * @param hidden true if it may not be read for want of rights, and not because it would mean nothing here
     * @param slices how often it has got a processor; -1 where the kernel does not count
     * @param wchan the function of the kernel in which it waits; may be empty
     */
    record SeenThread(
            long tid, String comm, char state, Optional<TaskCall> call, boolean hidden, long slices, String wchan) {}

    /**
     * A descriptor of somebody.
     *
     * @param pid whose
     * @param fd its number
     * @param reads true if it can be read from
     * @param writes true if it can be written to
     */
    record End(long pid, long fd, boolean reads, boolean writes) {}

    /**
     * The other end of a socket.
     *
     * @param link its own {@code socket:[4712]}; empty if it is on another machine
     * @param address of it, as people write it; empty where it has none
     * @param network false for a unix socket
     * @param sure false if it was found by its number being the next one
     */
    record Peer(String link, String address, boolean network, boolean sure) {}
}
