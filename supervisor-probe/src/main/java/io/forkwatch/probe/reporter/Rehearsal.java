package io.forkwatch.probe.reporter;

import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.MemoryDoubt;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.HeapRoom;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Goes the way of a death once, at a quiet moment after the first child has started, with deaths that nobody had and nobody is
 * told of. A class whose static initialiser meets a heap that is full is broken for good (JVMS 5.5); deaths are told
 * with so many that would be there for the first time when a host has begun to fail.
 */
@Confined(Confined.To.REPORTER)
public final class Rehearsal implements PeriodicDuty {
    /** After the first child: a JVM that runs one and ends has other things to do. */
    private static final long QUIET_NANOS = 2_000_000_000L;

    /** While the heap is full, or a burst of children starts. */
    private static final long AGAIN_NANOS = 500_000_000;

    /** Garbage counts as used, so the heap may seem full for ever; and a burst may never end. */
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private static final String NOBODY = "nobody";

    private final Diagnoser diagnoser;
    private final DeathReceiver unheard;
    private final LongSupplier roomBytes;
    private final BooleanSupplier burst;

    private OptionalLong firstChildNanos = OptionalLong.empty();
    private boolean done;

    /**
     * A rehearsal that has not begun.
     *
     * @param unheard writes as the log does, and to nowhere
     * @param roomBytes how much the heap may grow by, garbage not counted
     * @param burst true while the host starts children as fast as it can, and needs the processors
     */
    public Rehearsal(Diagnoser diagnoser, DeathReceiver unheard, LongSupplier roomBytes, BooleanSupplier burst) {
        this.diagnoser = diagnoser;
        this.unheard = unheard;
        this.roomBytes = roomBytes;
        this.burst = burst;
    }

    @Override
    public String what() {
        return "rehearsal";
    }

    /** The first child has started. */
    void firstChild(long nanos) {
        firstChildNanos = OptionalLong.of(nanos);
    }

    /** False while what is to be told waits for room in the heap: for ten seconds at most, and never again. */
    boolean mayTell(long nanos) {
        return done || firstChildNanos.isEmpty() || roomBytes.getAsLong() >= HeapRoom.ENOUGH_BYTES || isLate(nanos);
    }

    private boolean isLate(long nanos) {
        return nanos - firstChildNanos.getAsLong() >= LONGEST_NANOS;
    }

    @Override
    public long doWork(long nanos) {
        if (done || firstChildNanos.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long waitNanos = QUIET_NANOS - (nanos - firstChildNanos.getAsLong());
        boolean busy = burst.getAsBoolean() && !isLate(nanos);
        if (waitNanos > 0 || busy || !mayTell(nanos)) {
            return Math.max(AGAIN_NANOS, waitNanos);
        }
        done = true;
        rehearse(new WaitStatus(9), nanos);
        rehearse(new WaitStatus(137 << 8), nanos);
        return Long.MAX_VALUE;
    }

    private void rehearse(WaitStatus status, long nanos) {
        Child child = new Child(
                new ProcessKey(1, 0),
                new Name(new Kind(NOBODY), new Slot(0)),
                new CommandLine(List.of("/bin/sh", "-c", NOBODY)),
                "/",
                Instant.EPOCH,
                nanos);
        Death death = new Death(
                child,
                new Ending.Exact(status),
                Instant.EPOCH,
                nanos,
                Optional.empty(),
                Peak.NONE,
                MemoryDoubt.UNKNOWN,
                CpuTime.ZERO,
                true,
                List.of(),
                List.of(),
                Optional.empty(),
                LimitUse.UNKNOWN,
                Optional.empty());
        unheard.died(death, diagnoser.diagnose(Evidence.of(death, true)));
    }
}
