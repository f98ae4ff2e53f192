package io.forkwatch.probe.takeover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What a supervisor could say to nobody: a file in its marker, which outlives it by a day. */
final class LeftLog {
    static final String NAME = "log";

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

    /** Removes it if nothing was written for a day. */
    void removeIfOld(Instant now) {
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
}
