package io.forkwatch.probe.process.hang;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;
import java.util.List;
import java.util.Locale;

/**
 * The output of a child that has ended, which other processes hold open, while a thread of this JVM is in read(2) on it and so
 * waits for an end that does not come.
 *
 * @param child who has ended
 * @param endedNanos monotonic time of its end
 * @param stream which of its output
 * @param holders who has it open for writing, never empty; the one that tells most first
 * @param sureness how sure it is that the output was that child's
 * @param thread the name of the thread of this JVM for the kernel, at most 15 bytes
 */
public record HeldOutput(
        Child child, long endedNanos, Stream stream, List<Holder> holders, Sureness sureness, String thread) {
    /** So many holders are kept. */
    public static final int MOST_HOLDERS = 4;

    public HeldOutput {
        holders = List.copyOf(holders);
        if (holders.isEmpty()) {
            throw new IllegalArgumentException("no holder");
        }
    }

    /** Which output. */
    public enum Stream {
        /** What was its stdout. */
        STDOUT,
        /** What was its stderr. */
        STDERR,
        /** Both. */
        BOTH,
        /** One of the two. */
        OUTPUT;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The word in JSON, for example {@code stdout}. */
        public String label() {
            return label;
        }

        /** Both of them. */
        public Stream and(Stream other) {
            return this == other ? this : BOTH;
        }
    }

    /**
     * Who has it open.
     *
     * @param key its identity
     * @param comm its name for the kernel, at most 15 bytes; text of others
     * @param command its command line; empty where it may not be read
     * @param below true if it is known to have been started by the child
     */
    public record Holder(ProcessKey key, String comm, CommandLine command, boolean below) {}
}
