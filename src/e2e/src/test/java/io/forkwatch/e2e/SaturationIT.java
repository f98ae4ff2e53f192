package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A child JVM spins on every core, and could not answer anybody: from outside it is seen all the time. */
final class SaturationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOOKS = 4;
    private static final double BUSY = 0.5;

    @OnEveryJdk
    void theGaugesMoveWhileTheChildSpins(Jdk jdk) {
        Launch launch =
                Launch.ofStories(jdk, "busy", "hold").watched("port=0,interval=200ms,summary=all,log.format=json");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("busy"))) {
            NavigableMap<Double, Double> ratioBySampleTime = new TreeMap<>();
            await("the end of the spinning child")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        scrapeInto(supervisor, ratioBySampleTime);
                        return supervisor.stdout().contains("waiting");
                    });
            supervisor.closeStdin();
            Outcome outcome = supervisor.awaitEnd();

            assertThat(outcome.exitValue()).isZero();
            assertThat(ratioBySampleTime).as("looks while it spun").hasSizeGreaterThanOrEqualTo(LOOKS);
            double enough = Math.min(BUSY, 0.8 * meanRatio(outcome.summaries().ofCommand("burn")));
            assertThat(ratioBySampleTime.values()).as("CPU ratios").anyMatch(ratio -> ratio > enough);
        }
    }

    private static void scrapeInto(Supervisor supervisor, Map<Double, Double> ratioBySampleTime) {
        Scrape scrape = supervisor.scrape();
        scrape.max("forkwatch_child_last_sample_timestamp_seconds", Map.of())
                .ifPresent(time -> scrape.max("forkwatch_child_cpu_usage_ratio", Map.of())
                        .ifPresent(ratio -> ratioBySampleTime.put(time, ratio)));
    }

    /** The kernel's own account at the end: on a machine that is shared, the child may not get half of a core. */
    private static double meanRatio(Summary end) {
        assertThat(end.json().getAsJsonObject("cpu_seconds").get("exact").getAsBoolean())
                .isTrue();
        return (end.number("cpu_seconds.user") + end.number("cpu_seconds.system")) / end.number("lifetime_seconds");
    }
}
