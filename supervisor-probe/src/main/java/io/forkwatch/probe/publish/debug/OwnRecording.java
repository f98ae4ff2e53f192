package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.publish.web.LongAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.util.function.IntConsumer;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** A recording of this JVM. Loaded where its module is there. */
final class OwnRecording {
    private OwnRecording() {}

    /**
     * Records for so long.
     *
     * @param pause waits for so many seconds
     */
    static LongAnswer of(int seconds, IntConsumer pause) throws DebugRefusal {
        boolean kept = false;
        Recording recording = null;
        try {
            recording = new Recording(Configuration.getConfiguration("default"));
            LongAnswer answer = record(recording, seconds, pause);
            kept = true;
            return answer;
        } catch (IOException | ParseException | RuntimeException | InternalError failed) {
            throw new DebugRefusal(503, "no recording: the Flight Recorder of this JVM could not do it");
        } finally {
            if (!kept && recording != null) {
                recording.close();
            }
        }
    }

    private static LongAnswer record(Recording recording, int seconds, IntConsumer pause) throws IOException {
        recording.setName("forkwatch-debug");
        recording.disable(Recordings.CPU_TIME_SAMPLES);
        for (String event : Recordings.TELL_TALES) {
            recording.disable(event);
        }
        recording.setMaxSize((long) Recordings.KEPT_MIB << 20);
        recording.start();
        pause.accept(seconds);
        recording.stop();
        InputStream body = recording.getStream(null, null);
        if (body == null || recording.getSize() > Recordings.MOST_BYTES) {
            throw new IOException("no data, or too much");
        }
        return Recordings.answer(-1, body, recording);
    }
}
