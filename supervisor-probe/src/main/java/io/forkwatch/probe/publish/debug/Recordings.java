package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.publish.web.LongAnswer;
import java.io.Closeable;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** What all recordings have in common. */
final class Recordings {
    /** From here on the Flight Recorder drops the oldest of it: what is on disk beside it meanwhile. */
    static final int KEPT_MIB = 64;

    /** It drops whole pieces of 12 MiB and more, so a recording may have some more. */
    static final long MOST_BYTES = (4L * KEPT_MIB) << 20;

    /** Of JDK 25: a sampler by signals of the CPU clock, which has crashed JVMs. Never turned on from here. */
    static final String CPU_TIME_SAMPLES = "jdk.CPUTimeSample";

    /** What has the secrets of the JVM itself, and the command lines of others: left out. All JVMs from Java 17 on know them. */
    static final List<String> TELL_TALES =
            List.of("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.SystemProcess");

    private Recordings() {}

    /** The settings of a recording, as {@code JFR.start} takes them; a plus is for what not every JVM knows. */
    static String asArguments() {
        StringBuilder arguments = new StringBuilder("settings=default +" + CPU_TIME_SAMPLES + "#enabled=false");
        for (String event : TELL_TALES) {
            arguments.append(' ').append(event).append("#enabled=false");
        }
        return arguments.toString();
    }

    static LongAnswer answer(long bytes, InputStream body, Closeable leftovers) {
        return new LongAnswer(
                200,
                "application/octet-stream",
                Map.of("Content-Disposition", "attachment; filename=\"forkwatch.jfr\""),
                bytes,
                body,
                leftovers);
    }
}
