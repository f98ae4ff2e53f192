package io.forkwatch.probe.report.sink;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes to the JVM's own stderr, whatever the application made of {@link System#err}. Never closes it. What nobody reads
 * is given up and counted; the next record that goes through says how many were.
 */
public final class StreamSink implements LogSink {
    /** For a reader that is slow, once: after that no record waits until one has gone through. */
    private static final long PATIENCE_MILLIS = 500;

    private final Stderr stderr;
    private final Records records;
    private final Tally dropped;
    private long lost;
    private boolean unread;

    /**
     * A sink on a descriptor.
     *
     * @param style of the record that tells what was given up
     * @param dropped counts as {@code log_lines} the records that were
     */
    public StreamSink(Stderr stderr, Style style, Clocks clocks, Tally dropped) {
        this.stderr = stderr;
        this.records = Records.in(style, clocks);
        this.dropped = dropped;
    }

    @Override
    public synchronized void write(String record) {
        if (!goesThrough(lost > 0 ? records.dropped(lost) + '\n' + record : record)) {
            lost++;
            dropped.add(RateLimitedSink.DROPPED);
        }
    }

    private boolean goesThrough(String text) {
        byte[] bytes = (text + '\n').getBytes(StandardCharsets.UTF_8);
        try {
            unread = !stderr.write(bytes, unread ? 0 : PATIENCE_MILLIS);
        } catch (IOException nobodyReads) {
            return false; // And there is no other place to say so.
        }
        lost = unread ? lost : 0;
        return !unread;
    }

    @Override
    public synchronized void close() {
        if (lost > 0) {
            goesThrough(records.dropped(lost));
        }
    }
}
