package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;

/**
 * Whether the host starts children. While it does, no descriptors are held: a thousand of them cost each start 4 ms. To
 * open a thousand costs 25 ms and saves 4 ms a tick, so it is done only after a while of nothing.
 */
@Confined(Confined.To.SAMPLER)
final class DescriptorPolicy {
    private static final int QUIET_TICKS = 10;

    private final StatReader reader;
    private final Trouble trouble;
    private int ticks = QUIET_TICKS;

    DescriptorPolicy(StatReader reader, Trouble trouble) {
        this.reader = reader;
        this.trouble = trouble;
    }

    /** A child was started. */
    void childStarted() {
        if (ticks >= QUIET_TICKS) {
            setHolding(false);
        }
        ticks = 0;
    }

    /** A tick is over. */
    void ticked() {
        ticks++;
        if (ticks == QUIET_TICKS) {
            setHolding(true);
        }
    }

    /** None is held any more. */
    void giveBack() {
        setHolding(false);
    }

    private void setHolding(boolean holding) {
        try {
            reader.setHolding(holding);
        } catch (IOException notClosed) {
            trouble.report("close", notClosed);
        }
    }
}
