package io.forkwatch.probe.lifecycle;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.reporter.ShortRecords;
import io.forkwatch.probe.sample.EventInbox;

/**
 * What is left when a thread of ours has ended, has not ended in time, or never was: told in short by the thread that ends
 * this JVM, in bounded time, rather than lost.
 */
final class LastWords {
    private LastWords() {}

    /** Turned off after the sampler: ends that it has not worked off become notices of the reporter. */
    record OfSampler(EventInbox inbox, ReporterQueue reports, SummaryMode mode) implements Parts.Part {
        @Override
        public void start() {}

        @Override
        public void stop(boolean abandoned) {
            if (abandoned) {
                return;
            }
            ShortRecords records = new ShortRecords(mode);
            for (ChildEvent event : inbox.takeOver()) {
                records.event(
                        event, zombie -> reports.giveUpSampler(zombie.pid(), () -> starttimeTicks(zombie.stat())));
            }
            for (String line : records.lines()) {
                reports.notice(line);
            }
        }
    }

    /** By what a hook has read; 0 if that is not a {@code stat}. */
    private static long starttimeTicks(byte[] stat) {
        try {
            ByteSpan text = new ByteSpan(Math.max(1, stat.length));
            text.set(stat, 0, stat.length);
            PidStat parsed = new PidStat();
            parsed.parse(text);
            return parsed.starttimeTicks();
        } catch (MalformedProcTextException hidden) {
            return 0;
        }
    }

    /** Turned off after the reporter: what it has not told is said on stderr. */
    record OfReporter(ReporterQueue reports, SummaryMode mode, Stderr stderr) implements Parts.Part {
        @Override
        public void start() {}

        @Override
        public void stop(boolean abandoned) {
            if (abandoned) {
                return;
            }
            boolean read = true;
            for (String line : reports.takeUntold(mode)) {
                // Each that nobody reads costs a tenth of a second.
                read = read && stderr.say(line);
            }
        }
    }
}
