package io.forkwatch.probe.report.sink;

import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Appends to a file. Several supervisors may share one: each record is one append. What it does not take is counted; the next
 * record that goes through says how many were lost.
 */
public final class FileSink implements LogSink {
    private static final Path STDOUT = Path.of("/dev/stdout");
    private static final Path STDERR = Path.of("/dev/stderr");
    private static final Path DESCRIPTORS = Path.of("/dev/fd");

    private static final String WHAT = "log";

    private final OutputStream file;
    private final Trouble trouble;
    private final Records records;
    private final Tally dropped;
    private boolean failing;
    private long lost;

    /**
     * Opens the file, which is made if it does not exist; its directory must.
     *
     * @param path the file
     * @param trouble told once when writing starts to fail; it should not write to this file
     * @param style of the record that tells what was lost
     * @param dropped counts as {@code log_lines} the records that were
     * @throws IOException if the file cannot be opened for appending, or is none; the message names it
     */
    public FileSink(Path path, Trouble trouble, Style style, Clocks clocks, Tally dropped) throws IOException {
        // Not a channel: an interrupted thread would close it for all others.
        this(RegularFile.append(refuseDescriptor(path)), trouble, style, clocks, dropped);
    }

    FileSink(OutputStream file, Trouble trouble, Style style, Clocks clocks, Tally dropped) {
        this.file = file;
        this.trouble = trouble;
        this.records = Records.in(style, clocks);
        this.dropped = dropped;
    }

    // What the application writes there would be overwritten, or a pipe waited for; and a full /dev/stderr is not to be
    // moved away.
    static Path refuseDescriptor(Path path) throws FileSystemException {
        Path plain = path.normalize();
        if (plain.equals(STDOUT) || plain.equals(STDERR) || plain.startsWith(DESCRIPTORS)) {
            throw new FileSystemException(path.toString(), null, "a descriptor of the application");
        }
        return path;
    }

    @Override
    public void write(String record) {
        Optional<IOException> newFailure = append(record);
        // Outside the lock: whoever is told may come back here.
        newFailure.ifPresent(failure -> trouble.report(WHAT, failure));
    }

    /** The failure, if it is the first since a write succeeded. */
    private synchronized Optional<IOException> append(String record) {
        // A disk that filled up may have taken half a record: the next one starts on a line of its own.
        String text = (failing ? "\n" : "") + (lost > 0 ? records.dropped(lost) + '\n' : "") + record + '\n';
        try {
            file.write(text.getBytes(StandardCharsets.UTF_8));
            failing = false;
            lost = 0;
            return Optional.empty();
        } catch (IOException e) {
            boolean known = failing;
            failing = true;
            lost++;
            dropped.add(RateLimitedSink.DROPPED);
            return known ? Optional.empty() : Optional.of(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            trouble.report(WHAT, e);
        }
    }
}
