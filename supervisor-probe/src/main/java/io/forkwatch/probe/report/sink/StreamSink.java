package io.forkwatch.probe.report.sink;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes to the JVM's own stderr, whatever the application made of {@link System#err}. Never closes it. What nobody reads
 * is given up and counted; the next record that goes through says how many were. Where stderr is closed, or a null device,
 * another file is written instead, if there is one.
 */
public final class StreamSink implements LogSink {
    /** For a reader that is slow, once: after that no record waits until one has gone through. */
    private static final long PATIENCE_MILLIS = 500;

    private final Stderr stderr;
    private final Records records;
    private final Tally dropped;
    private final Optional<KeptLog> instead;
    private volatile boolean nowhere;
    private long lost;
    private boolean unread;

    /**
     * A sink on a descriptor.
     *
     * @param style of the record that tells what was given up
     * @param dropped counts as {@code log_lines} the records that were
     * @param instead a file that is written where nobody can read stderr, in a directory of this user's own
     */
    public StreamSink(Stderr stderr, Style style, Clocks clocks, Tally dropped, Optional<Path> instead) {
        this.stderr = stderr;
        this.records = Records.in(style, clocks);
        this.dropped = dropped;
        this.instead = instead.map(KeptLog::new);
    }

    /** False where stderr is closed or a null device, or its reader is gone. For any thread. */
    public boolean isReadable() {
        return !nowhere && stderr.kind() != Stderr.Kind.NOWHERE;
    }

    @Override
    public void write(String record) {
        write(record, true);
    }

    @Override
    public void writeStart(String record) {
        write(record, false);
    }

    private synchronized void write(String record, boolean worthKeeping) {
        if (!goesThrough(lost > 0 ? records.dropped(lost) + '\n' + record : record, worthKeeping)) {
            lost++;
            dropped.add(RateLimitedSink.DROPPED);
        }
    }

    private boolean goesThrough(String text, boolean worthKeeping) {
        byte[] bytes = (text + '\n').getBytes(StandardCharsets.UTF_8);
        boolean through = goesToStderr(bytes) || (nowhere && isKept(bytes, worthKeeping));
        lost = through ? 0 : lost;
        return through;
    }

    private boolean goesToStderr(byte[] record) {
        try {
            unread = !stderr.write(record, unread ? 0 : PATIENCE_MILLIS);
            nowhere = false;
            return !unread;
        } catch (IOException nobodyReads) {
            nowhere = true;
            return false;
        }
    }

    private boolean isKept(byte[] record, boolean worthKeeping) {
        try {
            if (instead.isPresent()) {
                instead.get().write(record, worthKeeping);
            }
            return instead.isPresent();
        } catch (IOException full) {
            return false; // And there is no other place to say so.
        }
    }

    @Override
    public synchronized void close() {
        if (lost > 0) {
            goesThrough(records.dropped(lost), true);
        }
        try {
            if (instead.isPresent()) {
                instead.get().close();
            }
        } catch (IOException stays) {
            return; // Who tidies up the markers removes it.
        }
    }
}
