package io.forkwatch.probe.register;

import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;

/** The child that a {@link Stray} came from. */
public sealed interface Owner {
    /** By what that is known. */
    Attribution by();

    /**
     * One that lives.
     *
     * @param child the child
     */
    record Living(TrackedChild child, Attribution by) implements Owner {}

    /**
     * One that has ended a short while ago.
     *
     * @param child which, and by what that is known
     * @param nanos monotonic time of its end
     */
    record Ended(Origin.OutlivedChild child, long nanos) implements Owner {
        @Override
        public Attribution by() {
            return child.by();
        }
    }
}
