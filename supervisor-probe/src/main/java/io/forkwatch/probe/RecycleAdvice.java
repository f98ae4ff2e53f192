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
    /** The agent's own copy of this library is hidden; what both can see is its entry, and texts. */
    private static final String ENTRY = "io.forkwatch.agent.entry.AgentEntry";

    private static final int FIELDS = 4;

    /** What the agent that runs in this JVM advises; a wall, for whatever is wrong with it is no matter for who asks. */
    static Optional<RecycleAdvice> of(Process process) {
        try {
            return process.isAlive() ? parse(ask(process.pid()), System.nanoTime()) : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError nobodyToAsk) {
            return Optional.empty();
        }
    }

    private static String ask(long pid) throws ReflectiveOperationException {
        Class<?> entry = Class.forName(ENTRY, true, ClassLoader.getSystemClassLoader());
        return entry.getMethod("advice", long.class).invoke(null, pid) instanceof String said ? said : "";
    }

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
