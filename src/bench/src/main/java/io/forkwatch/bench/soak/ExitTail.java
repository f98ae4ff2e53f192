package io.forkwatch.bench.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An exits.file that is read while it grows, is moved away and is removed. */
final class ExitTail implements AutoCloseable {
    /** A writer may have opened the last file just before it was moved. */
    private static final int FILES = 2;

    private final Path path;
    private final Deque<RandomAccessFile> files = new ArrayDeque<>();
    private final List<Told> told = new ArrayList<>();
    private @Nullable Object key;

    ExitTail(Path path) {
        this.path = path;
    }

    /** Reads what is new; has to be called often enough that no file is moved away twice in between. */
    synchronized void poll() throws IOException {
        openNew();
        for (RandomAccessFile file : files) {
            read(file);
        }
        while (files.size() > FILES) {
            files.remove().close();
        }
    }

    private void openNew() throws IOException {
        try {
            Object now = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            if (!Objects.equals(now, key)) {
                files.add(new RandomAccessFile(path.toFile(), "r"));
                key = now;
            }
        } catch (NoSuchFileException removed) {
            // The next record makes it again.
        }
    }

    private void read(RandomAccessFile file) throws IOException {
        long start = file.getFilePointer();
        byte[] bytes = new byte[(int) (file.length() - start)];
        file.readFully(bytes);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--; // The rest of that line is still to come.
        }
        file.seek(start + end);
        new String(bytes, 0, end, UTF_8)
                .lines()
                .filter(Told::is)
                .map(Told::ofLine)
                .forEach(told::add);
    }

    /** All that was told so far. */
    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    @Override
    public synchronized void close() throws IOException {
        for (RandomAccessFile file : files) {
            file.close();
        }
    }
}
