package io.forkwatch.probe.takeover;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What a supervisor could say to nobody: a file in its marker, which outlives it by a day. */
final class LeftLog {
    static final String NAME = "log";

    /** How the names of dumps of threads begin. */
    static final String DUMPS = "threads-";

    /** What became of it when it was full. */
    private static final String FULL = NAME + ".1";

    private static final Duration KEPT = Duration.ofDays(1);

    private final Path marker;

    /**
     * That in the marker of a supervisor that is gone.
     *
     * @param marker of mode 0700, and its user's own
     */
    LeftLog(Path marker) {
        this.marker = marker;
    }

    /** Removes it, and dumps of threads, where nothing was written for a day. */
    void removeIfOld(Instant now) {
        removeDumps(now);
        try {
            Path log = marker.resolve(NAME);
            Instant written =
                    Files.getLastModifiedTime(log, LinkOption.NOFOLLOW_LINKS).toInstant();
            if (written.plus(KEPT).isBefore(now)) {
                Files.deleteIfExists(marker.resolve(FULL));
                Files.deleteIfExists(log);
            }
        } catch (IOException noneOrNotOurs) {
            return;
        }
    }

    private void removeDumps(Instant now) {
        try (DirectoryStream<Path> dumps = Files.newDirectoryStream(marker, DUMPS + '*')) {
            for (Path dump : dumps) {
                Instant written = Files.getLastModifiedTime(dump, LinkOption.NOFOLLOW_LINKS)
                        .toInstant();
                if (written.plus(KEPT).isBefore(now)) {
                    Files.deleteIfExists(dump);
                }
            }
        } catch (IOException | DirectoryIteratorException noneOrNotOurs) {
            return;
        }
    }
}
