package io.forkwatch.probe.advice.jmx;

/**
 * What {@code io.forkwatch:type=Advice} answers. A supervisor asks it where one piece of work has ended and the next has not
 * begun; nothing has to be compiled against for that, see {@code examples}. Its notifications have the types
 * {@code io.forkwatch.advice.recycle}, {@code .cleared} and {@code .taken}, name and limit as message, and the pid as user
 * data.
 */
public interface AdviceMXBean {
    /** The pids of children that should be recycled, ascending; empty where all are well. */
    long[] getPids();

    /**
     * Why a child should be recycled.
     *
     * @param pid of a child of this JVM
     * @return the limit, for example {@code rss}, {@code fds}, {@code heap} or {@code age}; empty if it need not be
     */
    String advice(long pid);
}
