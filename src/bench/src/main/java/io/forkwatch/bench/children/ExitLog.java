package io.forkwatch.bench.children;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON log of the agent in this JVM, or its exits.file, read while it grows. */
final class ExitLog implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long POLL_MILLIS = 10;

    private final RandomAccessFile file;
    private final Map<Long, ExitRecord> records = new HashMap<>();
    private long read;

    ExitLog(Path file) throws IOException {
        this.file = new RandomAccessFile(file.toFile(), "r");
    }

    /** Waits for the record of a child that has ended. */
    ExitRecord await(long pid) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE_NANOS) {
            advance();
            @Nullable ExitRecord its = records.get(pid);
            if (its != null) {
                return its;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IOException("no exit record of pid " + pid);
    }

    /** Waits for so many records; gives those that are there when patience ends, by pid. */
    Map<Long, ExitRecord> await(int count) throws IOException, InterruptedException {
        long start = System.nanoTime();
        advance();
        while (records.size() < count && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.sleep(POLL_MILLIS);
            advance();
        }
        return Map.copyOf(records);
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
        records.put(its.pid(), its);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
