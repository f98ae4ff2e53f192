package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeLagTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long START = Long.MAX_VALUE - 5 * SECOND; // The clock may overflow.

    private final WakeLag lag = new WakeLag(START);

    private void wokeLate(long afterNanos, long lateNanos) {
        lag.woke(START + afterNanos - lateNanos, START + afterNanos);
    }

    private long longestMillis(long afterNanos) {
        return lag.longestNanos(START + afterNanos) / MILLI;
    }

    @Test
    void nobodyWasLateAtFirst() {
        assertThat(longestMillis(0)).isZero();
        assertThat(longestMillis(100 * SECOND)).isZero();
    }

    @Test
    void theLongestOfTheLastSecondsIsTold() {
        wokeLate(SECOND, 3 * MILLI);
        wokeLate(2 * SECOND, 400 * MILLI);
        wokeLate(3 * SECOND, 2 * MILLI);
        assertThat(longestMillis(3 * SECOND)).isEqualTo(400);
    }

    @Test
    void itIsForgottenAfterTwoPeriodsAtTheMost() {
        wokeLate(2 * SECOND, 400 * MILLI);
        wokeLate(11 * SECOND, 5 * MILLI);
        assertThat(longestMillis(12 * SECOND)).isEqualTo(400);
        wokeLate(22 * SECOND, MILLI);
        assertThat(longestMillis(22 * SECOND)).isEqualTo(5);
        assertThat(longestMillis(35 * SECOND)).isEqualTo(1);
        assertThat(longestMillis(43 * SECOND)).isZero();
    }

    @Test
    void whoWokeInTimeWasNotLate() {
        wokeLate(SECOND, 0);
        assertThat(longestMillis(SECOND)).isZero();
    }
}
