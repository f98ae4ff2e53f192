package io.forkwatch.probe.reporter;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.LiveView;

/** What is handed over to the reporter. */
sealed interface ReporterTask {
    /** What a task is counted as where it finds no room. */
    default String what() {
        return "reports";
    }

    /** The bytes that texts of the host take in it, at most. */
    default long textBytes() {
        return 0;
    }

    /** A child has ended: diagnose it, and tell all who count, log and keep deaths. */
    record Died(Death death) implements ReporterTask {
        @Override
        public long textBytes() {
            return death.textBytes();
        }
    }

    /**
     * A child could not be started.
     *
     * @param kind what it would have been called
     */
    record StartFailed(StartFailure failure, Kind kind) implements ReporterTask {
        @Override
        public long textBytes() {
            return failure.textBytes();
        }
    }

    /** Something is to be said about an orphan. */
    record OrphanSaid(OrphanNews news) implements ReporterTask {}

    /** Something is to be said about living children, which a thread of its own has learned. */
    record Advised(Advisory news) implements ReporterTask {}

    /**
     * Something the user should know.
     *
     * @param line without prefix
     */
    record Notice(String line) implements ReporterTask {}

    /**
     * The end of this JVM has begun.
     *
     * @param nanos monotonic time when it did
     */
    record Ending(long nanos) implements ReporterTask {}

    /** The first child is there: from now on the kernel's log may have to be asked. */
    record FirstChild() implements ReporterTask {}

    /**
     * A fault of Forkwatch itself, caught at a wall.
     *
     * @param at where, as in {@link io.forkwatch.probe.process.Trouble}
     */
    record Fault(String at, Throwable fault) implements ReporterTask {
        @Override
        public String what() {
            return "troubles";
        }
    }

    /** The living children, for a recording of the Flight Recorder. */
    record Recorded(LiveView view) implements ReporterTask {
        @Override
        public String what() {
            return "jfr_events";
        }
    }
}
