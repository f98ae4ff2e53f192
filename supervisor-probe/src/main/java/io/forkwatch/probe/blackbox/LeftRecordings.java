package io.forkwatch.probe.blackbox;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.RecordedEnd;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.HeapRoom;
import io.forkwatch.probe.thread.OwnThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads what a JVM has recorded of itself, after its death. On a thread of its own, for which the summary waits 3 s at most, and
 * 9 s a minute for all deaths: what dies beyond that is told without.
 */
@Confined(Confined.To.REPORTER)
public final class LeftRecordings {
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final long MOST_PATIENCE_NANOS = 3 * PATIENCE_NANOS;
    private static final long A_MINUTE_NANOS = 60_000_000_000L;

    /** Of the heap of this JVM: reading takes some of it. */
    private static final long LEAST_ROOM_BYTES = 16L << 20;

    /** Files have the time of the last change in seconds in some places. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final ModuleLayer modules;
    private final long uid;
    private final Optional<Path> own;
    private final BooleanSupplier ending;
    private final Clocks clocks;
    private final Trouble trouble;
    private volatile boolean atWork;
    private long waitedNanos;
    private long sinceNanos;

    /**
     * For deaths of one supervisor.
     *
     * @param modules of this JVM: without jdk.jfr nothing is read
     * @param uid of this user: what belongs to others is not read
     * @param own where lent children record; what is left there is removed when it is read
     * @param ending true once the end of this JVM has begun: then there is no time for it
     */
    public LeftRecordings(
            ModuleLayer modules, long uid, Optional<Path> own, BooleanSupplier ending, Clocks clocks, Trouble trouble) {
        this.modules = modules;
        this.uid = uid;
        this.own = own;
        this.ending = ending;
        this.clocks = clocks;
        this.trouble = trouble;
        this.sinceNanos = clocks.nanos();
    }

    /**
     * The end of what a JVM had recorded.
     *
     * @param jvm the dead child itself, or a JVM below it that ended with it
     */
    public Optional<RecordedEnd> of(Death death, ProcessKey jvm) {
        long now = clocks.nanos();
        if (now - sinceNanos > A_MINUTE_NANOS) {
            sinceNanos = now;
            waitedNanos = 0;
        }
        boolean possible = modules.findModule("jdk.jfr").isPresent()
                && !ending.getAsBoolean()
                && !atWork
                && waitedNanos < MOST_PATIENCE_NANOS
                && HeapRoom.bytes() > LEAST_ROOM_BYTES;
        if (!possible) {
            return Optional.empty();
        }
        Reading reading = new Reading(death, jvm);
        Optional<RecordedEnd> end = reading.run();
        waitedNanos += clocks.nanos() - now;
        return end;
    }

    /** One of them. */
    private final class Reading {
        private final Death death;
        private final ProcessKey jvm;
        private final ReadRecording read;
        private final CountDownLatch over = new CountDownLatch(1);
        private final long startedNanos = clocks.nanos();
        private volatile boolean whole;

        Reading(Death death, ProcessKey jvm) {
            this.death = death;
            this.jvm = jvm;
            this.read = new ReadRecording(jvm.pid());
        }

        Optional<RecordedEnd> run() {
            atWork = true;
            OwnThreads.uninterruptible("recording", this::work).start();
            try {
                if (!over.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                    return read.end(death.at(), false);
                }
            } catch (InterruptedException ofOurThread) {
                return Optional.empty();
            }
            return read.end(death.at(), whole);
        }

        private void work() {
            try {
                List<Path> bases = new ArrayList<>();
                own.ifPresent(bases::add);
                bases.addAll(Repositories.bases(
                        death.child().command().arguments(), death.child().directory()));
                Instant since = death.at().minus(death.lifetime()).minus(SLACK);
                Optional<Path> found = Repositories.find(bases, jvm.pid(), since, uid);
                if (found.isPresent()) {
                    whole = EventReader.read(found.get(), read, this::isLate);
                    remove(found.get());
                }
            } catch (OutOfMemoryError full) {
                trouble.report("recording", full);
            } catch (Exception | LinkageError unreadable) {
                whole = false; // Garbage, or a JDK that writes it otherwise: then nothing is said of it.
            } finally {
                atWork = false;
                over.countDown();
            }
        }

        private boolean isLate() {
            return clocks.nanos() - startedNanos > PATIENCE_NANOS - 200_000_000;
        }

        private void remove(Path repository) {
            if (own.isPresent() && own.get().equals(repository.getParent())) {
                Repositories.remove(repository);
            }
        }
    }
}
