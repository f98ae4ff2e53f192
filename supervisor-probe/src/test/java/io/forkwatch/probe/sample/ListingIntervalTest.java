package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListingIntervalTest {
    private static final long START = -5_000;

    private final ListingInterval interval = new ListingInterval(START);

    private static long at(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void taken(long fromMillis, long millis) {
        interval.taken(at(fromMillis), at(fromMillis + millis));
    }

    @Test
    void theFirstIsDueAtOnce() {
        assertThat(interval.isDue(START)).isTrue();
    }

    @Test
    void quickOnesAreDueFiveTimesASecond() {
        taken(0, 1);
        taken(200, 2);
        assertThat(interval.isDue(at(399))).isFalse();
        assertThat(interval.isDue(at(400))).isTrue();
        assertThat(interval.dueNanos()).isEqualTo(at(400));
    }

    @Test
    void slowOnesTakeATwentiethOfTheTime() {
        taken(0, 50);
        taken(1000, 40);
        assertThat(interval.isDue(at(1799))).isFalse();
        assertThat(interval.isDue(at(1800))).isTrue();
    }

    /** The first one of a JVM loads classes, while its first child may fork and be gone within the second. */
    @Test
    void oneSlowListingDoesNotHoldUpTheNext() {
        taken(0, 100);
        assertThat(interval.isDue(at(200))).isTrue();
        taken(200, 5);
        taken(400, 100);
        assertThat(interval.isDue(at(600))).isTrue();
    }
}
