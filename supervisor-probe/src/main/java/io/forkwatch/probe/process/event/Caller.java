package io.forkwatch.probe.process.event;

import java.util.List;

/**
 * Who in the supervisor asked for something.
 *
 * @param thread name of the asking thread
 * @param frames the innermost frames outside {@code java.lang.Process*}, innermost first
 */
public record Caller(String thread, List<String> frames) {
    /** Nobody was seen to ask for it. */
    public static final Caller UNKNOWN = new Caller("", List.of());

    /** True if somebody was seen. */
    public boolean isKnown() {
        return !thread.isEmpty();
    }

    /** The bytes that its texts take, at most. */
    public long textBytes() {
        long bytes = Texts.bytes(thread);
        for (int i = 0; i < frames.size(); i++) {
            bytes += Texts.bytes(frames.get(i));
        }
        return bytes;
    }
}
