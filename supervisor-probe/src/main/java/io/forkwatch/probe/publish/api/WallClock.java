package io.forkwatch.probe.publish.api;

import io.forkwatch.probe.process.Clocks;
import java.math.BigDecimal;
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

    /** Milliseconds as seconds: a floating-point number would be written with an exponent. */
    static BigDecimal ofMillis(long millis) {
        return BigDecimal.valueOf(millis, 3);
    }

    /** Seconds since the epoch, with milliseconds. */
    synchronized BigDecimal seconds(long nanos) {
        long now = offsetNow();
        if (Math.abs(now - offsetMillis) > TOLERATED_MILLIS) {
            offsetMillis = now;
        }
        return ofMillis(offsetMillis + TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
