package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.InterruptsThreads;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host that interrupts whatever threads it finds: each of ours rests as before, and everything goes on. */
final class InterruptIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern RESTED = Pattern.compile("forkwatch-(?:sampler|reporter)=(\\d+)");

    @OnEveryJdk
    void samplesHeapFiguresAndTheKernelLogGoOn(Jdk jdk) {
        Launch launch = Launch.of(jdk, "-cp", System.getProperty("java.class.path"), InterruptsThreads.class.getName())
                .watched("port=0,interval=100ms,summary=all");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("interrupt"))) {
            supervisor.awaitStdout("child ");
            awaitHeap(supervisor);
            Scrape before = supervisor.scrape();

            for (int sweep = 0; sweep < 3; sweep++) {
                supervisor.writeLine();
            }
            supervisor.awaitStdout("rested ");
            awaitNewFigures(supervisor, before);

            Scrape after = supervisor.scrape();
            assertThat(after.max("forkwatch_trouble_total", Map.of("what", "interrupt")))
                    .as("refused interrupts are counted")
                    .isPresent();
            assertThat(after.max("forkwatch_capability", Map.of("name", "kernel_log")))
                    .isEqualTo(before.max("forkwatch_capability", Map.of("name", "kernel_log")));
            supervisor.closeStdin();
            Outcome outcome = supervisor.awaitEnd();

            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stderr()).contains("the application, which changes nothing");
            assertRested(outcome.stdout());
        }
    }

    private static void awaitHeap(Supervisor supervisor) {
        await("a heap figure").atMost(PATIENCE).until(() -> heap(supervisor.scrape()) > 0);
    }

    private static void awaitNewFigures(Supervisor supervisor, Scrape before) {
        double sampled = before.max("forkwatch_child_last_sample_timestamp_seconds", Map.of())
                .orElseThrow();
        double heap = heap(before);
        await("samples and heap figures that are newer").atMost(PATIENCE).untilAsserted(() -> {
            Scrape now = supervisor.scrape();
            assertThat(now.max("forkwatch_child_last_sample_timestamp_seconds", Map.of())
                            .orElseThrow())
                    .isGreaterThan(sampled + 0.5);
            assertThat(heap(now)).isNotEqualTo(heap);
        });
    }

    private static double heap(Scrape scrape) {
        return scrape.max("forkwatch_child_jvm_heap_used_bytes", Map.of()).orElse(0);
    }

    /** A thread whose interrupt status stays set cannot park: it would never have been seen at rest. */
    private static void assertRested(String stdout) {
        Matcher rested = RESTED.matcher(stdout);
        int threads = 0;
        while (rested.find()) {
            threads++;
            assertThat(Integer.parseInt(rested.group(1))).as(stdout).isPositive();
        }
        assertThat(threads).as(stdout).isGreaterThanOrEqualTo(2);
    }
}
