package io.forkwatch.probe.report.sink;

import io.forkwatch.probe.process.Tally;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes to the JVM's own stderr, whatever the application made of {@link System#err}. Never closes it. */
public final class StreamSink implements LogSink {
    private final OutputStream stream;
    private final Tally dropped;

    StreamSink(OutputStream stream, Tally dropped) {
        this.stream = stream;
        this.dropped = dropped;
    }

    /**
     * A sink on file descriptor 2.
     *
     * @param dropped counts as {@code log_lines} the records that could not be written
     */
    public static StreamSink stderr(Tally dropped) {
        return new StreamSink(new FileOutputStream(FileDescriptor.err), dropped);
    }

    @Override
    public synchronized void write(String record) {
        try {
            stream.write((record + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody reads stderr any more, and there is no other place to say so.
            dropped.add(RateLimitedSink.DROPPED);
        }
    }
}
