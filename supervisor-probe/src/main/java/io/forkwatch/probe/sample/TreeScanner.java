package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;

/** Takes listings for the trees, as often as they may be taken. */
@Confined(Confined.To.SAMPLER)
final class TreeScanner {
    private final ProcessTree tree;
    private final ListingInterval interval;
    private final Clocks clocks;
    private final Trouble trouble;
    private int owed;

    TreeScanner(ProcessTree tree, Clocks clocks, Trouble trouble) {
        this.tree = tree;
        this.clocks = clocks;
        this.trouble = trouble;
        this.interval = new ListingInterval(clocks.nanos());
    }

    /** Takes so many as soon as may be, without another reason. */
    void owe(int listings) {
        owed = listings;
    }

    /** True if one is to be taken without another reason. */
    boolean isOwed() {
        return owed > 0;
    }

    /** When the next may be taken. */
    long dueNanos() {
        return interval.dueNanos();
    }

    /** Takes one that is owed, if it may be taken now. */
    void listOwed(long now) {
        if (owed > 0 && interval.isDue(now)) {
            owed--;
            list(now);
        }
    }

    /** Takes one, if it may be taken now. */
    void list(long now) {
        if (interval.isDue(now)) {
            try {
                tree.refresh(now);
            } catch (IOException unreadable) {
                trouble.report("tree", unreadable);
            }
            interval.taken(now, clocks.nanos());
        }
    }
}
