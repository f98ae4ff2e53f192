package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.advice.SweepVerdict;
import java.util.Set;

/**
 * What was found of a directory that may be left over.
 *
 * @param path where it is
 * @param key its device and inode
 * @param newestMillis when something in it was changed last, as far as looked at; since the epoch
 * @param entries how many entries were looked at, itself included
 * @param bytes size of the regular files among them
 * @param marks what was come upon that keeps it from being left over
 */
record Found(String path, Object key, long newestMillis, long entries, long bytes, Set<SweepVerdict> marks) {
    Found {
        marks = Set.copyOf(marks);
    }

    /** A directory of which something is known before anybody looks into it. */
    static Found marked(String path, Object key, SweepVerdict mark) {
        return new Found(path, key, Long.MIN_VALUE, 0, 0, Set.of(mark));
    }

    /**
     * What it is: left over only if nothing speaks against that.
     *
     * @param cutoffMillis what was changed at this time or later is fresh
     */
    SweepVerdict judge(long cutoffMillis) {
        for (SweepVerdict mark : SweepVerdict.values()) {
            boolean fresh = mark == SweepVerdict.FRESH && newestMillis >= cutoffMillis;
            if (fresh || marks.contains(mark)) {
                return mark;
            }
        }
        return SweepVerdict.LEFT_OVER;
    }
}
