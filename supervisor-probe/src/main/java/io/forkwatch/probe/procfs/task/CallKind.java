package io.forkwatch.probe.procfs.task;

/** What a system call waits for. */
public enum CallKind {
    /** It reads from its first argument, a descriptor. */
    READ,
    /** It writes to its first argument. */
    WRITE,
    /** splice(2): it reads from its first argument and writes to its third. */
    SPLICE,
    /** accept(2). */
    ACCEPT,
    /** connect(2). */
    CONNECT,
    /** openat(2): flags are its third argument. */
    OPEN,
    /** flock(2). */
    FLOCK,
    /** fcntl(2): the command is its second argument. */
    FCNTL,
    /** futex(2): a timeout is its fourth argument. */
    FUTEX,
    /** wait4(2): its first argument is a pid, or below 1 for any. */
    WAIT_PID,
    /** waitid(2): kind of id, id. */
    WAIT_ID,
    /** vfork(2) and clone(2): until the child has started another program. */
    VFORK,
    /** epoll_wait(2): its first argument is the descriptor of the set. */
    EPOLL,
    /** poll(2), select(2), io_uring_enter(2): on what stands in the memory of the process. */
    POLL,
    /** nanosleep(2). */
    SLEEP,
    /** sigwait(3), pause(2). */
    SIGNAL,
    /** fsync(2): its first argument is a descriptor. */
    SYNC,
    /** A call that looks for a file, or changes a directory. */
    FILE,
    /** A call of no kind that is known here. */
    OTHER,
    /** In no call: it computes, or waits for a page of its memory. */
    NONE,
    /** It has a processor, or is about to get one. */
    RUNNING
}
