package io.forkwatch.probe.publish.api;

import io.forkwatch.probe.process.Clocks;
import java.util.concurrent.TimeUnit;

/**
 * Monotonic times as seconds since the epoch. The same one gives the same, unless somebody sets the clock: so what did not
 * change looks the same when it is asked for again.
 */
final class WallClock {
    private static final long TOLERATED_MILLIS = 100;

    private final Clocks clocks;
    private long offsetMillis;

    WallClock(Clocks clocks) {
        this.clocks = clocks;
        this.offsetMillis = offsetNow();
    }

    private long offsetNow() {
        return clocks.now().toEpochMilli() - TimeUnit.NANOSECONDS.toMillis(clocks.nanos());
    }

    /** Seconds since the epoch, with milliseconds. */
    synchronized double seconds(long nanos) {
        long now = offsetNow();
        if (Math.abs(now - offsetMillis) > TOLERATED_MILLIS) {
            offsetMillis = now;
        }
        return (offsetMillis + TimeUnit.NANOSECONDS.toMillis(nanos)) / 1000.0;
    }
}
