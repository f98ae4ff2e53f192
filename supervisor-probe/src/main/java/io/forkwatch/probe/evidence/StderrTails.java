package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.OutputLines;
import io.forkwatch.probe.process.death.StderrTail;
import io.forkwatch.probe.process.event.StderrRing;
import io.forkwatch.probe.thread.Confined;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Freezes what was kept of a dead child's stderr. May wait for its last bytes. */
@Confined(Confined.To.REPORTER)
final class StderrTails {
    /** The JDK's reaper reads what is left within a millisecond or two; a process that lives on may never let it. */
    private static final long PATIENCE_NANOS = 50_000_000;

    private static final long STEP_NANOS = 1_000_000;

    private final LongSupplier nanos;
    private final LongConsumer rest;

    /**
     * For deaths of one supervisor.
     *
     * @param nanos monotonic clock
     * @param rest waits about so many nanoseconds
     */
    public StderrTails(LongSupplier nanos, LongConsumer rest) {
        this.nanos = nanos;
        this.rest = rest;
    }

    /** The end of a child's stderr; empty if nothing was kept of it. Waits no longer than 50 ms after the death. */
    public Optional<StderrTail> of(Death death) {
        return death.lateStderr().flatMap(ring -> {
            awaitEnd(ring, death.nanos());
            List<String> lines = OutputLines.of(ring.lastBytes());
            return lines.isEmpty() ? Optional.empty() : Optional.of(new StderrTail(lines, JvmText.lastFailure(lines)));
        });
    }

    private void awaitEnd(StderrRing ring, long deathNanos) {
        while (!ring.isComplete() && nanos.getAsLong() - deathNanos < PATIENCE_NANOS) {
            rest.accept(STEP_NANOS);
        }
    }
}
