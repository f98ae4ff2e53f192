package io.forkwatch.probe.report;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What becomes of abnormal ends beside the log.
 *
 * @param keep how many of the last are kept for those who ask, 0 to 10,000
 * @param file where they are appended as JSON lines; empty = nowhere
 * @param sizeBytes the most that the file holds, 64 KiB to 1 GiB
 */
public record ExitsOptions(int keep, Optional<Path> file, long sizeBytes) {
    /** The most that {@code keep} may be. */
    public static final int MAX_KEEP = 10_000;

    /** The least that {@code sizeBytes} may be. */
    public static final long MIN_SIZE_BYTES = 64L << 10;

    /** The most that {@code sizeBytes} may be. */
    public static final long MAX_SIZE_BYTES = 1L << 30;

    public ExitsOptions {
        if (keep < 0 || keep > MAX_KEEP) {
            throw new IllegalArgumentException("keep is " + keep);
        }
        if (sizeBytes < MIN_SIZE_BYTES || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("sizeBytes is " + sizeBytes);
        }
    }
}
