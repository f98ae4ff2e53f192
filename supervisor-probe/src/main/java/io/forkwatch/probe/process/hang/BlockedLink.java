package io.forkwatch.probe.process.hang;

import io.forkwatch.probe.process.ProcessKey;

/**
 * A process in a chain, and what it waits for. The next link is whom it waits for.
 *
 * @param who its identity
 * @param comm its name for the kernel, at most 15 bytes; text of others
 * @param tid the thread that tells, 1 and up
 * @param thread the name of that thread where it is another than {@code comm}, else empty; text of others
 * @param doing what that thread is in
 * @param call the name of the system call, for example {@code write}; empty where it may not be seen
 * @param detail more about it where there is more: the pid of a tracer, the call in which a stopped process was; else empty
 * @param target what the call is about; {@link Target#NONE} where it is about nothing
 * @param slices how often that thread has got a processor, the third number of its {@code schedstat}: while that is the same, it
 *     has not run; -1 where the kernel does not count
 */
public record BlockedLink(
        ProcessKey who,
        String comm,
        long tid,
        String thread,
        Doing doing,
        String call,
        String detail,
        Target target,
        long slices) {
    /**
     * True if it is still the same wait: the same thread in the same call on the same, and it has not run. An event loop that
     * waits to write may have: its timers go on while not a byte is read.
     */
    public boolean isSame(BlockedLink earlier) {
        return who.equals(earlier.who)
                && tid == earlier.tid
                && doing == earlier.doing
                && target.descriptor() == earlier.target.descriptor()
                && target.unreadBytes().equals(earlier.target.unreadBytes())
                && (slices == earlier.slices || isFullStill());
    }

    private boolean isFullStill() {
        return doing == Doing.WAITS_TO_WRITE && target.unreadBytes().orElse(0) > 0;
    }
}
