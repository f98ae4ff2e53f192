package io.forkwatch.probe.takeover;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What the children of a supervisor that is gone had recorded of themselves: a directory of flat directories in its marker. */
final class LeftRecords {
    static final String NAME = "jfr";

    private LeftRecords() {}

    /** Removes all that is as it was made; what is anything else stays, and keeps the marker. Follows no link. */
    static void remove(Path marker) {
        Path records = marker.resolve(NAME);
        if (!Files.isDirectory(records, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> repositories = Files.newDirectoryStream(records)) {
            for (Path repository : repositories) {
                removeOne(repository);
            }
            Files.delete(records);
        } catch (IOException | DirectoryIteratorException notEmpty) {
            return;
        }
    }

    private static void removeOne(Path repository) throws IOException {
        if (!Files.isDirectory(repository, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> chunks = Files.newDirectoryStream(repository, "*.jfr")) {
            for (Path chunk : chunks) {
                Files.delete(chunk);
            }
        }
        Files.deleteIfExists(repository);
    }
}
