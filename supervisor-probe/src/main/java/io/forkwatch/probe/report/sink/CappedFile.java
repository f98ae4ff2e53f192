package io.forkwatch.probe.report.sink;

import io.forkwatch.agent.entry.RegularFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of bounded size: before a record would take it beyond, it becomes {@code FILE.1}, in place of the one before.
 * Several supervisors may share it. It is opened for each record, because another supervisor, or logrotate, may have
 * moved it; records that go to it are rare.
 */
final class CappedFile extends OutputStream {
    private final Path path;
    private final Path old;
    private final long maxBytes;

    /** A disk that filled up may have taken half a record. */
    private boolean torn;

    /**
     * Sees that the file can be written; it is made if it does not exist.
     *
     * @param path the file; its directory must exist
     * @param maxBytes the most it holds, unless a single record is longer
     * @throws IOException if the file cannot be opened for appending, or is none; the message names it
     */
    CappedFile(Path path, long maxBytes) throws IOException {
        this.path = path;
        this.old = path.resolveSibling(path.getFileName() + ".1");
        this.maxBytes = maxBytes;
        RegularFile.append(path).close();
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    /** Appends a whole record, with one write. */
    @Override
    public void write(byte[] record, int offset, int length) throws IOException {
        if (isFull(length)) {
            rotate(length);
        }
        try (FileOutputStream file = RegularFile.append(path)) {
            if (torn) {
                file.write(onALineOfItsOwn(record, offset, length));
            } else {
                torn = true;
                file.write(record, offset, length);
            }
            torn = false;
        }
    }

    private static byte[] onALineOfItsOwn(byte[] record, int offset, int length) {
        byte[] line = new byte[1 + length];
        line[0] = '\n';
        System.arraycopy(record, offset, line, 1, length);
        return line;
    }

    // A size that is unknown is 0, as of a device.
    private boolean isFull(long moreBytes) {
        long bytes = path.toFile().length();
        return bytes > 0 && bytes + moreBytes > maxBytes;
    }

    /**
     * Moves the file away. Of several supervisors one holds the lock of a file, and only that one may move it; whoever has
     * the lock afterwards finds that the name stands for a new file, or for none. Whoever does not get it appends to the
     * one or the other.
     */
    private void rotate(long moreBytes) throws IOException {
        try {
            Object full = fileNow();
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                // A lock on a file that was moved away meanwhile does not keep others from moving the new one.
                if (lock != null && fileNow().equals(full) && isFull(moreBytes)) {
                    // rename(2), which replaces the old file in one step; without the option the JDK removes it first.
                    Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (OverlappingFileLockException ownJvm) {
            return; // Another sink of this JVM does it.
        } catch (NoSuchFileException moved) {
            return; // Somebody else has just done it.
        }
    }

    /** Device and inode of the regular file that the name stands for now; a FIFO would hold up whoever opens it. */
    private Object fileNow() throws IOException {
        return RegularFile.at(path).key();
    }
}
