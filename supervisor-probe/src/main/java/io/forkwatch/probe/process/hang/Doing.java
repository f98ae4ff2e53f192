package io.forkwatch.probe.process.hang;

import java.util.Locale;

/** What the thread that tells most of a process is in: a hang or not. A closed list; the label is for JSON and names a sentence. */
public enum Doing {
    /** In write(2) or the like on what is full. */
    WRITES,
    /** In an event loop that waits until it can write to what is full. */
    WAITS_TO_WRITE,
    /** In read(2) or the like, from its stdin. */
    READS_STDIN,
    /** The same from another pipe, socket or terminal. */
    READS,
    /** In wait4(2) or the like. */
    WAITS_FOR_CHILD,
    /** In flock(2) or fcntl(2). */
    WAITS_FOR_LOCK,
    /** Stopped by a signal: state T. */
    STOPPED,
    /** Stopped by a tracer, as a debugger: state t. */
    TRACED,
    /** In a frozen cgroup. */
    FROZEN,
    /** In an uninterruptible wait, state D, that is not one of those that are short and normal. */
    DISK_SLEEP,
    /** In a call to a file system whose server does not answer: FUSE. */
    FILE_SERVER,
    /** In open(2) of a FIFO that nobody has open at the other end, or of a file that is leased. */
    OPENS,
    /** In connect(2). */
    CONNECTS,
    /** All its threads are in futex(2) and the like, without a timeout. */
    WAITS_INSIDE,
    /** Some of its threads wait for each other, as its JVM has said when it was asked. */
    DEADLOCKED,
    /** In accept(2), or in poll(2), select(2), epoll_wait(2) for nobody knows what: as a healthy server. */
    WAITS_FOR_EVENTS,
    /** In nanosleep(2), or in any wait that a timer ends. */
    SLEEPS,
    /** In sigwait(3), pause(2) and the like. */
    WAITS_FOR_SIGNAL,
    /** It runs, or is about to. */
    RUNS,
    /** It has ended, and its parent has not waited for it. */
    ENDED,
    /** What it is in may not be seen. */
    HIDDEN,
    /** In a call of which nothing is known here. */
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** True if it goes on only when somebody else does something: a link of a chain that is held up. */
    public boolean isHeldUp() {
        return compareTo(WAITS_INSIDE) <= 0;
    }

    /** The label, for example {@code waits_for_child}. */
    public String label() {
        return label;
    }
}
