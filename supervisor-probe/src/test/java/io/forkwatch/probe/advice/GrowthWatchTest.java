package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.GrowthNews;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.Limits;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrowthWatchTest {
    private static final long MIB = 1 << 20;

    private final List<Advisory> news = new ArrayList<>();

    private GrowthWatch watch(long softMib) {
        Limits limits = softMib == 0 ? Limits.NONE : new Limits(Map.of(Limit.RSS, softMib * MIB));
        return new GrowthWatch(new KindLimits(limits, Map.of()), news::add);
    }

    private static LivingChild child(long mib, OptionalLong limitMib) {
        Child child = new Child(
                new ProcessKey(7, 5),
                new Name(new Kind("worker"), new Slot(0)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                0);
        ProcessSample sample = new ProcessSample(
                0, 'S', 1, 1, mib * MIB, 1, 1, OptionalDouble.empty(), OptionalDouble.empty(), CpuTime.ZERO);
        OptionalLong limit = limitMib.isEmpty() ? limitMib : OptionalLong.of(limitMib.getAsLong() * MIB);
        return new LivingChild(
                child,
                Optional.of(sample),
                Optional.of(Instant.EPOCH),
                Peak.NONE,
                new SlowSample(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), limit),
                List.of());
    }

    private static Optional<ChildHistory> upTo(long mib, long stepMib) {
        List<ChildHistory.Point> points = LongStream.rangeClosed(0, 11)
                .mapToObj(i -> new ChildHistory.Point(
                        OptionalLong.of((mib - (11 - i) * stepMib) * MIB), OptionalDouble.empty()))
                .toList();
        return Optional.of(new ChildHistory(0, ChildHistory.STEP_NANOS, points));
    }

    private void look(GrowthWatch watch, long mib, long stepMib, OptionalLong limitMib) {
        watch.check(List.of(child(mib, limitMib)), key -> upTo(mib, stepMib));
    }

    @Test
    void whoReachesItsCgroupsLimitSoonIsToldOnceTwoLooksAgree() {
        GrowthWatch watch = watch(0);
        look(watch, 500, 10, OptionalLong.of(600));
        assertThat(news).isEmpty();
        assertThat(watch.forecasts()).containsEntry(new ProcessKey(7, 5), 50_000_000_000L);
        look(watch, 520, 10, OptionalLong.of(600));
        look(watch, 540, 10, OptionalLong.of(600));
        assertThat(news)
                .containsExactly(new GrowthNews(
                        child(0, OptionalLong.empty()).child(), 520 * MIB, 600 * MIB, false, 40_000_000_000L));
    }

    @Test
    void theLowerLimitCounts() {
        GrowthWatch watch = watch(550);
        look(watch, 500, 10, OptionalLong.of(600));
        look(watch, 510, 10, OptionalLong.of(600));
        assertThat(news)
                .containsExactly(new GrowthNews(
                        child(0, OptionalLong.empty()).child(), 510 * MIB, 550 * MIB, true, 20_000_000_000L));
    }

    @Test
    void oneThatHesitatesIsToldOnce() {
        GrowthWatch watch = watch(0);
        for (int step : new int[] {10, 10, 0, 10, 10, 0, 10, 10}) {
            look(watch, 500, step, OptionalLong.of(600));
        }
        assertThat(news).hasSize(1);
    }

    @Test
    void farAwayIsNoNewsButAForecast() {
        GrowthWatch watch = watch(0);
        for (int i = 0; i < 5; i++) {
            look(watch, 2600, 50, OptionalLong.of(10_000));
        }
        assertThat(news).isEmpty();
        assertThat(watch.forecasts()).hasSize(1);
    }

    @Test
    void withoutALimitThereIsNothingToReach() {
        GrowthWatch watch = watch(0);
        look(watch, 500, 10, OptionalLong.empty());
        look(watch, 500, 10, OptionalLong.empty());
        assertThat(news).isEmpty();
        assertThat(watch.forecasts()).isEmpty();
    }
}
