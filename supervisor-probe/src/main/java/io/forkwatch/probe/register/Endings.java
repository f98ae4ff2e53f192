package io.forkwatch.probe.register;

import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.OptionalInt;

/** How a child ended of which no final stat was read: the next best witnesses, in their order. Pure. */
@Confined(Confined.To.SAMPLER)
final class Endings {
    private Endings() {}

    /** By its exit value. A sample may have found the zombie before the JDK did. */
    static Ending byExitValue(TrackedChild child, int exitValue) {
        Optional<WaitStatus> status = zombieStatus(child);
        return status.isPresent() && status.get().exitValue() == exitValue
                ? new Ending.Exact(status.get())
                : new Ending.CodeOnly(exitValue);
    }

    /** Of one that is gone with no exit event: the JDK's exit value has to do, or nothing. */
    static Ending withNoEvent(TrackedChild child) {
        if (child.isUnhooked()) {
            Optional<WaitStatus> status = zombieStatus(child);
            return status.isPresent() ? new Ending.Exact(status.get()) : new Ending.Unannounced();
        }
        OptionalInt exitValue = child.exitValue().read();
        return exitValue.isPresent() ? byExitValue(child, exitValue.getAsInt()) : new Ending.Vanished();
    }

    private static Optional<WaitStatus> zombieStatus(TrackedChild child) {
        return child.root().isPresent() ? child.root().get().zombieStatus() : Optional.empty();
    }
}
