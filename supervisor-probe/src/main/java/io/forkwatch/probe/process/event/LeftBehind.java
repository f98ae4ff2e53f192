package io.forkwatch.probe.process.event;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that a supervisor was responsible for, as that supervisor wrote it down.
 *
 * @param key its identity
 * @param kind the kind of the child it belonged to
 * @param supervisorPid the supervisor that first wrote it down, positive
 * @param saidAt when somebody last told of it as an orphan
 * @param nanos monotonic time when this was read
 */
public record LeftBehind(ProcessKey key, Kind kind, long supervisorPid, Optional<Instant> saidAt, long nanos)
        implements ChildEvent {
    public LeftBehind {
        if (supervisorPid <= 0) {
            throw new IllegalArgumentException("supervisorPid " + supervisorPid);
        }
    }
}
