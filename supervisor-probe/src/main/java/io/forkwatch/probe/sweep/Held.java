package io.forkwatch.probe.sweep;

import io.forkwatch.probe.procfs.text.HostChecks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A directory by a descriptor that is held: whatever becomes of its path, this is the one. What is in it is reached by name
 * from here, and no symbolic link is followed on the way.
 *
 * @param stream its entries, which can be listed once
 * @param key its device and inode
 * @param modifiedMillis when it was changed last, before it was opened; since the epoch
 */
record Held(SecureDirectoryStream<Path> stream, Object key, long modifiedMillis) implements Closeable {
    /** Something is not what it was before. */
    static final class ChangedException extends FileSystemException {
        private static final long serialVersionUID = 1;

        ChangedException(Path name) {
            super(name.toString());
        }
    }

    /** Opens a directory by its path. */
    @SuppressWarnings("StreamResourceLeak") // Who asks for it closes it.
    static Held root(Path path) throws IOException {
        HostChecks.avoid();
        return of(Files.newDirectoryStream(path), path);
    }

    /**
     * Opens a directory in this one.
     *
     * @throws ChangedException if it is not the one with that key
     */
    Held open(Path name, Object expectedKey) throws IOException {
        HostChecks.avoid();
        Held opened = of(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), name);
        if (!opened.key.equals(expectedKey)) {
            opened.close();
            throw new ChangedException(name);
        }
        return opened;
    }

    private static Held of(DirectoryStream<Path> opened, Path name) throws IOException {
        try {
            if (opened instanceof SecureDirectoryStream<Path> secure) {
                BasicFileAttributes own = secure.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes();
                return new Held(secure, Objects.requireNonNull(own.fileKey()), millis(own));
            }
            throw new FileSystemException(name.toString());
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** What an entry is, a symbolic link itself. */
    BasicFileAttributes entry(Path name) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** When something was changed last. */
    static long millis(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toMillis();
    }

    /** The device in a key, which the JDK writes as {@code (dev=fe00,ino=12)}. */
    static String device(Object key) {
        String text = key.toString();
        int end = text.indexOf(",ino=");
        return end < 0 ? text : text.substring(0, end);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
