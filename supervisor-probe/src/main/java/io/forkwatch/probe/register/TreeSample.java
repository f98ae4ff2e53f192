package io.forkwatch.probe.register;

import io.forkwatch.probe.thread.Confined;

/**
 * One sample of a child and its tree, added up. One object serves all samples: what lasts is kept in {@link ChildStats}.
 */
@Confined(Confined.To.SAMPLER)
public final class TreeSample {
    long nanos;
    char state;
    long rssBytes;
    long threads;
    long ownUserNanos;
    long ownSystemNanos;
    long treeRssBytes;
    int treeProcesses;
    long treeThreads;
    long treeUserNanos;
    long treeSystemNanos;

    /** Nothing sampled yet. */
    public TreeSample() {}

    /** Begins with a child's own process, as it was just sampled. */
    public void begin(TrackedProcess root, long nanosNow) {
        nanos = nanosNow;
        state = root.state();
        rssBytes = root.rssBytes();
        threads = root.threads();
        ownUserNanos = root.userNanos();
        ownSystemNanos = root.systemNanos();
        treeRssBytes = rssBytes;
        treeProcesses = 1;
        treeThreads = threads;
        treeUserNanos = ownUserNanos + root.waitedUserNanos();
        treeSystemNanos = ownSystemNanos + root.waitedSystemNanos();
    }

    /**
     * Adds a descendant. CPU time of one that is gone is in its parent's figure once that has waited for it, or among what
     * the child has lost.
     *
     * @param counts whether its memory is its own, see {@link TrackedProcess#counts}
     */
    public void add(TrackedProcess descendant, boolean counts) {
        if (descendant.isGone()) {
            return;
        }
        treeUserNanos += descendant.userNanos() + descendant.waitedUserNanos();
        treeSystemNanos += descendant.systemNanos() + descendant.waitedSystemNanos();
        if (counts) {
            treeRssBytes += descendant.rssBytes();
            treeThreads += descendant.threads();
            treeProcesses++;
        }
    }
}
