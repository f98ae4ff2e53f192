package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import java.util.HashSet;
import java.util.Set;

/**
 * A child that has ended not long ago.
 *
 * @param child who
 * @param nanos monotonic time of its end
 * @param below those of its tree that lived on
 */
record EndedChild(Child child, long nanos, Set<ProcessKey> below) {
    EndedChild {
        below = Set.copyOf(below);
    }

    /** What is to be remembered of a death. */
    static EndedChild of(Death death) {
        Set<ProcessKey> below = new HashSet<>();
        for (Descendant each : death.descendants()) {
            if (each.alive()) {
                below.add(each.key());
            }
        }
        return new EndedChild(death.child().brief(), death.nanos(), below);
    }

    /** True if it lived at that monotonic time, as far as two clocks can tell. */
    boolean livedAt(long startedNanos, long slackNanos) {
        return startedNanos - child.startedNanos() >= -slackNanos && startedNanos - nanos <= slackNanos;
    }
}
