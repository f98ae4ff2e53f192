package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A child JVM spins on every core, and could not answer anybody: from outside it is seen all the time. */
final class SaturationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOOKS = 4;

    @OnEveryJdk
    void theGaugesMoveWhileTheChildSpins(Jdk jdk) {
        Launch launch = Launch.ofStories(jdk, "busy", "hold").watched("port=0,interval=200ms");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("busy"))) {
            NavigableMap<Double, Double> ratioBySampleTime = new TreeMap<>();
            await("several looks at the spinning child")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        scrapeInto(supervisor, ratioBySampleTime);
                        return supervisor.stdout().contains("waiting");
                    });
            supervisor.closeStdin();

            assertThat(supervisor.awaitEnd().exitValue()).isZero();
            assertThat(ratioBySampleTime).as("looks while it spun").hasSizeGreaterThanOrEqualTo(LOOKS);
            assertThat(ratioBySampleTime.values()).as("CPU ratios").anyMatch(ratio -> ratio > 0.5);
        }
    }

    private static void scrapeInto(Supervisor supervisor, Map<Double, Double> ratioBySampleTime) {
        Scrape scrape = supervisor.scrape();
        scrape.max("forkwatch_child_last_sample_timestamp_seconds", Map.of())
                .ifPresent(time -> scrape.max("forkwatch_child_cpu_usage_ratio", Map.of())
                        .ifPresent(ratio -> ratioBySampleTime.put(time, ratio)));
    }
}
