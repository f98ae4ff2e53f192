package io.forkwatch.probe.blackbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import jdk.jfr.consumer.EventStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

/**
 * Reads a repository by the JDK's own stream, which takes the chunk that a dead JVM has not finished, as its files of recordings
 * do not. Loaded where the module jdk.jfr is there.
 */
final class EventReader {
    private static final long STEP_NANOS = 20_000_000;

    /** The stream waits for more, and does not know that there will be none. */
    private static final int QUIET_STEPS = 20;

    /** The first event takes the longest: its classes are loaded. */
    private static final int SILENT_STEPS = 100;

    private static final int LONGEST = 300;

    private EventReader() {}

    /**
     * Reads from the beginning until nothing has come for 0.4 s.
     *
     * @param over true once there is no time left
     * @return true if it was read to its end
     */
    static boolean read(Path repository, ReadRecording into, BooleanSupplier over) throws IOException {
        try (EventStream stream = EventStream.openRepository(repository)) {
            stream.setReuse(true);
            stream.setStartTime(Instant.EPOCH);
            stream.onError(unreadable -> {});
            stream.onEvent("jdk.ExecutionSample", event -> sample(event, into));
            stream.onEvent("jdk.GCHeapSummary", event -> collected(event, into));
            stream.onEvent("jdk.JVMInformation", event -> into.recordedBy(event.getLong("pid")));
            stream.onEvent("jdk.CPULoad", event -> into.seen(event.getEndTime()));
            stream.startAsync();
            return awaitQuiet(into, over);
        }
    }

    private static boolean awaitQuiet(ReadRecording into, BooleanSupplier over) {
        long events = 0;
        for (int quiet = 0; quiet < (events == 0 ? SILENT_STEPS : QUIET_STEPS); quiet++) {
            if (over.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
            long now = into.events();
            quiet = now == events ? quiet : 0;
            events = now;
        }
        return true;
    }

    private static void collected(RecordedEvent event, ReadRecording into) {
        if ("After GC".equals(event.getString("when"))) {
            into.collected(event.getEndTime(), event.getLong("heapUsed"));
        }
    }

    // The innermost frame that is not the JDK's, if there is one.
    private static void sample(RecordedEvent event, ReadRecording into) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            into.seen(event.getEndTime());
            return;
        }
        RecordedFrame chosen = stack.getFrames().get(0);
        for (RecordedFrame frame : stack.getFrames()) {
            if (!isJdk(frame)) {
                chosen = frame;
                break;
            }
        }
        into.sample(event.getEndTime(), text(chosen));
    }

    private static boolean isJdk(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        String type = method == null ? "" : method.getType().getName();
        return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
    }

    private static String text(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        if (method == null) {
            return "?";
        }
        String text = method.getType().getName()
                + '.'
                + method.getName()
                + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
