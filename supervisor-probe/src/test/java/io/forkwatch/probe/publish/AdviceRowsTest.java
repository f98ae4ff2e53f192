package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.SweepView;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows of what is advised, and of what is swept. */
class AdviceRowsTest {
    private static final LivingChild ONE = Children.sampled("worker", new Slot(0), 7);
    private static final LivingChild OTHER = Children.sampled("worker", new Slot(1), 8);

    private static Scrape scrape(AdviceView view, LivingChild... children) {
        return Scrape.of(new ProbeMetrics(
                new MetricSources(
                        () -> new Snapshot(1, List.of(children), List.of(), List.of(), 0),
                        () -> JvmView.EMPTY,
                        () -> PssView.EMPTY,
                        () -> view,
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
