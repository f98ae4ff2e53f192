package io.forkwatch.probe.report.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A file in the marker for what nobody could read on stderr, as in a build daemon: readable by its user only, made with
 * the first record, and of bounded size. It outlives the JVM if it holds more than a start line; who tidies up markers
 * removes it after a day. Not thread-safe.
 */
final class KeptLog {
    /** Twice as much with the file that was full. */
    private static final long MOST_BYTES = 256 * 1024;

    private final Path path;
    private Optional<CappedFile> file = Optional.empty();
    private boolean worthKeeping;

    /**
     * A file that is not there yet.
     *
     * @param path in a directory that belongs to this user alone
     */
    KeptLog(Path path) {
        this.path = path;
    }

    /**
     * Appends a record.
     *
     * @param worthKeeping whether it is to be found after the end of this JVM
     * @throws IOException if it cannot be written
     */
    void write(byte[] record, boolean worthKeeping) throws IOException {
        CappedFile open = file.isPresent() ? file.get() : open();
        file = Optional.of(open);
        open.write(record);
        this.worthKeeping |= worthKeeping;
    }

    private CappedFile open() throws IOException {
        // Fails where anything is there, a link too.
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new CappedFile(path, MOST_BYTES);
    }

    /** Removes it if it tells nothing but that this JVM was watched. */
    void close() throws IOException {
        if (file.isPresent() && !worthKeeping) {
            Files.deleteIfExists(path);
        }
    }
}
