package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.handle.StatReader;
import java.io.IOException;

/**
 * Whether the host starts children. While it does, no descriptors are held: a thousand of them cost each start 4 ms. To
 * open a thousand costs 25 ms and saves 4 ms a beat, so it is done only after a while of nothing. Sampler thread only.
 */
final class DescriptorPolicy {
    private static final int BEATS = 10;

    private final StatReader reader;
    private final Trouble trouble;
    private int beats = BEATS;

    DescriptorPolicy(StatReader reader, Trouble trouble) {
        this.reader = reader;
        this.trouble = trouble;
    }

    /** A child was started. */
    void started() {
        if (beats >= BEATS) {
            say(false);
        }
        beats = 0;
    }

    /** A beat has passed. */
    void beat() {
        beats++;
        if (beats == BEATS) {
            say(true);
        }
    }

    private void say(boolean still) {
        try {
            reader.still(still);
        } catch (IOException notClosed) {
            trouble.report("close", notClosed);
        }
    }
}
