package io.forkwatch.probe.register;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.procfs.pid.OutputPipes;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayDeque;
import java.util.Deque;

/** The children that ended last: a process that one of them left may be listed only afterwards. */
@Confined(Confined.To.SAMPLER)
final class EndedChildren {
    /** Without a child the next two listings are within ten ticks. */
    static final int MOST = 32;

    private final Deque<Ended> oldestFirst = new ArrayDeque<>();
    private boolean forgotSome;
    private long forgottenNanos;

    /**
     * One of them.
     *
     * @param pid what was its pid
     * @param name what it was called
     * @param pipes its output
     * @param startedNanos monotonic time of its start
     * @param nanos monotonic time of its end
     */
    record Ended(long pid, Name name, OutputPipes pipes, long startedNanos, long nanos) {}

    /** Adds the one that ended last, and forgets the one that ended first if there are too many. */
    void add(Child child, OutputPipes pipes, long nanos) {
        if (oldestFirst.size() == MOST) {
            forgottenNanos = oldestFirst.removeFirst().nanos();
            forgotSome = true;
        }
        oldestFirst.addLast(new Ended(child.key().pid(), child.name(), pipes, child.startedNanos(), nanos));
    }

    /** All of them, the one that ended first in front. */
    Iterable<Ended> all() {
        return oldestFirst;
    }

    /** True if none that lived at that monotonic time has been forgotten. */
    boolean isWholeSince(long nanos) {
        return !forgotSome || forgottenNanos - nanos < 0;
    }
}
