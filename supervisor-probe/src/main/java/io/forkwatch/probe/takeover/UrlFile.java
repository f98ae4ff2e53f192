package io.forkwatch.probe.takeover;

import io.forkwatch.agent.entry.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where the port of a supervisor is, for those of its user who look for it on this machine: one line in its marker, whose mode
 * 0700 lets nobody else read or write it.
 */
final class UrlFile {
    static final String NAME = "url";

    /** A name of DNS has 253 characters at most. */
    private static final int MOST_BYTES = 512;

    private final Path file;

    /**
     * That of a marker.
     *
     * @param marker of mode 0700, and its user's own
     */
    UrlFile(Path marker) {
        this.file = marker.resolve(NAME);
    }

    /**
     * Writes it anew.
     *
     * @throws IOException if it cannot be written
     */
    void write(String url) throws IOException {
        Files.deleteIfExists(file); // A link or a FIFO is not followed, nor waited for.
        Files.write(
                file,
                (url + '\n').getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    /** Whether something of that name is there. */
    boolean isThere() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** What it says; empty where it does not, or is no plain file. */
    Optional<String> read() {
        try {
            byte[] text = RegularFile.at(file, LinkOption.NOFOLLOW_LINKS).head(MOST_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8).strip()).filter(url -> !url.isEmpty());
        } catch (IOException noneOrNotOurs) {
            return Optional.empty();
        }
    }

    /** Removes it, if it is there and can be. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            return; // Whoever removes the marker finds that out.
        }
    }
}
