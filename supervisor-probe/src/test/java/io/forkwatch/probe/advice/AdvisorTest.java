package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.Limits;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AdvisorTest {
    private static final long SECOND = 1_000_000_000;
    private static final long STARTED = Long.MAX_VALUE - 100 * SECOND;
    private static final Kind FORK = new Kind("surefire-fork");
    private static final Limits GIB = new Limits(Map.of(Limit.RSS, 1L << 30));

    private final List<AdviceNews> news = new ArrayList<>();
    private long nanos = STARTED;

    private Advisor advisor(Limits limits, long sustainedSeconds) {
        return advisor(new KindLimits(limits, Map.of()), sustainedSeconds);
    }

    private Advisor advisor(KindLimits limits, long sustainedSeconds) {
        return new Advisor(
                new AdviceOptions(limits, Duration.ofSeconds(sustainedSeconds), OptionalInt.empty()), this::say);
    }

    private void say(Advisory each) {
        if (each instanceof AdviceNews advice) {
            news.add(advice);
        }
    }

    private void look(Advisor advisor, LivingChild... children) {
        look(advisor, JvmView.EMPTY, children);
    }

    private void look(Advisor advisor, JvmView jvms, LivingChild... children) {
        nanos += SECOND;
        KindTotals totals = new KindTotals(FORK, children.length, 1, 0, CpuTime.ZERO);
        advisor.check(new Snapshot(nanos, List.of(children), List.of(totals), List.of(), 0), jvms, nanos);
    }

    private static LivingChild child(OptionalLong rssBytes, OptionalLong fds) {
        // The one whose death Deaths tells.
        Child child = new Child(
                Deaths.byExit(0).death().child().key(),
                new Name(FORK, new Slot(0)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                STARTED);
        Optional<ProcessSample> sample = rssBytes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProcessSample(
                        0,
                        'S',
                        1,
                        1,
                        rssBytes.getAsLong(),
                        1,
                        1,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        CpuTime.ZERO));
        return new LivingChild(
                child,
                sample,
                sample.map(taken -> Instant.EPOCH),
                Peak.NONE,
                new SlowSample(OptionalLong.empty(), OptionalLong.empty(), fds, OptionalLong.empty()),
                List.of());
    }

    private static LivingChild withMib(long mib) {
        return child(OptionalLong.of(mib << 20), OptionalLong.empty());
    }

    private List<String> said() {
        return news.stream()
                .map(each -> each.what().label() + " " + each.advice().limit().label() + " "
                        + each.advice().figure() + " of " + each.advice().most())
                .toList();
    }

    @Test
    void beyondItsLimitForLongEnoughAChildIsAdvisedOnce() {
        Advisor advisor = advisor(GIB, 2);
        look(advisor, withMib(1024));
        look(advisor, withMib(1025));
        assertThat(news).isEmpty();
        look(advisor, withMib(1026));
        look(advisor, withMib(1027));

        assertThat(said()).containsExactly("recycle rss " + (1026L << 20) + " of " + (1L << 30));
        assertThat(advisor.view().byChild().values())
                .singleElement()
                .satisfies(advice -> assertThat(advice.figure()).isEqualTo(1027L << 20));
        assertThat(advisor.view().trips()).isEqualTo(Map.of(FORK, Map.of(Limit.RSS, 1L)));
    }

    @Test
    void wellBelowForLongEnoughItIsClearedOnce() {
        Advisor advisor = advisor(GIB, 1);
        for (long mib : new long[] {1100, 1100, 1000, 100, 100, 100}) {
            look(advisor, withMib(mib));
        }
        assertThat(said())
                .containsExactly(
                        "recycle rss " + (1100L << 20) + " of " + (1L << 30),
                        "cleared rss " + (100L << 20) + " of " + (1L << 30));
        assertThat(advisor.view().byChild()).isEmpty();
        assertThat(advisor.view().trips()).isEqualTo(Map.of(FORK, Map.of(Limit.RSS, 1L)));
    }

    @Test
    void theStrongestLimitIsTheReason() {
        Advisor advisor = advisor(new Limits(Map.of(Limit.AGE, 3 * SECOND, Limit.FDS, 10L, Limit.RSS, 1L << 20)), 5);
        for (int i = 0; i < 5; i++) {
            look(advisor, child(OptionalLong.of(2L << 20), OptionalLong.of(11)));
        }
        assertThat(said()).containsExactly("recycle age " + 3 * SECOND + " of " + 3 * SECOND);
        look(advisor, child(OptionalLong.of(2L << 20), OptionalLong.of(11)));

        // One line a child; the page and the gauges have the strongest.
        assertThat(news).hasSize(1);
        assertThat(advisor.view().byChild().values())
                .singleElement()
                .satisfies(advice -> assertThat(advice.limit()).isEqualTo(Limit.RSS));
        assertThat(advisor.view().trips().get(FORK)).isEqualTo(Map.of(Limit.AGE, 1L, Limit.FDS, 1L, Limit.RSS, 1L));
    }

    @Test
    void whatCannotBeReadNeverTrips() {
        Advisor advisor = advisor(new Limits(Map.of(Limit.FDS, 1L, Limit.RSS, 1L << 20, Limit.HEAP, 1L << 20)), 0);
        for (int i = 0; i < 5; i++) {
            look(advisor, child(OptionalLong.empty(), OptionalLong.empty()));
        }
        assertThat(news).isEmpty();
        assertThat(advisor.view().trips().get(FORK)).isEqualTo(Map.of(Limit.FDS, 0L, Limit.RSS, 0L, Limit.HEAP, 0L));
    }

    @Test
    void theHeapIsThatOfItsJvm() {
        Advisor advisor = advisor(new Limits(Map.of(Limit.HEAP, 100L)), 0);
        LivingChild child = withMib(1);
        JvmFigures figures = new JvmFigures(
                child.child().key(),
                0,
                "Main",
                "G1",
                OptionalLong.of(100),
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        look(advisor, new JvmView(Map.of(child.child().key(), figures), Map.of()), child);
        assertThat(said()).containsExactly("recycle heap 100 of 100");
    }

    @Test
    void aKindMayHaveItsOwnLimitsOrNone() {
        KindLimits limits = new KindLimits(
                GIB,
                Map.of(
                        "surefire-fork",
                        Map.of(Limit.RSS, OptionalLong.empty(), Limit.FDS, OptionalLong.of(5)),
                        "node",
                        Map.of(Limit.RSS, OptionalLong.of(7))));
        assertThat(limits.of(FORK).most()).isEqualTo(Map.of(Limit.FDS, 5L));
        assertThat(limits.of(new Kind("node")).most()).isEqualTo(Map.of(Limit.RSS, 7L));
        assertThat(limits.of(new Kind("other")).most()).isEqualTo(Map.of(Limit.RSS, 1L << 30));
        assertThat(limits.isEmpty()).isFalse();
        assertThat(new KindLimits(Limits.NONE, Map.of("a", Map.of(Limit.RSS, OptionalLong.empty()))).isEmpty())
                .isTrue();
    }

    @Test
    void anEndByTheSupervisorIsTheAdviceTaken() {
        Advisor advisor = advisor(GIB, 0);
        look(advisor, withMib(1024));
        look(advisor);
        advisor.died(
                Deaths.bySignal(15).kill(false, 4).death(),
                new Diagnoser().diagnose(Deaths.bySignal(15).kill(false, 4).evidence()));
        assertThat(said())
                .containsExactly(
                        "recycle rss " + (1L << 30) + " of " + (1L << 30),
                        "taken rss " + (1L << 30) + " of " + (1L << 30));
        assertThat(advisor.view().byChild()).isEmpty();
    }

    @Test
    void anEndThatNobodyMeantIsNot() {
        Advisor advisor = advisor(GIB, 0);
        look(advisor, withMib(1024));
        advisor.died(
                Deaths.bySignal(9).death(),
                new Diagnoser().diagnose(Deaths.bySignal(9).evidence()));
        assertThat(news).hasSize(1);
    }

    @Test
    void theDeathOfOneWithoutAdviceIsNoNews() {
        Advisor advisor = advisor(GIB, 0);
        look(advisor, withMib(10));
        advisor.died(
                Deaths.byExit(0).death(),
                new Diagnoser().diagnose(Deaths.byExit(0).evidence()));
        assertThat(news).isEmpty();
    }

    @Test
    void whoIsGoneAndWasNotAdvisedIsForgotten() {
        Advisor advisor = advisor(GIB, 0);
        look(advisor, withMib(10));
        look(advisor);
        assertThat(advisor.remembered()).isZero();
    }

    @Test
    void otherLimitsHoldFromNowOnAndThoseThatAreTheSameGoOn() {
        Advisor advisor = advisor(GIB, 0);
        look(advisor, withMib(1500));
        assertThat(said()).hasSize(1);

        advisor.change(options(new Limits(Map.of(Limit.RSS, 1L << 30, Limit.FDS, 10L))));
        look(advisor, withMib(1501));
        assertThat(said()).as("the same limit").hasSize(1);
        assertThat(advisor.view().trips()).isEqualTo(Map.of(FORK, Map.of(Limit.RSS, 1L, Limit.FDS, 0L)));

        advisor.change(options(new Limits(Map.of(Limit.RSS, 2L << 30))));
        look(advisor, withMib(1502));
        assertThat(advisor.view().byChild()).as("another limit").isEmpty();
        look(advisor, withMib(2100));
        assertThat(said()).hasSize(2).last().asString().startsWith("recycle rss ");

        advisor.change(options(Limits.NONE));
        look(advisor, withMib(2200));
        assertThat(advisor.view().byChild()).as("no limit").isEmpty();
        advisor.died(
                Deaths.byExit(0).death(),
                new Diagnoser().diagnose(Deaths.byExit(0).evidence()));
        assertThat(said()).hasSize(2);
    }

    private static AdviceOptions options(Limits limits) {
        return new AdviceOptions(new KindLimits(limits, Map.of()), Duration.ZERO, OptionalInt.empty());
    }
}
