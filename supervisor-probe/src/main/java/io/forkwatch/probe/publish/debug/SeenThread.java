package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.attach.BoundedText;
import java.util.List;

/**
 * A thread at one moment.
 *
 * @param name text of strangers
 * @param id that of Java
 * @param daemon true if the JVM does not wait for it
 * @param priority 1 to 10
 * @param state what it does
 * @param waits what for, and who has that; empty if it does not wait, or that is not known
 * @param frames where, the innermost first
 */
record SeenThread(
        String name,
        long id,
        boolean daemon,
        int priority,
        Thread.State state,
        String waits,
        List<StackTraceElement> frames) {
    private static final String OURS = "forkwatch-";

    SeenThread {
        frames = List.copyOf(frames);
    }

    /** As jstack writes it. */
    void write(BoundedText text) {
        text.add("\"" + name.replaceAll("\\p{Cntrl}", "?") + "\" #" + id + (daemon ? " daemon" : "") + " prio="
                + priority + (name.startsWith(OURS) ? " (of Forkwatch)" : "") + "\n   java.lang.Thread.State: " + state
                + "\n");
        for (int i = 0; i < frames.size(); i++) {
            text.add("\tat " + frames.get(i) + "\n");
            if (i == 0 && !waits.isEmpty()) {
                text.add("\t- " + waits.replaceAll("\\p{Cntrl}", "?") + "\n");
            }
        }
        text.add("\n");
    }
}
