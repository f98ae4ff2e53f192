package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.evidence.EvidenceCollector;
import io.forkwatch.probe.evidence.kernel.KernelLogEvidence;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.report.ExitArchive;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.sample.EventInbox;
import io.forkwatch.probe.sample.PssWatch;
import io.forkwatch.probe.takeover.StateFileWriter;
import io.forkwatch.probe.takeover.Takeover;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.util.Optional;

/** What the reporter does beside its tasks: stages that know nothing of each other, as duties of one thread. */
final class Duties {
    private static final long A_SECOND_NANOS = 1_000_000_000;

    private Duties() {}

    /** Tidies up after earlier supervisors, once, behind the reports that wait already. */
    static final class Takeovers implements PeriodicDuty {
        private final Takeover takeover;
        private final EventInbox inbox;
        private final ReporterQueue reports;
        private boolean done;

        Takeovers(Takeover takeover, EventInbox inbox, ReporterQueue reports) {
            this.reports = reports;
            this.takeover = takeover;
            this.inbox = inbox;
        }

        @Override
        public String what() {
            return "takeover";
        }

        @Override
        public long doWork(long nanos) {
            if (!done) {
                done = true;
                takeover.takeOver(inbox::leftBehind);
            }
            return takeover.settle(reports.view()) ? Long.MAX_VALUE : A_SECOND_NANOS;
        }

        @Override
        public void close() {
            takeover.close(reports.view());
        }
    }

    /** Reads the kernel's log, from the first child on. */
    record KernelLogs(KernelLogEvidence kernel) implements PeriodicDuty, Runnable {
        @Override
        public String what() {
            return "kernel log";
        }

        @Override
        public void run() {
            kernel.open();
        }

        @Override
        public long doWork(long nanos) {
            return kernel.doWork();
        }
    }

    /** Gathers from the living what nobody can know of the dead. */
    record Evidences(EvidenceCollector evidence, ReporterQueue reports) implements PeriodicDuty {
        @Override
        public String what() {
            return "evidence";
        }

        @Override
        public long doWork(long nanos) {
            return evidence.sample(reports.view().trees());
        }
    }

    /** Writes the ends that {@code exits.file} has not taken yet. */
    record Exits(ExitArchive exits) implements PeriodicDuty {
        @Override
        public String what() {
            return "exits";
        }

        @Override
        public long doWork(long nanos) {
            return exits.writeWaiting() ? Long.MAX_VALUE : A_SECOND_NANOS;
        }

        @Override
        public void close() {
            exits.close();
        }
    }

    /** Sees now and then that the marker is still there. */
    static final class OwnMarker implements PeriodicDuty {
        /** Whoever tidies up /tmp does it once a day. */
        private static final long PAUSE_NANOS = 10 * A_SECOND_NANOS;

        private final Takeover takeover;
        private final Optional<StateFileWriter> state;
        private final Trouble trouble;
        private long seenNanos;

        /**
         * Of a marker that has just been set.
         *
         * @param state what is in it
         * @param nanos monotonic time now
         */
        OwnMarker(Takeover takeover, Optional<StateFileWriter> state, long nanos, Trouble trouble) {
            this.takeover = takeover;
            this.state = state;
            this.trouble = trouble;
            this.seenNanos = nanos;
        }

        @Override
        public String what() {
            return "marker";
        }

        @Override
        public long doWork(long nanos) {
            if (nanos - seenNanos >= PAUSE_NANOS) {
                seenNanos = nanos;
                if (takeover.keepMarker(trouble)) {
                    state.ifPresent(StateFileWriter::forget);
                }
            }
            return PAUSE_NANOS - (nanos - seenNanos);
        }
    }

    /** Samples proportional memory. */
    record Pss(PssWatch pss, ReporterQueue reports) implements PeriodicDuty {
        @Override
        public String what() {
            return "pss";
        }

        @Override
        public long doWork(long nanos) {
            return pss.doWork(reports::snapshot);
        }
    }

    /** Writes down who lives below this supervisor. */
    record StateFiles(StateFileWriter writer, ReporterQueue reports, Clocks clocks) implements PeriodicDuty {
        @Override
        public String what() {
            return "state file";
        }

        @Override
        public long doWork(long nanos) {
            return writer.doWork(reports.view(), nanos);
        }

        @Override
        public void close() {
            writer.close(reports.view(), clocks.nanos());
        }
    }
}
