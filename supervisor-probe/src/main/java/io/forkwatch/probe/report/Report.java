package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.report.words.Messages;
import io.forkwatch.probe.report.words.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The door of this package: what happened goes in, log records come out. Safe for any thread, if its sink is. */
public final class Report implements DeathReceiver {
    // As in the bundle, which would cost a JVM that has no other use for it 7 ms of CPU time.
    private static final String BRIEFLY =
            " watches the children of this JVM, which ended before the metrics port was open";

    private static final long HELD_NANOS = 1_000_000_000;
    private static final int MOST_UNWRITTEN = 16;
    private static final int MOST_HELD = 256;

    private final LogSink sink;
    private final Records records;
    private final SummaryMode mode;
    private final boolean quiet;

    /** Ends that are told together, in one line; the reporter's. */
    private final List<String> together = new ArrayList<>();

    private final List<Held> held = new ArrayList<>();
    private OptionalLong forcedNanos = OptionalLong.empty();

    /** Ends whose record found no memory, with room for them from the start; the reporter's. */
    private final ArrayDeque<Held> unwritten = new ArrayDeque<>(MOST_UNWRITTEN);

    private volatile OptionalLong endingNanos = OptionalLong.empty();

    /**
     * A report.
     *
     * @param sink where records go
     * @param style of the records
     * @param mode which ends are told
     * @param quiet true to leave out the start line
     * @param clocks for times and ages
     */
    public Report(LogSink sink, Style style, SummaryMode mode, boolean quiet, Clocks clocks) {
        this.sink = sink;
        this.records = Records.in(style, clocks);
        this.mode = mode;
        this.quiet = quiet;
    }

    /**
     * The one line, without its prefix, of a healthy run that was too short to open a report.
     *
     * @param version of Forkwatch
     * @param touches what is on that touches children, by the keys of the options
     */
    public static String startedBriefly(String version, Language language, List<String> touches) {
        String line = language == Language.EN
                ? version + BRIEFLY
                : Messages.in(language).say("started.briefly", version);
        return touches.isEmpty() ? line : Words.touching(line, touches, Messages.in(language));
    }

    /**
     * The one line of a healthy run.
     *
     * @param version of Forkwatch
     * @param pid of this JVM
     * @param url where the metrics are; absent without a port
     * @param touches what is on that touches children, by the keys of the options
     */
    public void started(String version, long pid, Optional<String> url, List<String> touches) {
        if (!quiet) {
            sink.writeStart(records.started(version, pid, url, touches));
        }
    }

    /** Something the user should know, as one line without prefix. */
    public void notice(String line) {
        sink.write(records.notice(line));
    }

    @Override
    public String what() {
        return "log";
    }

    /** A child ended: says as much as {@code summary} asks for. */
    @Override
    public void died(Death death, Diagnosis diagnosis) {
        if (mode == SummaryMode.ALL || (mode == SummaryMode.ABNORMAL && diagnosis.abnormal())) {
            boolean mayPrecede = TogetherWithUs.mayPrecede(diagnosis) || isOneMoreForced(death, diagnosis);
            boolean ends =
                    (isAtTheEnd(death) && TogetherWithUs.is(diagnosis)) || (isJustBeforeTheEnd(death) && mayPrecede);
            boolean precedes = endingNanos.isEmpty() && mayPrecede && held.size() < MOST_HELD;
            Optional<String> part = ends || precedes ? records.endedWithUs(death, diagnosis) : Optional.empty();
            if (part.isPresent() && ends) {
                together.add(part.get());
            } else if (part.isPresent()) {
                held.add(new Held(death, diagnosis, part.get()));
            } else {
                write(new Held(death, diagnosis, ""));
            }
        }
    }

    // The first of them is told at once: who asks with force is in trouble, or at its end.
    private boolean isOneMoreForced(Death death, Diagnosis diagnosis) {
        if (!TogetherWithUs.isForced(diagnosis)) {
            return false;
        }
        boolean more = forcedNanos.isPresent() && death.nanos() - forcedNanos.getAsLong() < HELD_NANOS;
        forcedNanos = more ? forcedNanos : OptionalLong.of(death.nanos());
        return more;
    }

    /**
     * One whose record is not written yet: this JVM has stopped it, which at its own end is no news, or there was no
     * memory for it.
     */
    private record Held(Death death, Diagnosis diagnosis, String part) {}

    private void write(Held end) {
        try {
            sink.write(records.died(end.death(), end.diagnosis()));
        } catch (OutOfMemoryError full) {
            if (unwritten.size() == MOST_UNWRITTEN) {
                throw full;
            }
            unwritten.add(end);
        }
    }

    private void writeAgain() {
        for (int i = unwritten.size(); i > 0; i--) {
            write(unwritten.remove());
        }
    }

    /**
     * Writes what was held back for a second, because this JVM might end, or for want of memory.
     *
     * @param nanos monotonic time now
     * @return nanoseconds until there may be more to write, 1 and up
     */
    public long doWork(long nanos) {
        writeAgain();
        long next = writeHeld(nanos);
        return unwritten.isEmpty() ? next : Math.min(next, HELD_NANOS);
    }

    private long writeHeld(long nanos) {
        while (!held.isEmpty()) {
            Held oldest = held.get(0);
            long left = HELD_NANOS - (nanos - oldest.death().nanos());
            if (left > 0) {
                return Math.min(left, HELD_NANOS);
            }
            held.remove(0);
            write(oldest);
        }
        return Long.MAX_VALUE;
    }

    // One that a shutdown hook of the application has started, as to stop a server: that hook waits for it.
    private boolean isOlderThanTheEnd(LivingChild living) {
        OptionalLong began = endingNanos;
        return began.isEmpty() || living.child().startedNanos() - began.getAsLong() < 0;
    }

    private boolean isAtTheEnd(Death death) {
        OptionalLong began = endingNanos;
        return began.isPresent() && death.nanos() - began.getAsLong() >= 0;
    }

    // Told after the end has begun: too late to have been held.
    private boolean isJustBeforeTheEnd(Death death) {
        OptionalLong began = endingNanos;
        return began.isPresent() && began.getAsLong() - death.nanos() < HELD_NANOS;
    }

    /** The end of this JVM has begun: what is ended along with it is told in one line from now on. */
    public void ending(long nanos) {
        endingNanos = OptionalLong.of(nanos);
        for (Held each : held) {
            together.add(each.part());
        }
        held.clear();
    }

    /** That line; none if there is nothing in it. */
    public void endedTogether() {
        writeAgain();
        held.forEach(this::write);
        held.clear();
        if (!together.isEmpty()) {
            sink.write(records.endedTogether(together));
            together.clear();
        }
        if (!unwritten.isEmpty()) {
            throw new OutOfMemoryError("the ends of " + unwritten.size() + " children could not be told");
        }
    }

    /**
     * A child could not be started.
     *
     * @param failure what was asked and what the JDK said
     * @param kind what the child would have been called
     */
    public void startFailed(StartFailure failure, Kind kind) {
        sink.write(records.startFailed(failure, kind));
    }

    /** True if normal ends are told as well. */
    public boolean tellsAll() {
        return mode == SummaryMode.ALL;
    }

    /** Something about a process that nobody is responsible for any more. */
    public void orphan(OrphanNews news) {
        sink.write(records.orphan(news));
    }

    /** Something about living children, before the kernel acts. */
    public void advice(Advisory news) {
        sink.write(records.advice(news));
    }

    /** This JVM ends before these children: one record, none if there are none that were not meant to live on. */
    public void leftAlive(List<LivingChild> all) {
        List<LivingChild> children =
                all.stream().filter(this::isOlderThanTheEnd).toList();
        if (!children.isEmpty()) {
            records.leftAlive(children).ifPresent(sink::write);
        }
    }
}
