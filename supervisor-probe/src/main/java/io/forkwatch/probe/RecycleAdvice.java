package io.forkwatch.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * A child should be recycled, at the next boundary that its supervisor has.
 *
 * @param limit the strongest of the soft limits that it is beyond: {@code rss}, {@code fds}, {@code heap} or {@code age}, the last
 *     word of its option
 * @param figure its last reading, 0 and up: bytes for {@code rss} and {@code heap}, a number of descriptors for {@code fds},
 *     nanoseconds for {@code age}
 * @param most the limit, in the same unit
 * @param since how long ago that was first advised, 0 and up
 */
public record RecycleAdvice(String limit, long figure, long most, Duration since) {
    private static final int FIELDS = 4;

    /**
     * Reads what an agent says, perhaps one of another version: limit, figure, limit and {@link System#nanoTime} of the first
     * advice, with blanks between them. More may follow.
     *
     * @return empty if it advises nothing
     */
    static Optional<RecycleAdvice> parse(String said, long nanos) {
        String[] fields = said.split(" ", FIELDS + 1);
        if (fields.length < FIELDS) {
            return Optional.empty();
        }
        long sinceNanos = Math.max(0, nanos - Long.parseLong(fields[3]));
        return Optional.of(new RecycleAdvice(
                fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]), Duration.ofNanos(sinceNanos)));
    }
}
