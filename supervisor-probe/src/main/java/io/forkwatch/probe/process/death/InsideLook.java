package io.forkwatch.probe.process.death;

import java.util.Optional;

/**
 * What was seen inside a JVM that is dead now. It comes after what was seen from outside.
 *
 * @param dump its threads, written down shortly before its end
 * @param recording the end of what it had recorded of itself
 */
public record InsideLook(Optional<ThreadDump> dump, Optional<RecordedEnd> recording) {
    /** Empty where there is neither. */
    public static Optional<InsideLook> of(Optional<ThreadDump> dump, Optional<RecordedEnd> recording) {
        return dump.isEmpty() && recording.isEmpty() ? Optional.empty() : Optional.of(new InsideLook(dump, recording));
    }
}
