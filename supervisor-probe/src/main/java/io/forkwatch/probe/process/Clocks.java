package io.forkwatch.probe.process;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks, handed in so that tests need no sleep.
 *
 * @param monotonic {@link System#nanoTime()}, for every difference
 * @param wall for what is shown to people
 */
public record Clocks(LongSupplier monotonic, InstantSource wall) {
    /** The clocks of this machine. */
    public static Clocks system() {
        return new Clocks(new NanoTime(), InstantSource.system());
    }

    // Not a method reference: this is in premain, where the first one of a JVM costs 10 ms.
    private static final class NanoTime implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    /** Monotonic time, in nanoseconds. */
    public long nanos() {
        return monotonic.getAsLong();
    }

    /** Wall-clock time. */
    public Instant now() {
        return wall.instant();
    }
}
