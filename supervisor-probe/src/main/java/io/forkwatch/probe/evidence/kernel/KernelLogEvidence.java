package io.forkwatch.probe.evidence.kernel;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** The kernel's log as a witness: opened at the first child, asked at each suspicious death. */
@Confined(Confined.To.REPORTER)
public final class KernelLogEvidence {
    /** The kernel counts a kill, sends the signal, and only then writes its line. */
    private static final long LATEST_LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final KernelLogSource source;
    private final BooleanSupplier pidsAreOurs;
    private final Clocks clocks;
    private final LongConsumer pause;
    private Optional<KernelLog> log = Optional.empty();
    private boolean tried;
    private volatile Optional<Boolean> readable = Optional.empty();

    /**
     * A witness that has not been asked.
     *
     * @param pidsAreOurs true if pids in the log mean the same processes as here; else it is not even opened
     * @param pause lets this many nanoseconds pass
     */
    KernelLogEvidence(KernelLogSource source, BooleanSupplier pidsAreOurs, Clocks clocks, LongConsumer pause) {
        this.source = source;
        this.pidsAreOurs = pidsAreOurs;
        this.clocks = clocks;
        this.pause = pause;
    }

    /**
     * That of this machine.
     *
     * @param instrumentation opens what is needed of the JDK
     * @param pidsAreOurs true if pids in the log mean the same processes as here; else it is not even opened
     */
    public static KernelLogEvidence ofMachine(
            Instrumentation instrumentation, BooleanSupplier pidsAreOurs, Clocks clocks) {
        return new KernelLogEvidence(
                KernelLogFile.ofMachine(instrumentation), pidsAreOurs, clocks, LockSupport::parkNanos);
    }

    /** Whether the log can be read here; absent as long as nobody has tried. */
    @Confined(Confined.To.ANY)
    public Optional<Boolean> readable() {
        return readable;
    }

    /** Opens the log, unless that was tried before. */
    public void open() {
        if (!tried) {
            tried = true;
            log = pidsAreOurs.getAsBoolean() ? opened() : Optional.empty();
            readable = Optional.of(log.isPresent());
        }
    }

    private Optional<KernelLog> opened() {
        try {
            return Optional.of(new KernelLog(source.open(), clocks));
        } catch (IOException restricted) {
            return Optional.empty(); // The usual case for who is not root: see kernel.dmesg_restrict.
        }
    }

    /**
     * Reads what is new, so that little can be overwritten before it is read.
     *
     * @return nanoseconds until the next iteration is due
     */
    public long doWork() {
        log.ifPresent(KernelLog::poll);
        return log.isPresent() ? POLL_NANOS : Long.MAX_VALUE;
    }

    /** What the log says about a death; absent if it cannot be read, or the death needs no such witness. */
    public Optional<KernelLogExcerpt> ask(Death death) {
        if (needsNoWitness(death)) {
            return Optional.empty();
        }
        open();
        return log.flatMap(opened -> ask(opened, death));
    }

    private Optional<KernelLogExcerpt> ask(KernelLog opened, Death death) {
        long since = death.child().startedNanos();
        opened.poll();
        KernelLogExcerpt excerpt = opened.since(since);
        while (isAwaited(death, excerpt) && clocks.nanos() - death.nanos() < LATEST_LINE_NANOS) {
            pause.accept(STEP_NANOS);
            opened.poll();
            excerpt = opened.since(since);
        }
        if (!opened.isReadable()) {
            forget(opened);
            return Optional.empty();
        }
        return Optional.of(excerpt);
    }

    private void forget(KernelLog broken) {
        log = Optional.empty();
        readable = Optional.of(false);
        try {
            broken.close();
        } catch (IOException notClosed) {
            return; // It is broken: nobody reads it any more.
        }
    }

    private static boolean needsNoWitness(Death death) {
        return death.ending().isClean() && death.descendants().stream().allMatch(Descendant::alive);
    }

    // Somebody was killed, and neither the child nor one that it ran is named.
    private static boolean isAwaited(Death death, KernelLogExcerpt excerpt) {
        return !excerpt.lost()
                && death.oom().filter(KernelLogEvidence::moved).isPresent()
                && excerpt.killOf(death.child().key().pid()).isEmpty()
                && death.descendants().stream()
                        .noneMatch(one -> excerpt.killOf(one.key().pid()).isPresent());
    }

    private static boolean moved(OomCounts counts) {
        return positive(counts.killsSinceLastRead()) || positive(counts.machineKillsSinceLastRead());
    }

    private static boolean positive(OptionalLong kills) {
        return kills.orElse(0) > 0;
    }
}
