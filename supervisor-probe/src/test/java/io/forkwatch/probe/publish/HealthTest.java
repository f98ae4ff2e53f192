package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.FixedView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    @ParameterizedTest
    @CsvSource({
        "PT1S, PT0S, false",
        "PT1S, PT30S, false",
        "PT1S, PT30.001S, true",
        "PT0.1S, PT29S, false",
        "PT6S, PT30S, false",
        "PT10S, PT50S, false",
        "PT10S, PT50.001S, true",
        "PT1H, PT5H, false",
        "PT1H, PT5H0.001S, true",
    })
    void aTickIsStaleAfterThirtySecondsOrFiveIntervals(Duration interval, Duration age, boolean stale) {
        long start = Long.MAX_VALUE - 10;
        Clocks clocks = new Clocks(() -> start + age.toNanos(), InstantSource.system());
        Health health = new Health(() -> FixedView.empty(start), interval, clocks);

        assertThat(health.check()).isEqualTo(new Health.Status(stale, age.toMillis(), 0, 0, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "false, `{\"status\":\"ok\",\"tick_age_ms\":412,\"children\":3,\"host_lag_ms\":7}`",
                "true, `{\"status\":\"stale\",\"reason\":\"the sampler has made no tick for 412 ms\",\"tick_age_ms\":412,\"children\":3,\"host_lag_ms\":7}`"
            })
    void aStatusIsOneLineOfJson(boolean stale, String json) {
        assertThat(new Health.Status(stale, 412, 3, 7, Optional.empty()).toJson())
                .isEqualTo(json);
    }

    /** A build daemon has no stderr: whoever asks how things are is told where the summaries went. */
    @Test
    void namesTheLogThatStandsInForStderr() {
        Health.Status status = new Health.Status(false, 412, 3, 7, Optional.of("/tmp/forkwatch-42-7/log"));
        assertThat(status.toJson())
                .isEqualTo(
                        "{\"status\":\"ok\",\"tick_age_ms\":412,\"children\":3,\"host_lag_ms\":7,\"log\":\"/tmp/forkwatch-42-7/log\"}");
    }
}
