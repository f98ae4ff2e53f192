package io.forkwatch.probe.process.hang;

import io.forkwatch.probe.process.ProcessKey;
import java.util.List;
import java.util.Optional;

/**
 * Why a process does not go on, as it looks at one moment. It is a hang only if it {@linkplain #persists persists}: a healthy
 * writer is in write(2) too, for a moment.
 *
 * @param root who was asked about; the first link may be a descendant, where that is what is held up
 * @param on what the end of the chain waits for
 * @param sureness how sure
 * @param links from the first that waits to the last, never empty; the last may be somebody who waits for nothing, as a reader that
 *     sleeps
 * @param held how many of the links are held up, 1 and up; those behind them say what the one does whom the last of these waits for
 * @param cycle true if the last link waits for one that is in the chain already
 * @param rightsMissing true if the calls of a process in it could not be read, for want of the right to trace it: more might be
 *     known, with more right
 * @param waiter where this JVM waits for the process, as {@code main at Launcher.run(Launcher.java:61)}; absent where it does not, or
 *     nobody knows
 */
public record Blockage(
        ProcessKey root,
        BlockedOn on,
        Sureness sureness,
        List<BlockedLink> links,
        int held,
        boolean cycle,
        boolean rightsMissing,
        Optional<Waiter> waiter) {
    public Blockage {
        links = List.copyOf(links);
        if (held < 1 || held > links.size()) {
            throw new IllegalArgumentException("held " + held + " of " + links.size());
        }
    }

    /** The first that waits. */
    public BlockedLink first() {
        return links.get(0);
    }

    /** True if an earlier look has seen the same wait, and the threads that wait have not run since. */
    public boolean persists(Blockage earlier) {
        boolean same = on == earlier.on && held == earlier.held;
        for (int i = 0; same && i < held; i++) {
            same = links.get(i).isSame(earlier.links.get(i));
        }
        return same;
    }

    /** The same, with where this JVM waits. */
    public Blockage with(Optional<Waiter> where) {
        return new Blockage(root, on, sureness, links, held, cycle, rightsMissing, where);
    }
}
