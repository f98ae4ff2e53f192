package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.hang.HeldOutput;

/**
 * Somebody holds the output of a child that has ended, and this JVM waits for the end of it; or it waits no more.
 *
 * @param held what is held, and by whom
 * @param over true if nobody waits any more
 * @param nanos monotonic time of that
 */
public record HeldOutputNews(HeldOutput held, boolean over, long nanos) implements Advisory {
    @Override
    public String event() {
        return over ? "output_released" : "output_held";
    }
}
