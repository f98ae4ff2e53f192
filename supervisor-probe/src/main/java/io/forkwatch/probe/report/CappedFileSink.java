package io.forkwatch.probe.report;

import io.forkwatch.probe.process.Trouble;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Appends to a file of bounded size: before a record would take it beyond, the file becomes {@code FILE.1}, in place of
 * the one before. Several supervisors may share it. It is opened for each record, because another supervisor, or
 * logrotate, may have moved it; records that go to it are rare.
 */
public final class CappedFileSink implements LogSink {
    private static final String WHAT = "exits.file";

    private final Path path;
    private final Path old;
    private final long maxBytes;
    private final Trouble trouble;
    private boolean failing;

    /**
     * Sees that the file can be written; it is made if it does not exist.
     *
     * @param path the file; its directory must exist
     * @param maxBytes the most it holds, unless a single record is longer
     * @param trouble told once when writing starts to fail
     * @throws IOException if the file cannot be opened for appending; the message names it
     */
    public CappedFileSink(Path path, long maxBytes, Trouble trouble) throws IOException {
        this.path = path;
        this.old = path.resolveSibling(path.getFileName() + ".1");
        this.maxBytes = maxBytes;
        this.trouble = trouble;
        new FileOutputStream(path.toFile(), true).close();
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
        byte[] bytes = ((failing ? "\n" : "") + record + '\n').getBytes(StandardCharsets.UTF_8);
        try {
            if (isFull(bytes.length)) {
                rotate(bytes.length);
            }
            try (FileOutputStream file = new FileOutputStream(path.toFile(), true)) {
                file.write(bytes);
            }
            failing = false;
            return Optional.empty();
        } catch (IOException e) {
            boolean known = failing;
            failing = true;
            return known ? Optional.empty() : Optional.of(e);
        }
    }

    // A size that is unknown is 0, as of a device.
    private boolean isFull(long moreBytes) {
        long bytes = path.toFile().length();
        return bytes > 0 && bytes + moreBytes > maxBytes;
    }

    /**
     * Moves the file away. Of several supervisors one holds the lock; whoever has it afterwards finds that the name
     * stands for a new file. Whoever does not get it appends to the one or the other.
     */
    private void rotate(long moreBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && isFull(moreBytes)) {
                Files.move(path, old, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (OverlappingFileLockException ownJvm) {
            return; // Another sink of this JVM does it.
        }
    }
}
