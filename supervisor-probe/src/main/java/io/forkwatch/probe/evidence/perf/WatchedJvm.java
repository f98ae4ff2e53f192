package io.forkwatch.probe.evidence.perf;

import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A process that may be a JVM: its performance data are sought while it is young, then held open and read now and
 * then, and once more at its end.
 */
@Confined(Confined.To.REPORTER)
final class WatchedJvm {
    private static final String JAVA = "java";
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long LATER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long OLD_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(1);
    // A program of another name may have a JVM in it: two tries, of which the first finds nearly all.
    private static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProcessKey key;
    private final long firstNanos;
    private boolean java;
    private boolean givenUp;
    private long nextNanos;
    private OptionalLong uid = OptionalLong.empty();
    private Optional<PerfFile> file = Optional.empty();
    private Optional<Reading> last = Optional.empty();
    private FileFate fate = FileFate.UNKNOWN;
    private long gcNanosTaken;

    WatchedJvm(ProcessKey key, long nanos) {
        this.key = key;
        this.firstNanos = nanos;
        this.nextNanos = nanos + STRANGER_NANOS;
    }

    /** What one reading gave. */
    private record Reading(JvmFigures figures, Optional<JvmFlags> flags) {}

    /** Takes in what the process is called now: a shell may become a JVM. */
    void called(String comm, long nanos) {
        if (!java && comm.equals(JAVA)) {
            java = true;
            givenUp = false;
            nextNanos = nanos;
        }
    }

    /**
     * Seeks the file, or reads it, if that is due.
     *
     * @param room true if one more file may be held
     */
    void findOrRead(PerfFiles files, boolean room, long nanos) {
        if (givenUp || nextNanos - nanos > 0) {
            return;
        }
        if (file.isEmpty() && room) {
            PerfFiles.Found found = files.find(key);
            uid = found.uid().isPresent() ? found.uid() : uid;
            file = found.file();
        }
        if (file.isPresent()) {
            read(nanos);
            nextNanos = nanos + READ_NANOS;
        } else {
            tryLater(nanos);
        }
    }

    private void tryLater(long nanos) {
        long ageNanos = nanos - firstNanos;
        nextNanos = nanos + (java && ageNanos < YOUNG_NANOS ? SOON_NANOS : LATER_NANOS);
        givenUp = ageNanos > (java ? OLD_NANOS : LATER_NANOS);
    }

    /** True while its file is sought at short intervals. */
    boolean isYoung(long nanos) {
        return file.isEmpty() && !givenUp && nanos - firstNanos < (java ? YOUNG_NANOS : 2 * STRANGER_NANOS);
    }

    /** True if nobody will seek its file any more, and there is none. */
    boolean isGivenUp() {
        return givenUp && file.isEmpty();
    }

    /** True if a file of it is open. */
    boolean isHeld() {
        return file.isPresent();
    }

    /** Takes the file that a process left which ended before it could be found. */
    void takeLeft(PerfFile left, long nanos) {
        file = Optional.of(left);
        uid = OptionalLong.of(left.uid());
        end(nanos);
    }

    /** Reads a last time, sees what became of the file, and lets go of it. */
    void end(long nanos) {
        if (file.isPresent()) {
            read(nanos);
            fate = file.get().fate();
            close();
        }
        givenUp = true;
    }

    private void close() {
        try {
            file.orElseThrow().close();
        } catch (IOException nothingToLose) {
            givenUp = true; // Nothing was written to it.
        }
        file = Optional.empty();
    }

    private void read(long nanos) {
        try {
            Optional<PerfData> data = file.orElseThrow().read();
            last = data.isPresent() ? Optional.of(reading(data.get(), nanos)) : last;
        } catch (IOException unreadable) {
            givenUp = true; // What was read before remains.
        }
    }

    private Reading reading(PerfData data, long nanos) {
        Heap heap = new Heap(data);
        // In the middle of a pause a space may be counted twice or not at all: the figures before are nearer to the
        // truth.
        Optional<JvmFigures> better = heap.inPause()
                ? last.map(Reading::figures).filter(f -> nanos - f.nanos() < LATER_NANOS)
                : Optional.empty();
        OptionalLong used = better.map(JvmFigures::heapUsedBytes).orElseGet(heap::usedBytes);
        long max = heap.maxBytes().orElse(Long.MAX_VALUE);
        JvmFigures figures = new JvmFigures(
                key,
                better.map(JvmFigures::nanos).orElse(nanos),
                PerfFiles.firstWord(data.text("sun.rt.javaCommand").orElse("")),
                heap.collector().map(Collector::label).orElse(""),
                used.isPresent() ? OptionalLong.of(Math.min(used.getAsLong(), max)) : used,
                heap.committedBytes(),
                heap.maxBytes(),
                heap.asOfLastGc(),
                heap.oldRatio(),
                heap.gcNanos(),
                heap.gcCount(),
                natural(data.number("java.threads.live")));
        return new Reading(figures, flags(data));
    }

    // Whoever may write the file may write anything.
    private static OptionalLong natural(OptionalLong number) {
        return number.orElse(-1) >= 0 ? number : OptionalLong.empty();
    }

    // vmFlags are those of a file .hotspotrc.
    private static Optional<JvmFlags> flags(PerfData data) {
        return data.text("java.rt.vmArgs")
                .map(args -> JvmFlags.parse(data.text("java.rt.vmFlags").orElse("") + " " + args));
    }

    /** The last figures; empty if there never were any. */
    Optional<JvmFigures> figures() {
        return last.map(Reading::figures);
    }

    /** Time in pauses since this was asked before, in nanoseconds, 0 and up. */
    long takeGcNanos() {
        long now = Math.max(
                gcNanosTaken,
                figures()
                        .map(JvmFigures::gcNanos)
                        .orElseGet(OptionalLong::empty)
                        .orElse(0));
        long more = now - gcNanosTaken;
        gcNanosTaken = now;
        return more;
    }

    /** All that is known of it; empty if nothing makes it a JVM. */
    Optional<JvmSample> sample() {
        if (!java && last.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JvmSample(key, uid, figures(), last.flatMap(Reading::flags), fate));
    }
}
