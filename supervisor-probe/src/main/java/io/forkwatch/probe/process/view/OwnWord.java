package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.ProcessKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a JVM below this one says of itself, in the file that it writes. It stands behind what was seen from outside, and never in
 * place of it: a JVM that gets no processor says nothing new, and one that lies says anything. Times are of the monotonic clock
 * of this JVM. Texts have no secrets that are known as such.
 *
 * @param key the JVM: a child or a descendant of one
 * @param root process id of the direct child that it is, or is below
 * @param intervalNanos between two beats
 * @param beatNanos when it last said that it lives
 * @param beats how often it has
 * @param latestNanos how late such a beat was at most
 * @param heap its Java heap; absent where the figures cannot be
 * @param collections before how many beats it had collected garbage
 * @param heapFullNanos when it was seen to have cleared all soft references, as a JVM does before an OutOfMemoryError
 * @param status what the application says of itself; empty where it says nothing
 * @param uncaught the last exception that nobody caught
 * @param outOfMemory the last OutOfMemoryError that nobody caught, itself or as the cause of another exception
 * @param end how its orderly end began; absent if it did not
 */
public record OwnWord(
        ProcessKey key,
        long root,
        long intervalNanos,
        long beatNanos,
        long beats,
        long latestNanos,
        Optional<Heap> heap,
        long collections,
        OptionalLong heapFullNanos,
        String status,
        Optional<Uncaught> uncaught,
        Optional<OutOfMemory> outOfMemory,
        Optional<End> end) {

    /**
     * Its Java heap as {@link Runtime} has it, in bytes.
     *
     * @param usedBytes in use, garbage included
     * @param committedBytes taken from the system
     * @param maxBytes the most that it may grow to
     */
    public record Heap(long usedBytes, long committedBytes, long maxBytes) {}

    /**
     * An exception that nobody caught.
     *
     * @param nanos when
     * @param count how many there were by then
     * @param thread the name of its thread
     * @param type its class
     * @param message its message; empty if it has none
     * @param frames where it was thrown, the innermost first
     */
    public record Uncaught(long nanos, long count, String thread, String type, String message, List<String> frames) {
        public Uncaught {
            frames = List.copyOf(frames);
        }

        /** Class and message, as the JDK prints them. */
        public String what() {
            return message.isEmpty() ? type : type + ": " + message;
        }
    }

    /**
     * An OutOfMemoryError that nobody caught.
     *
     * @param nanos when
     * @param count how many there were by then
     * @param message what ran out; may be empty
     */
    public record OutOfMemory(long nanos, long count, String message) {
        /** As the JDK prints it. */
        public String what() {
            String type = OutOfMemoryError.class.getName();
            return message.isEmpty() ? type : type + ": " + message;
        }
    }

    /**
     * How an orderly end began.
     *
     * @param how what began it
     * @param nanos when
     * @param thread the thread that did
     * @param frames who called {@code System.exit}, the innermost first; empty where nobody did
     */
    public record End(How how, long nanos, String thread, List<String> frames) {
        public End {
            frames = List.copyOf(frames);
        }
    }

    /** What may begin an orderly end. */
    public enum How {
        /** {@code System.exit} or {@code Runtime.exit}. */
        EXIT_CALL("exit_call"),
        /** No thread was left that is no daemon. */
        LAST_THREAD("last_thread"),
        /** SIGTERM, SIGINT or SIGHUP. */
        SIGNAL("signal");

        private final String label;

        How(String label) {
            this.label = label;
        }

        /** The name in JSON. */
        public String label() {
            return label;
        }
    }
}
