package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Footprint;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** 2,000 short children from 32 threads, between two quiet moments that are compared. */
@TestInstance(Lifecycle.PER_CLASS)
final class ManyChildrenIT {
    private static final int CHILDREN = 2_000;
    private static final int OF_EACH_FATE = CHILDREN / 4;
    private static final int FEW = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the launcher did, by what it ran: the raw wait status that has to follow, see wait(2). */
    private static final Map<String, Integer> RAW_STATUS =
            Map.of("true", 0, "sh -c exit 3", 3 << 8, "sh -c exit 137", 137 << 8, "sh -c kill -9 $$", 9);

    private final Map<Jdk, Crowd> crowds = new HashMap<>();

    /**
     * One run, which each test looks at from another side.
     *
     * @param before at the quiet moment before the crowd
     * @param after at the one after it
     * @param scrape of the moment after it
     * @param outcome of the launcher
     */
    private record Crowd(Footprint before, Footprint after, Scrape scrape, Outcome outcome) {
        static Crowd of(Jdk jdk) {
            Launch launch = Launch.ofStories(jdk, "hold", "many", "hold").watched("port=0,summary=all,log.format=json");
            try (Supervisor supervisor = launch.start(Shipped.newDirectory("many"))) {
                supervisor.awaitStdout("waiting");
                supervisor.scrape();
                Footprint before = Footprint.of(supervisor);
                supervisor.writeLine();
                supervisor.awaitStdout("wrong exit values");
                // What is left behind for good never comes down.
                await().atMost(PATIENCE).until(() -> isCalm(supervisor, before));
                Crowd crowd = new Crowd(before, Footprint.of(supervisor), supervisor.scrape(), end(supervisor));
                return crowd;
            }
        }

        private static boolean isCalm(Supervisor supervisor, Footprint before) {
            return exits(supervisor.scrape(), Map.of()) == CHILDREN
                    && Footprint.of(supervisor).openFiles().size()
                            <= before.openFiles().size() + FEW;
        }

        private static Outcome end(Supervisor supervisor) {
            supervisor.closeStdin();
            return supervisor.awaitEnd();
        }
    }

    @OnEveryJdk
    void noExitValueIsChanged(Jdk jdk) {
        Outcome outcome = crowd(jdk).outcome();

        assertThat(outcome.stdout()).contains("wrong exit values: 0\n");
        assertThat(outcome.exitValue()).isZero();
    }

    @OnEveryJdk
    void noExitIsLost(Jdk jdk) {
        Scrape scrape = crowd(jdk).scrape();

        assertThat(scrape.sum("forkwatch_child_starts_total", Map.of())).isEqualTo(CHILDREN);
        assertThat(exits(scrape, Map.of())).isEqualTo(CHILDREN);
        assertThat(scrape.sum("forkwatch_child_lifetime_seconds_count", Map.of()))
                .isEqualTo(CHILDREN);
        assertThat(scrape.sum("forkwatch_child_start_failures_total", Map.of())).isZero();
        assertThat(scrape.sum("forkwatch_dropped_total", Map.of("what", "inbox")))
                .isZero();
        assertThat(scrape.sum("forkwatch_trouble_total", Map.of())).isZero();
    }

    @OnEveryJdk
    void everyMechanismIsRight(Jdk jdk) {
        Scrape scrape = crowd(jdk).scrape();

        assertThat(exits(scrape, Map.of("reason", "ok"))).isEqualTo(OF_EACH_FATE);
        assertThat(exits(scrape, Map.of("reason", "error")))
                .as("exit 3 and exit 137")
                .isEqualTo(2 * OF_EACH_FATE);
        double bySignal = exits(scrape, Map.of("reason", "signal"));
        double fromOutside = exits(scrape, Map.of("reason", "killed_externally"));
        assertThat(bySignal + fromOutside)
                .as("kill -9, which Java cannot tell from exit 137")
                .isEqualTo(OF_EACH_FATE);
    }

    @OnEveryJdk
    void everyRecordHasTheStatusOfWhatWasDone(Jdk jdk) {
        List<Summary> ends = crowd(jdk).outcome().summaries().ends();

        assertThat(ends).hasSizeGreaterThanOrEqualTo(200);
        assertThat(ends).allSatisfy(end -> {
            assertThat(end.text("mechanism.certainty")).isEqualTo("exact");
            assertThat((int) end.number("mechanism.raw_status")).isEqualTo(RAW_STATUS.get(end.text("command")));
        });
        assertThat(ends.stream().map(end -> end.text("command")).distinct())
                .as("every fate is among the records")
                .hasSize(RAW_STATUS.size());
    }

    @OnEveryJdk
    void everyRecordIsWrittenOrCountedAsDropped(Jdk jdk) {
        Summaries summaries = crowd(jdk).outcome().summaries();
        double dropped = summaries.ofEvent("log_records_dropped").stream()
                .mapToDouble(record -> record.number("count"))
                .sum();

        assertThat(summaries.ends().size() + dropped).isEqualTo(CHILDREN);
        assertThat(crowd(jdk).scrape().sum("forkwatch_dropped_total", Map.of("what", "log_lines")))
                .isEqualTo(dropped);
    }

    @OnEveryJdk
    void noSeriesOfAChildIsLeft(Jdk jdk) {
        Scrape scrape = crowd(jdk).scrape();

        assertThat(scrape.values().keySet()).noneMatch(series -> series.labels().containsKey("slot"));
        assertThat(scrape.sum("forkwatch_children", Map.of())).isZero();
        assertThat(scrape.series("forkwatch_children"))
                .as("one kind for true, one for each shell line at most")
                .hasSizeLessThanOrEqualTo(RAW_STATUS.size());
    }

    @OnEveryJdk
    void noDescriptorAndNoThreadIsLeft(Jdk jdk) {
        Crowd crowd = crowd(jdk);

        assertThat(crowd.after().heldProcesses()).isEmpty();
        assertThat(crowd.after().openFiles())
                .hasSizeLessThanOrEqualTo(crowd.before().openFiles().size() + FEW);
        assertThat(crowd.after().agentThreads()).isEqualTo(crowd.before().agentThreads());
    }

    private Crowd crowd(Jdk jdk) {
        return crowds.computeIfAbsent(jdk, Crowd::of);
    }

    private static double exits(Scrape scrape, Map<String, String> labels) {
        return scrape.sum("forkwatch_child_exits_total", labels);
    }
}
