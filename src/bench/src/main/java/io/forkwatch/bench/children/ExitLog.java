package io.forkwatch.bench.children;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON log of the agent in this JVM, or its exits.file, read while it grows. */
final class ExitLog implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long POLL_MILLIS = 10;

    private final RandomAccessFile file;
    /** By pid, in the order of their ends: a pid may be given again. */
    private final Map<Long, Deque<ExitRecord>> records = new HashMap<>();

    private long read;
    private int count;

    ExitLog(Path file) throws IOException {
        this.file = new RandomAccessFile(file.toFile(), "r");
    }

    /** Waits for the next record of a pid, and takes it out. */
    ExitRecord await(long pid) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE_NANOS) {
            advance();
            Optional<ExitRecord> its = take(pid);
            if (its.isPresent()) {
                return its.get();
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IOException("no exit record of pid " + pid);
    }

    /** Waits until so many have come, or patience ends. */
    void awaitAll(int all) throws IOException, InterruptedException {
        long start = System.nanoTime();
        advance();
        while (count < all && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.sleep(POLL_MILLIS);
            advance();
        }
    }

    /** Takes the next record of a pid out, if it is there. */
    Optional<ExitRecord> take(long pid) {
        return Optional.ofNullable(records.get(pid)).map(Deque::poll);
    }

    private void advance() throws IOException {
        byte[] bytes = new byte[(int) (file.length() - read)];
        file.seek(read);
        file.readFully(bytes);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--; // The rest of that line is still to come.
        }
        read += end;
        new String(bytes, 0, end, UTF_8).lines().filter(ExitRecord::is).forEach(this::add);
    }

    private void add(String line) {
        ExitRecord its = ExitRecord.ofLine(line);
        records.computeIfAbsent(its.pid(), pid -> new ArrayDeque<>()).add(its);
        count++;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
