package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeMetricsTest {
    private static final List<String> REASONS = List.of("ok", "error", "unknown");
    private static final List<String> ALL_REASONS = List.of(
            "ok",
            "error",
            "signal",
            "oom_cgroup",
            "oom_host",
            "jvm_oome",
            "out_of_memory",
            "jvm_crash",
            "killed_by_supervisor",
            "killed_externally",
            "cpu_limit",
            "unknown");

    private final Tally trouble = new Tally();
    private final Tally dropped = new Tally();
    private Snapshot snapshot = Snapshot.empty(0);
    private JvmView jvms = JvmView.EMPTY;
    private PssView pss = PssView.EMPTY;
    private AdviceView advice = AdviceView.NONE;
    private final ProbeMetrics metrics = new ProbeMetrics(
            new MetricSources(
                    () -> snapshot,
                    () -> jvms,
                    () -> pss,
                    () -> advice,
                    Optional::empty,
                    () -> Map.of("zombie_read", true, "kernel_log", false),
                    () -> Map.of("sampler", 1_250_000_000L),
                    trouble,
                    dropped),
            REASONS,
            "1",
            "17");

    private Scrape scrape(List<LivingChild> children, KindTotals... kinds) {
        snapshot = new Snapshot(1, children, List.of(kinds), List.of(), 2_000_000);
        return Scrape.of(metrics);
    }

    @Test
    void whoIsTakenNextHasOneRow() {
        LivingChild one = Children.sampled("worker", new Slot(3), 100);
        LivingChild other = Children.sampled("worker", new Slot(4), 200);
        assertThat(nextVictims(List.of(one, other))).isEmpty();

        advice = AdviceView.NONE.with(
                Map.of(),
                Optional.of(new Victim(Optional.of(other.child()), 201, 5, 700, 1000)),
                Map.of(),
                Optional.empty());
        assertThat(nextVictims(List.of(one, other)))
                .containsOnlyKeys("forkwatch_oom_next_victim{kind=\"worker\",slot=\"4\"}")
                .containsValue(1.0);
        assertThat(nextVictims(List.of(one))).as("once it is gone").isEmpty();

        advice = AdviceView.NONE.with(
                Map.of(), Optional.of(new Victim(Optional.empty(), 7, 5, 700, 1000)), Map.of(), Optional.empty());
        assertThat(nextVictims(List.of(one, other)))
                .containsOnlyKeys("forkwatch_oom_next_victim{kind=\"supervisor\",slot=\"self\"}");
    }

    private Map<String, Double> nextVictims(List<LivingChild> children) {
        Map<String, Double> rows = new HashMap<>(scrape(children).series());
        rows.keySet().removeIf(row -> !row.startsWith("forkwatch_oom_next_victim"));
        return rows;
    }

    @Test
    void aSampledChildHasAllItsRows() {
        List<LivingChild> children = List.of(Children.sampled("worker", new Slot(3), 100));
        jvms = Children.jvms(children);
        pss = Children.pss(children);
        Scrape scrape = scrape(children);

        assertThat(scrape.series())
                .containsEntry("forkwatch_child_tree_proportional_memory_bytes{kind=\"worker\",slot=\"3\"}", 900.0)
                .containsEntry("forkwatch_child_open_fds{kind=\"worker\",slot=\"3\"}", 700.0)
                .containsEntry("forkwatch_child_zombies{kind=\"worker\",slot=\"3\"}", 1.0)
                .containsEntry("forkwatch_child_memory_limit_bytes{kind=\"worker\",slot=\"3\"}", 800.0)
                .containsEntry("forkwatch_child_resident_memory_bytes{kind=\"worker\",slot=\"3\"}", 100.0)
                .containsEntry("forkwatch_child_tree_resident_memory_bytes{kind=\"worker\",slot=\"3\"}", 200.0)
                .containsEntry("forkwatch_child_tree_resident_memory_peak_bytes{kind=\"worker\",slot=\"3\"}", 500.0)
                .containsEntry("forkwatch_child_tree_swap_bytes{kind=\"worker\",slot=\"3\"}", 600.0)
                .containsEntry("forkwatch_child_cpu_usage_ratio{kind=\"worker\",slot=\"3\"}", 0.5)
                .containsEntry("forkwatch_child_tree_cpu_usage_ratio{kind=\"worker\",slot=\"3\"}", 0.75)
                .containsEntry("forkwatch_child_processes{kind=\"worker\",slot=\"3\"}", 3.0)
                .containsEntry("forkwatch_child_jvm_heap_used_bytes{kind=\"worker\",slot=\"3\"}", 700.0)
                .containsEntry("forkwatch_child_jvm_heap_max_bytes{kind=\"worker\",slot=\"3\"}", 800.0)
                .containsEntry("forkwatch_child_threads{kind=\"worker\",slot=\"3\"}", 4.0)
                .containsEntry("forkwatch_child_start_time_seconds{kind=\"worker\",slot=\"3\"}", 1_700_000_100.0)
                .containsEntry(
                        "forkwatch_child_last_sample_timestamp_seconds{kind=\"worker\",slot=\"3\"}", 1_700_001_100.0);
        assertThat(scrape.series().keySet().stream().filter(name -> name.contains("slot=")))
                .hasSize(ChildRows.ROWS);
    }

    @Test
    void childrenInTheOverflowAddUpTheirHeapsAndAKindItsPauses() {
        List<LivingChild> children =
                List.of(Children.sampled("worker", Slot.OVERFLOW, 20), Children.sampled("worker", Slot.OVERFLOW, 10));
        jvms = Children.jvms(children);
        Scrape scrape = scrape(children, Children.totals("worker", 2), Children.totals("shell", 0));

        assertThat(scrape.series())
                .containsEntry("forkwatch_child_jvm_heap_used_bytes{kind=\"worker\",slot=\"overflow\"}", 210.0)
                .containsEntry("forkwatch_child_jvm_heap_max_bytes{kind=\"worker\",slot=\"overflow\"}", 240.0)
                .containsEntry("forkwatch_child_jvm_gc_seconds_total{kind=\"worker\"}", 1.5)
                .doesNotContainKey("forkwatch_child_jvm_gc_seconds_total{kind=\"shell\"}");
    }

    @Test
    void whatIsUnknownOfAChildIsAbsentAndNeverZero() {
        Scrape scrape = scrape(List.of(Children.fresh("worker", new Slot(0), 100)));

        assertThat(scrape.series().keySet().stream().filter(name -> name.contains("slot=")))
                .containsExactly("forkwatch_child_start_time_seconds{kind=\"worker\",slot=\"0\"}");
    }

    @Test
    void theRowsOfAFreedSlotDisappear() {
        LivingChild stays = Children.sampled("worker", new Slot(0), 100);
        Scrape before = scrape(List.of(stays, Children.sampled("worker", new Slot(1), 101)));
        Scrape after = scrape(List.of(stays));

        assertThat(before.text()).contains("slot=\"1\"");
        assertThat(after.text()).contains("slot=\"0\"").doesNotContain("slot=\"1\"");
    }

    @Test
    void childrenInTheOverflowAreSummedWithTheOldestStartAndTheNewestSample() {
        Scrape scrape = scrape(
                List.of(Children.sampled("worker", Slot.OVERFLOW, 20), Children.sampled("worker", Slot.OVERFLOW, 10)));

        assertThat(scrape.series())
                .containsEntry("forkwatch_child_resident_memory_bytes{kind=\"worker\",slot=\"overflow\"}", 30.0)
                .containsEntry("forkwatch_child_tree_swap_bytes{kind=\"worker\",slot=\"overflow\"}", 180.0)
                .containsEntry("forkwatch_child_cpu_usage_ratio{kind=\"worker\",slot=\"overflow\"}", 1.0)
                .containsEntry("forkwatch_child_processes{kind=\"worker\",slot=\"overflow\"}", 6.0)
                .containsEntry("forkwatch_child_start_time_seconds{kind=\"worker\",slot=\"overflow\"}", 1_700_000_010.0)
                .containsEntry(
                        "forkwatch_child_last_sample_timestamp_seconds{kind=\"worker\",slot=\"overflow\"}",
                        1_700_001_020.0);
    }

    @Test
    void aSumInTheOverflowIsAbsentWhereItIsNotKnownOfAllChildren() {
        Scrape scrape = scrape(
                List.of(Children.sampled("worker", Slot.OVERFLOW, 20), Children.fresh("worker", Slot.OVERFLOW, 10)));

        assertThat(scrape.series())
                .containsEntry("forkwatch_child_start_time_seconds{kind=\"worker\",slot=\"overflow\"}", 1_700_000_010.0)
                .containsEntry(
                        "forkwatch_child_last_sample_timestamp_seconds{kind=\"worker\",slot=\"overflow\"}",
                        1_700_001_020.0)
                .containsEntry("forkwatch_child_memory_limit_bytes{kind=\"worker\",slot=\"overflow\"}", 160.0);
        assertThat(scrape.series().keySet().stream().filter(name -> name.contains("slot=")))
                .hasSize(3);
    }

    @Test
    void whatIsNoJvmTakesNothingFromTheHeapsInTheOverflow() {
        List<LivingChild> one = List.of(Children.sampled("worker", Slot.OVERFLOW, 20));
        jvms = Children.jvms(one);
        Scrape scrape = scrape(List.of(one.get(0), Children.sampled("worker", Slot.OVERFLOW, 10)));

        assertThat(scrape.series())
                .containsEntry("forkwatch_child_jvm_heap_used_bytes{kind=\"worker\",slot=\"overflow\"}", 140.0)
                .containsEntry("forkwatch_child_resident_memory_bytes{kind=\"worker\",slot=\"overflow\"}", 30.0);
    }

    @Test
    void proportionalMemoryInTheOverflowIsThatOfAllOrAbsent() {
        List<LivingChild> one = List.of(Children.sampled("worker", Slot.OVERFLOW, 20));
        pss = Children.pss(one);
        Scrape scrape = scrape(List.of(one.get(0), Children.sampled("worker", Slot.OVERFLOW, 10)));

        assertThat(scrape.series().keySet().stream().filter(name -> name.contains("proportional")))
                .isEmpty();
    }

    @Test
    void aKindHasItsTotalsAndEveryReasonFromZero() {
        Scrape scrape = scrape(List.of(), Children.totals("worker", 4));

        assertThat(scrape.series())
                .containsEntry("forkwatch_children{kind=\"worker\"}", 4.0)
                .containsEntry("forkwatch_child_starts_total{kind=\"worker\"}", 10.0)
                .containsEntry("forkwatch_child_start_failures_total{kind=\"worker\"}", 0.0)
                .containsEntry("forkwatch_child_cpu_seconds_total{kind=\"worker\",mode=\"user\"}", 1.5)
                .containsEntry("forkwatch_child_cpu_seconds_total{kind=\"worker\",mode=\"system\"}", 0.25)
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"ok\"}", 0.0)
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"error\"}", 0.0)
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"unknown\"}", 0.0)
                .containsEntry("forkwatch_child_lifetime_seconds_count{kind=\"worker\"}", 0.0);
    }

    @Test
    void exitsAreCountedByReasonWithLifetimeAndPeak() {
        metrics.exited(Children.death("worker", TimeUnit.MILLISECONDS.toNanos(500), 100 << 20), "ok");
        metrics.exited(Children.death("worker", TimeUnit.SECONDS.toNanos(60), 0), "error");
        Scrape scrape = scrape(List.of(), Children.totals("worker", 0));

        assertThat(scrape.series())
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"ok\"}", 1.0)
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"error\"}", 1.0)
                .containsEntry("forkwatch_child_lifetime_seconds_bucket{kind=\"worker\",le=\"0.1\"}", 0.0)
                .containsEntry("forkwatch_child_lifetime_seconds_bucket{kind=\"worker\",le=\"1.0\"}", 1.0)
                .containsEntry("forkwatch_child_lifetime_seconds_bucket{kind=\"worker\",le=\"+Inf\"}", 2.0)
                .containsEntry("forkwatch_child_lifetime_seconds_sum{kind=\"worker\"}", 60.5)
                .containsEntry("forkwatch_child_exit_peak_memory_bytes_count{kind=\"worker\"}", 1.0)
                .containsEntry("forkwatch_child_exit_peak_memory_bytes_sum{kind=\"worker\"}", (double) (100 << 20));
    }

    @Test
    void theFirstScrapeShowsWhatHappenedBefore() {
        metrics.exited(Children.death("worker", 500_000_000, 100 << 20), "ok");
        metrics.exited(Children.death("gone", 2_000_000_000, 0), "error");
        metrics.quick(3, 1_500_000_000);
        Scrape scrape = scrape(List.of(), Children.totals("worker", 0));

        assertThat(scrape.series())
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"ok\"}", 1.0)
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"error\"}", 0.0)
                .containsEntry("forkwatch_child_exits_total{kind=\"gone\",reason=\"error\"}", 1.0)
                .containsEntry("forkwatch_child_exits_total{kind=\"gone\",reason=\"ok\"}", 0.0)
                .containsEntry("forkwatch_child_lifetime_seconds_sum{kind=\"worker\"}", 0.5)
                .containsEntry("forkwatch_child_exit_peak_memory_bytes_count{kind=\"worker\"}", 1.0)
                .containsEntry("forkwatch_child_exit_peak_memory_bytes_count{kind=\"gone\"}", 0.0)
                .containsEntry("forkwatch_sampler_quick_looks_total", 3.0)
                .containsEntry("forkwatch_sampler_quick_look_seconds_total", 1.5);
    }

    @Test
    void noDeathIsLostOrCountedTwiceHoweverManyThereAreBeforeTheFirstScrape() {
        for (int death = 0; death < 2_345; death++) {
            metrics.exited(Children.death("worker", 1_000_000_000, 1 << 20), "ok");
        }
        assertThat(scrape(List.of()).series())
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"ok\"}", 2_345.0)
                .containsEntry("forkwatch_child_lifetime_seconds_sum{kind=\"worker\"}", 2_345.0);
        metrics.exited(Children.death("worker", 1_000_000_000, 1 << 20), "ok");

        assertThat(scrape(List.of()).series())
                .containsEntry("forkwatch_child_exits_total{kind=\"worker\",reason=\"ok\"}", 2_346.0);
    }

    @Test
    void ticksAreCountedFromTheFirstScrapeOn() {
        metrics.tick(1_000_000);
        Scrape first = scrape(List.of());
        metrics.tick(2_000_000);
        metrics.tick(4_000_000_000L);

        assertThat(first.series()).containsEntry("forkwatch_sampler_tick_seconds_count", 0.0);
        assertThat(scrape(List.of()).series())
                .containsEntry("forkwatch_sampler_tick_seconds_bucket{le=\"0.0025\"}", 1.0)
                .containsEntry("forkwatch_sampler_tick_seconds_bucket{le=\"+Inf\"}", 2.0)
                .containsEntry("forkwatch_sampler_tick_seconds_sum", 4.002);
    }

    /** As by a full heap, but where it happens can be chosen here: by the depth of a stack that has little room left. */
    @Test
    void anObservationThatIsBrokenOffDoesNotHoldUpScrapes() throws InterruptedException {
        scrape(List.of());
        int[] broken = {0};
        Thread deep = new Thread(null, () -> descend(0, broken), "deep", 256 * 1024);
        deep.start();
        deep.join();
        assertThat(broken[0]).isPositive();

        scrape(List.of());
        metrics.tick(1_000_000);

        assertThat(scrape(List.of()).series())
                .hasEntrySatisfying(
                        "forkwatch_sampler_tick_seconds_count",
                        count -> assertThat(count).isPositive());
    }

    /** Ticks at each depth, on the way back from where the stack is full. */
    private void descend(int depth, int[] broken) {
        try {
            if (depth < Integer.MAX_VALUE) {
                descend(depth + 1, broken);
            }
        } catch (StackOverflowError full) {
            broken[0]++;
        }
        try {
            metrics.tick(1);
        } catch (StackOverflowError cut) {
            broken[0]++;
        }
    }

    @Test
    void aReasonOutsideTheClosedListIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.exited(Children.death("worker", 1, 1), "bored"))
                .withMessageContaining("bored");
    }

    @Test
    void theLagIsAbsentBeforeTheFirstTick() {
        assertThat(scrape(List.of()).series()).doesNotContainKey("forkwatch_sampler_lag_seconds");

        metrics.tick(3_000_000);
        Scrape scrape = scrape(List.of());
        assertThat(scrape.series())
                .containsEntry("forkwatch_sampler_lag_seconds", 0.002)
                .containsEntry("forkwatch_sampler_tick_seconds_count", 1.0)
                .containsEntry("forkwatch_sampler_tick_seconds_bucket{le=\"0.0025\"}", 0.0)
                .containsEntry("forkwatch_sampler_tick_seconds_bucket{le=\"0.005\"}", 1.0);
        assertThat(scrape.series().get("forkwatch_sampler_tick_seconds_sum")).isCloseTo(0.003, within(1e-9));
    }

    @Test
    void forkwatchTellsOfItself() {
        trouble.add("tick", 2);
        dropped.add("inbox", 3);

        assertThat(scrape(List.of()).series())
                .containsEntry("forkwatch_trouble_total{what=\"tick\"}", 2.0)
                .containsEntry("forkwatch_agent_cpu_seconds_total{thread=\"sampler\"}", 1.25)
                .doesNotContainKey("forkwatch_agent_cpu_seconds_total{thread=\"reporter\"}")
                .containsEntry("forkwatch_dropped_total{what=\"inbox\"}", 3.0)
                .containsEntry("forkwatch_dropped_total{what=\"series\"}", 0.0)
                .containsEntry("forkwatch_capability{name=\"zombie_read\"}", 1.0)
                .containsEntry("forkwatch_capability{name=\"kernel_log\"}", 0.0)
                .containsEntry("forkwatch_build_info{java_version=\"17\",version=\"1\"}", 1.0);
    }

    @Test
    void everyFamilyHasAHelpTextThatIsASentence() {
        assertThat(MetricFamily.values())
                .allSatisfy(family -> assertThat(family.metadata().getHelp()).matches("[A-Z0-9].{10,120}\\."));
    }

    @Test
    void twentyKindsOfThirtyThreeSlotsStayBelowTwoThousandSeries() {
        KindTotals[] kinds = IntStream.rangeClosed(0, 20)
                .mapToObj(kind -> Children.totals("kind-" + kind, 33))
                .toArray(KindTotals[]::new);
        ProbeMetrics full = new ProbeMetrics(
                new MetricSources(
                        () -> snapshot,
                        () -> Children.jvms(crowd()),
                        () -> Children.pss(crowd()),
                        Map::of,
                        Map::of,
                        trouble,
                        dropped),
                ALL_REASONS,
                "1",
                "17");
        snapshot = new Snapshot(1, crowd(), List.of(kinds), List.of(), 0);

        Scrape first = Scrape.of(full);
        Scrape second = Scrape.of(full);

        assertThat(first.series()).hasSizeBetween(1_980, 2_000);
        assertThat(second.series().keySet()).isEqualTo(first.series().keySet());
        long shown = first.series().keySet().stream()
                .filter(name -> name.startsWith("forkwatch_child_start_time_seconds"))
                .count();
        assertThat(first.series()).containsEntry("forkwatch_dropped_total{what=\"series\"}", 20.0 * 33 - shown);
        assertThat(second.series()).containsEntry("forkwatch_dropped_total{what=\"series\"}", 20.0 * 33 - shown);
        assertThat(first.text()).contains("kind=\"kind-0\",slot=\"0\"").doesNotContain("kind=\"kind-19\",slot=");
    }

    @Test
    void aHigherCapShowsThemAll() {
        ProbeMetrics measured = new ProbeMetrics(
                new MetricSources(
                        () -> snapshot,
                        () -> Children.jvms(crowd()),
                        () -> Children.pss(crowd()),
                        Map::of,
                        Map::of,
                        trouble,
                        dropped),
                REASONS,
                "1",
                "17",
                20_000);
        snapshot = new Snapshot(1, crowd(), List.of(), List.of(), 0);

        Scrape scrape = Scrape.of(measured);

        assertThat(scrape.series().keySet().stream().filter(name -> name.contains("slot=")))
                .hasSize(crowd().size() * ChildRows.ROWS);
        assertThat(scrape.series()).containsEntry("forkwatch_dropped_total{what=\"series\"}", 0.0);
    }

    @Test
    void theOldestChildrenKeepTheirRowsInWhateverOrderTheyCome() {
        List<LivingChild> reversed = new ArrayList<>(crowd());
        java.util.Collections.reverse(reversed);

        assertThat(scrape(reversed).series().keySet())
                .isEqualTo(scrape(crowd()).series().keySet());
    }

    private static List<LivingChild> crowd() {
        List<LivingChild> children = new ArrayList<>();
        for (int kind = 0; kind < 20; kind++) {
            for (int slot = -1; slot < 32; slot++) {
                children.add(Children.sampled("kind-" + kind, new Slot(slot), 1_000 + 100L * kind + slot));
            }
        }
        return children;
    }
}
