package io.forkwatch.probe.attach;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * One attach at a time to a JVM: of two, the JVM would take the second for a wish that is fulfilled already, and could not
 * say which of them it was. A lock on a file, which the kernel lets go of however its holder ends. Where there can be no
 * such file, because somebody else's is there, there is no lock.
 */
final class AttachLock {
    private final Path file;
    private final Optional<FileChannel> held;

    private AttachLock(Path file, Optional<FileChannel> held) {
        this.file = file;
        this.held = held;
    }

    /**
     * Takes the lock.
     *
     * @param place a directory that all can write to
     * @throws AttachFailure if another attach to that JVM is at work
     */
    static AttachLock take(Path place, long pid) throws AttachFailure {
        Path file = place.resolve("forkwatch-attach-" + pid + ".lock");
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return locked(file, channel);
        } catch (IOException | UnsupportedOperationException noFile) {
            return new AttachLock(file, Optional.empty());
        }
    }

    private static AttachLock locked(Path file, FileChannel channel) throws AttachFailure, IOException {
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException sameJvm) {
            lock = Optional.empty();
        } finally {
            if (lock.isEmpty()) {
                channel.close();
            }
        }
        if (lock.isEmpty()) {
            throw new AttachFailure("another attach to it was first, and is at work");
        }
        return new AttachLock(file, Optional.of(channel));
    }

    /** Gives it back. */
    void release() {
        try {
            if (held.isPresent()) {
                Files.deleteIfExists(file);
                held.get().close();
            }
        } catch (IOException notRemoved) {
            return; // It is let go of with this process.
        }
    }
}
