package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.CpuTime;
import java.util.OptionalDouble;

/** Differences turned into rates. Pure. */
final class Rates {
    private Rates() {}

    /**
     * CPU used between two looks, 1.0 = one core.
     *
     * @param earlier CPU time at the earlier look
     * @param later CPU time at the later look
     * @param elapsedNanos monotonic time between them; the ratio is absent where it is not above 0
     */
    static OptionalDouble cpuRatio(CpuTime earlier, CpuTime later, long elapsedNanos) {
        return elapsedNanos <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) later.since(earlier).totalNanos() / elapsedNanos);
    }
}
