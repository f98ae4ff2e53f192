package io.forkwatch.probe.orphans;

import static io.forkwatch.probe.process.orphan.OrphanNews.What.FOUND;
import static io.forkwatch.probe.process.orphan.OrphanNews.What.STILL_THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepeatedNoticeTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final RepeatedNotice alarm = new RepeatedNotice(60, Duration.ofMinutes(30), Optional.empty());

    @Test
    void staysSilentUntilItIsRipe() {
        assertThat(alarm.ring(0, NOW)).isEmpty();
        assertThat(alarm.ring(59, NOW)).isEmpty();
        assertThat(alarm.saidAt()).isEmpty();
    }

    @Test
    void ringsOnceItIsRipeAndThenCoolsDown() {
        assertThat(alarm.ring(60, NOW)).contains(FOUND);
        assertThat(alarm.ring(61, NOW)).isEmpty();
        assertThat(alarm.ring(99, NOW.plusSeconds(1799))).isEmpty();
        assertThat(alarm.ring(99, NOW.plusSeconds(1800))).contains(STILL_THERE);
        assertThat(alarm.ring(99, NOW.plusSeconds(1801))).isEmpty();
        assertThat(alarm.saidAt()).contains(NOW.plusSeconds(1800));
    }

    @Test
    void whatSomebodyToldBeforeCoolsDownFirst() {
        RepeatedNotice inherited = new RepeatedNotice(0, Duration.ofMinutes(30), Optional.of(NOW.minusSeconds(600)));
        assertThat(inherited.ring(1_000, NOW)).isEmpty();
        assertThat(inherited.isSaidHere()).isFalse();
        assertThat(inherited.ring(1_000, NOW.plusSeconds(1200))).contains(STILL_THERE);
        assertThat(inherited.isSaidHere()).isTrue();
    }

    @Test
    void aClockThatWasSetBackSaysNothingTwice() {
        assertThat(alarm.ring(60, NOW)).contains(FOUND);
        assertThat(alarm.ring(60, NOW.minusSeconds(86_400))).isEmpty();
    }
}
