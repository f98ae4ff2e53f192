package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.SweepView;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.MemoryView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows of what is advised, and of what is swept. */
class AdviceRowsTest {
    private static final LivingChild ONE = Children.sampled("worker", new Slot(0), 7);
    private static final LivingChild OTHER = Children.sampled("worker", new Slot(1), 8);

    private static Scrape scrape(AdviceView view, LivingChild... children) {
        return scrape(view, Optional.empty(), children);
    }

    private static Scrape scrape(AdviceView view, Optional<MemoryView> memory, LivingChild... children) {
        return Scrape.of(new ProbeMetrics(
                new MetricSources(
                        () -> new Snapshot(1, List.of(children), List.of(), List.of(), 0),
                        () -> JvmView.EMPTY,
                        () -> PssView.EMPTY,
                        () -> view,
                        () -> memory,
                        Map::of,
                        Map::of,
                        new Tally(),
                        new Tally()),
                List.of("ok"),
                "1",
                "17"));
    }

    private static AdviceView view(LivingChild advised, LivingChild idle, Optional<SweepView> sweep) {
        return new AdviceView(
                Map.of(advised.child().key(), new Advice(advised.child(), Limit.RSS, 2, 1, 0)),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Map.of(idle.child().key(), 5L),
                HangView.NONE,
                sweep);
    }

    @Test
    void whoIsBlockedHasARowByWhatHoldsItUpUnlessThatIsOnlyPossible() {
        HangView hangs = new HangView(
                Map.of(
                        ONE.child().key(), blocked(ONE, BlockedOn.FILE_LOCK, Sureness.LIKELY),
                        OTHER.child().key(), blocked(OTHER, BlockedOn.STDIN, Sureness.POSSIBLE)),
                Set.of(),
                List.of(new HeldOutput(
                        OTHER.child(),
                        3,
                        HeldOutput.Stream.STDOUT,
                        List.of(new HeldOutput.Holder(new ProcessKey(9, 9), "sleep", CommandLine.UNKNOWN, true)),
                        Sureness.CERTAIN,
                        "pump")));
        Map<String, Double> series =
                scrape(AdviceView.NONE.with(hangs), ONE, OTHER).series();
        assertThat(series)
                .containsEntry("forkwatch_child_blocked{kind=\"worker\",on=\"file_lock\",slot=\"0\"}", 1.0)
                .containsEntry("forkwatch_child_blocked{kind=\"worker\",on=\"held_output\",slot=\"1\"}", 1.0);
        assertThat(series.keySet()).noneMatch(row -> row.contains("stdin"));
        assertThat(scrape(AdviceView.NONE, ONE).series().keySet()).noneMatch(row -> row.contains("blocked"));
    }

    private static HangView.Blocked blocked(LivingChild living, BlockedOn on, Sureness sureness) {
        BlockedLink link = new BlockedLink(living.child().key(), "job", 7, "", Doing.OTHER, "", "", Target.NONE, 1);
        return new HangView.Blocked(
                new Blockage(living.child().key(), on, sureness, List.of(link), 1, false, false, Optional.empty()), 5);
    }

    @Test
    void whoIsFlaggedHasARowAndNobodyElse() {
        assertThat(scrape(view(ONE, OTHER, Optional.empty()), ONE, OTHER).series())
                .containsEntry("forkwatch_child_advised_recycle{kind=\"worker\",slot=\"0\"}", 1.0)
                .containsEntry("forkwatch_child_idle{kind=\"worker\",slot=\"1\"}", 1.0)
                .doesNotContainKeys(
                        "forkwatch_child_advised_recycle{kind=\"worker\",slot=\"1\"}",
                        "forkwatch_child_idle{kind=\"worker\",slot=\"0\"}");
    }

    @Test
    void theRowGoesWithTheChild() {
        assertThat(scrape(view(ONE, ONE, Optional.empty()), OTHER).text())
                .doesNotContain("forkwatch_child_advised_recycle{", "forkwatch_child_idle{");
    }

    @Test
    void whereNothingIsSweptThereIsNoRow() {
        assertThat(scrape(AdviceView.NONE, ONE).text()).doesNotContain("sweep");
    }

    @Test
    void theMemoryThatAllShareIsToldAsFarAsItIsKnown() {
        Scrape all = scrape(
                AdviceView.NONE,
                Optional.of(new MemoryView(
                        "cgroup", 100, OptionalLong.of(60), OptionalDouble.of(0.5), OptionalDouble.of(0.25))));
        Scrape little = scrape(
                AdviceView.NONE,
                Optional.of(new MemoryView(
                        "machine", 100, OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty())));

        assertThat(all.series())
                .containsEntry("forkwatch_memory_usage_bytes{scope=\"cgroup\"}", 60.0)
                .containsEntry("forkwatch_memory_limit_bytes{scope=\"cgroup\"}", 100.0)
                .containsEntry("forkwatch_memory_pressure_some_ratio", 0.5)
                .containsEntry("forkwatch_memory_pressure_full_ratio", 0.25);
        assertThat(little.series()).containsEntry("forkwatch_memory_limit_bytes{scope=\"machine\"}", 100.0);
        assertThat(little.text()).doesNotContain("usage_bytes{scope", "pressure_some_ratio ", "pressure_full_ratio ");
        assertThat(scrape(AdviceView.NONE, ONE).text()).doesNotContain("forkwatch_memory_limit_bytes{");
    }

    @Test
    void whatIsSweptIsCountedFromZero() {
        assertThat(scrape(view(ONE, OTHER, Optional.of(SweepView.NONE))).series())
                .containsEntry("forkwatch_sweep_removed_directories_total", 0.0)
                .containsEntry("forkwatch_sweep_failures_total", 0.0);
        assertThat(scrape(view(ONE, OTHER, Optional.of(new SweepView(1, 2, 3, 4, 5))))
                        .series())
                .containsEntry("forkwatch_sweep_left_over_directories", 1.0)
                .containsEntry("forkwatch_sweep_left_over_bytes", 2.0)
                .containsEntry("forkwatch_sweep_removed_directories_total", 3.0)
                .containsEntry("forkwatch_sweep_removed_bytes_total", 4.0)
                .containsEntry("forkwatch_sweep_failures_total", 5.0);
    }
}
