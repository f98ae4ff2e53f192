package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.sample.EventInbox;

/**
 * How long the end of this JVM waits for its last children: as long as other shutdown hooks run, which may be stopping them
 * just now, up to 10 s; and a moment after the last request to stop one. Not for a child that nobody stops.
 */
final class LastWait {
    /** For children that are ending just now. */
    static final long GRACE_NANOS = 200_000_000;

    /** A hook that runs may just have started a child, as to stop a server: in that time it is known. */
    static final long HEARD_NANOS = 100_000_000;

    /** A hook may hang for ever. */
    static final long LONGEST_NANOS = 10_000_000_000L;

    private final ApplicationHooks hooks;
    private final EventInbox inbox;
    private final long beganNanos;

    /**
     * A wait that begins now.
     *
     * @param hooks those of the application
     * @param inbox knows of the last request to stop a child
     * @param nanos monotonic time now
     */
    LastWait(ApplicationHooks hooks, EventInbox inbox, long nanos) {
        this.hooks = hooks;
        this.inbox = inbox;
        this.beganNanos = nanos;
    }

    /**
     * True if it is to go on.
     *
     * @param alone true if there are no children that are known
     */
    boolean goesOn(boolean alone, long nanos) {
        long waited = nanos - beganNanos;
        if (waited >= LONGEST_NANOS) {
            return false;
        }
        if (alone) {
            return waited < HEARD_NANOS && hooks.isAnyRunning();
        }
        return waited < GRACE_NANOS || nanos - inbox.lastKillNanos() < GRACE_NANOS || hooks.isAnyRunning();
    }
}
