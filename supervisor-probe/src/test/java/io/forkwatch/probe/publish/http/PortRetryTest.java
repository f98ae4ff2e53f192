package io.forkwatch.probe.publish.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PortRetryTest {
    private final PortRetry retry = new PortRetry();

    @Test
    void theFirstAttemptIsDueAtOnceWhateverTheClockSays() {
        for (long now : new long[] {Long.MIN_VALUE, -5_000_000_000L, -1, 0, 1, Long.MAX_VALUE}) {
            assertThat(retry.due(now)).isTrue();
        }
        assertThat(retry.failures()).isZero();
    }

    /** The JVM prints two lines on stdout at each attempt. */
    @Test
    void forWantOfThreadsItWaitsHalfAMinuteAtTheLeast() {
        List<Long> waits = new ArrayList<>();
        for (int failure = 0; failure < 6; failure++) {
            retry.failedWithoutThread(0);
            waits.add(TimeUnit.NANOSECONDS.toSeconds(retry.remainingNanos(0)));
        }
        assertThat(waits).containsExactly(30L, 60L, 120L, 240L, 300L, 300L);
    }

    @Test
    void eachFailureDoublesTheWaitUpToFiveMinutes() {
        List<Long> waits = new ArrayList<>();
        long now = Long.MAX_VALUE - 7;
        for (int failure = 0; failure < 9; failure++) {
            retry.failed(now);
            waits.add(TimeUnit.NANOSECONDS.toSeconds(retry.remainingNanos(now)));
            now += retry.remainingNanos(now);
            assertThat(retry.due(now - 1)).isFalse();
            assertThat(retry.due(now)).isTrue();
        }
        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
        assertThat(retry.failures()).isEqualTo(9);
    }
}
