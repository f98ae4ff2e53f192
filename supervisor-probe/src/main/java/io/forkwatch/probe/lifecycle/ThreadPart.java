package io.forkwatch.probe.lifecycle;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.thread.Duty;
import io.forkwatch.probe.thread.DutyCycle;
import java.util.function.Consumer;

/**
 * A thread of ours as a part.
 *
 * @param cycle the thread
 * @param duty what it does
 * @param atOnce true if it does not wait for a first event
 * @param trouble for what an iteration throws
 * @param failed gets what kept it from starting its duty, later and on that thread
 * @param stderr is told if it does not end
 */
record ThreadPart(
        DutyCycle cycle, Duty duty, boolean atOnce, Trouble trouble, Consumer<Throwable> failed, Stderr stderr)
        implements Parts.Part {
    private static final long CLOSE_MILLIS = 2_000;

    @Override
    public void start() {
        cycle.start(duty, trouble, failed);
        if (atOnce) {
            cycle.wake();
        }
    }

    @Override
    public void stop(boolean abandoned) throws InterruptedException {
        if (abandoned) {
            cycle.abandon();
        }
        if (!cycle.stop(CLOSE_MILLIS)) {
            stderr.say(cycle + " has not ended within " + CLOSE_MILLIS + " ms; the application is not held up");
        }
    }
}
