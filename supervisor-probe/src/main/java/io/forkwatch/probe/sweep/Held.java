package io.forkwatch.probe.sweep;

import io.forkwatch.probe.procfs.text.HostChecks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A directory by a descriptor that is held: whatever becomes of its path, this is the one. What is in it is reached by name
 * from here, and no symbolic link is followed on the way.
 */
final class Held implements Closeable {
    /** Its entries, which can be listed once. */
    final SecureDirectoryStream<Path> stream;

    /** Its device and inode. */
    final Object key;

    /** When it was changed last, before it was opened; since the epoch. */
    final long modifiedMillis;

    private Held(DirectoryStream<Path> opened) throws IOException {
        try {
            this.stream = (SecureDirectoryStream<Path>) opened; // On Linux it is one.
            BasicFileAttributes own =
                    stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
            this.key = own.fileKey();
            this.modifiedMillis = millis(own);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Opens a directory by its path. */
    @SuppressWarnings("StreamResourceLeak") // Who asks for it closes it.
    static Held root(Path path) throws IOException {
        HostChecks.avoid();
        return new Held(Files.newDirectoryStream(path));
    }

    /**
     * Opens a directory in this one.
     *
     * @throws NoSuchFileException if the one with that key is not there any more
     */
    Held open(Path name, Object expectedKey) throws IOException {
        HostChecks.avoid();
        Held opened = new Held(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        if (!opened.key.equals(expectedKey)) {
            opened.close();
            throw new NoSuchFileException(name.toString());
        }
        return opened;
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

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
