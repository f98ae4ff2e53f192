package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.advice.SweepVerdict;

/** What was found of a directory that may be left over; and, from that alone, what it is. */
final class Found {
    /** When something in it was changed last, as far as looked at; since the epoch. */
    long newestMillis = Long.MIN_VALUE;

    /** How many entries were looked at, itself included. */
    long entries;

    /** Size of the regular files among them. */
    long bytes;

    /** The first thing that was come upon which keeps it from being left over, whatever its age. */
    SweepVerdict mark = SweepVerdict.LEFT_OVER;

    /**
     * What it is: left over only if nothing speaks against that.
     *
     * @param cutoffMillis what was changed at this time or later is fresh
     */
    SweepVerdict judge(long cutoffMillis) {
        boolean fresh = newestMillis >= cutoffMillis && mark != SweepVerdict.IN_USE;
        return fresh ? SweepVerdict.FRESH : mark;
    }
}
