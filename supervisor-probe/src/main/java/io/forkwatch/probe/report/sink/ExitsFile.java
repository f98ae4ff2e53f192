package io.forkwatch.probe.report.sink;

import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file of abnormal ends, of bounded size. While it cannot be written, as where no descriptor is left or its disk is
 * full, records wait in memory, and the first of them are kept: what began it is among those. What finds no room is counted
 * as {@code exits.file}. When it can be written again, one line says how many waited and how many are lost.
 */
public final class ExitsFile implements LogSink {
    /** The most that waits. */
    static final int MOST_WAITING_BYTES = 256 * 1024;

    private static final String WHAT = "exits.file";

    private final OutputStream file;
    private final Consumer<String> notices;
    private final Trouble trouble;
    private final Tally dropped;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean failing;
    private long waited;
    private long lost;

    /**
     * Opens the file, which is made if it does not exist; its directory must.
     *
     * @param path the file
     * @param maxBytes the most it holds, unless a single record is longer, before it is moved to {@code FILE.1}
     * @param notices gets a line when it can be written again
     * @param trouble told once when writing starts to fail
     * @param dropped counts what is lost
     * @throws IOException if the file cannot be opened for appending, or is none; the message names it
     */
    public ExitsFile(Path path, long maxBytes, Consumer<String> notices, Trouble trouble, Tally dropped)
            throws IOException {
        this(new CappedFile(FileSink.refuseDescriptor(path), maxBytes), notices, trouble, dropped);
    }

    ExitsFile(OutputStream file, Consumer<String> notices, Trouble trouble, Tally dropped) {
        this.file = file;
        this.notices = notices;
        this.trouble = trouble;
        this.dropped = dropped;
    }

    @Override
    public void write(String record) {
        append((record + '\n').getBytes(StandardCharsets.UTF_8));
        writeWaiting();
    }

    private synchronized void append(byte[] line) {
        if (waiting.isEmpty() || waitingBytes + line.length <= MOST_WAITING_BYTES) {
            waiting.add(line);
            waitingBytes += line.length;
        } else {
            lose(1);
        }
    }

    private void lose(long records) {
        lost += records;
        dropped.add(WHAT, records);
    }

    @Override
    public boolean writeWaiting() {
        Optional<IOException> newFailure = drain();
        // Outside the lock, as the line below: whoever is told may come back here.
        newFailure.ifPresent(failure -> trouble.report(WHAT, failure));
        takeNews().ifPresent(notices);
        return isDone();
    }

    private synchronized boolean isDone() {
        return waiting.isEmpty();
    }

    /** The failure, if it is the first since a write succeeded. */
    private synchronized Optional<IOException> drain() {
        try {
            while (!waiting.isEmpty()) {
                file.write(waiting.element());
                waitingBytes -= waiting.remove().length;
                waited += failing ? 1 : 0;
            }
            return Optional.empty();
        } catch (IOException e) {
            boolean known = failing;
            failing = true;
            return known ? Optional.empty() : Optional.of(e);
        }
    }

    private synchronized Optional<String> takeNews() {
        if (!failing || !waiting.isEmpty()) {
            return Optional.empty();
        }
        String line = "exits.file can be written again: records that had to wait: " + waited + ", lost: " + lost;
        failing = false;
        waited = 0;
        lost = 0;
        return Optional.of(line);
    }

    /** The last attempt; what still waits is lost, and counted. */
    @Override
    public void close() {
        if (!writeWaiting()) {
            notices.accept(giveUp());
        }
    }

    private synchronized String giveUp() {
        lose(waiting.size());
        waiting.clear();
        waitingBytes = 0;
        failing = false;
        return "exits.file could not be written to the end: records that are lost: " + lost;
    }
}
