package io.forkwatch.probe.report.sink;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import java.util.concurrent.TimeUnit;

/**
 * Lets 200 records through at once, then 20 a second. When the flood is over, or at the end, one record says how many
 * were dropped.
 */
public final class RateLimitedSink implements LogSink {
    /** The name under which lost records are counted. */
    static final String DROPPED = "log_lines";

    private static final int PER_SECOND = 20;
    private static final long NANOS_PER_RECORD = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final long BURST_NANOS = 200 * NANOS_PER_RECORD;
    // The flood is over when a second's worth of records would pass again.
    private static final long CALM_NANOS = PER_SECOND * NANOS_PER_RECORD;

    private final LogSink next;
    private final Records records;
    private final Clocks clocks;
    private final Tally tally;
    private long creditNanos = BURST_NANOS;
    private long refilledNanos;
    private long dropped;

    /**
     * A limit in front of a sink.
     *
     * @param next the sink, closed together with this one
     * @param style of the record that tells what was dropped
     * @param clocks for the rate
     * @param tally counts dropped records as {@code log_lines}
     */
    public RateLimitedSink(LogSink next, Style style, Clocks clocks, Tally tally) {
        this.next = next;
        this.records = Records.in(style, clocks);
        this.clocks = clocks;
        this.tally = tally;
        this.refilledNanos = clocks.nanos();
    }

    @Override
    public synchronized void write(String record) {
        refill();
        if (creditNanos < NANOS_PER_RECORD) {
            dropped++;
            tally.add(DROPPED);
            return;
        }
        if (creditNanos >= CALM_NANOS) {
            tellDropped();
        }
        creditNanos -= NANOS_PER_RECORD;
        next.write(record);
    }

    @Override
    public synchronized void writeStart(String record) {
        next.writeStart(record);
    }

    private void refill() {
        long now = clocks.nanos();
        long passed = Math.max(0, now - refilledNanos);
        creditNanos = Math.min(BURST_NANOS, creditNanos + Math.min(BURST_NANOS, passed));
        refilledNanos = now;
    }

    private void tellDropped() {
        if (dropped > 0) {
            next.write(records.dropped(dropped));
            dropped = 0;
        }
    }

    @Override
    public synchronized void close() {
        tellDropped();
        next.close();
    }
}
