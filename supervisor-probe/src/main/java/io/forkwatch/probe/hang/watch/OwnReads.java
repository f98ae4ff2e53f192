package io.forkwatch.probe.hang.watch;

import java.util.List;

/** Which threads of this JVM are in read(2) on a pipe without a name, at this moment. */
interface OwnReads {
    /** All of them. */
    List<Read> now();

    /** True if that one still is. */
    boolean isStill(Read read);

    /** True if that descriptor is still that pipe. */
    boolean isOpen(Read read);

    /**
     * One of them.
     *
     * @param tid of the thread, 1 and up
     * @param thread its name for the kernel, at most 15 bytes
     * @param descriptor what it reads from, 0 and up
     * @param pipe its link, as {@code pipe:[4711]}
     */
    record Read(long tid, String thread, int descriptor, String pipe) {}
}
