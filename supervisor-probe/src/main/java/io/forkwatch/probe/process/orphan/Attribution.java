package io.forkwatch.probe.process.orphan;

import java.util.Locale;

/** By what a process is known to have come from a child: with it how sure that is. */
public enum Attribution {
    /** Its parent was seen, and stood below the child, or was the child. */
    PARENT("certain"),
    /** Its process group is one that only processes of the child have, setpgid(2). */
    PROCESS_GROUP("certain"),
    /** So is its session, setsid(2). */
    SESSION("certain"),
    /** It writes to the pipe that the supervisor made for the output of that child alone. */
    OUTPUT_PIPE("likely"),
    /** It started while that child was the only one, in the group that the supervisor leads and nobody else is in. */
    START_TIME("possible");

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String confidence;

    Attribution(String confidence) {
        this.confidence = confidence;
    }

    /** The word in JSON, for example {@code output_pipe}. */
    public String label() {
        return label;
    }

    /** How sure it is, as for causes: {@code certain}, {@code likely} or {@code possible}. */
    public String confidence() {
        return confidence;
    }
}
