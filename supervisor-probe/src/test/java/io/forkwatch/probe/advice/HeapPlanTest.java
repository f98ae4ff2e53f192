package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.HeapNews;
import io.forkwatch.probe.process.advice.HeapNews.Heaps;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeapPlanTest {
    private static final long GIB = 1L << 30;
    private static final Kind FORK = new Kind("surefire-fork");
    private static final Kind DAEMON = new Kind("kotlin-daemon");

    private final HeapPlan plan = new HeapPlan();
    private final List<LivingChild> children = new ArrayList<>();
    private final Map<ProcessKey, JvmFigures> jvms = new HashMap<>();

    private void jvm(Kind kind, long maxBytes, OptionalLong ownLimit) {
        ProcessKey key = new ProcessKey(100 + children.size(), 5);
        Child child =
                new Child(key, new Name(kind, new Slot(children.size())), CommandLine.UNKNOWN, "/", Instant.EPOCH, 0);
        SlowSample slow = new SlowSample(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), ownLimit);
        children.add(new LivingChild(child, Optional.empty(), Optional.empty(), Peak.NONE, slow, List.of()));
        jvms.put(
                key,
                new JvmFigures(
                        key,
                        0,
                        "Main",
                        "G1",
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(maxBytes),
                        false,
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
    }

    private Optional<HeapNews> check() {
        return plan.check(children, new JvmView(jvms, Map.of()), "/ci/build", 4 * GIB);
    }

    @Test
    void heapsThatCannotAllGrowAreToldByKindAndSize() {
        for (int i = 0; i < 3; i++) {
            jvm(FORK, 3 * GIB / 2, OptionalLong.of(4 * GIB));
        }
        jvm(DAEMON, GIB, OptionalLong.empty());
        assertThat(check())
                .hasValue(new HeapNews(
                        "/ci/build", 4 * GIB, List.of(new Heaps(FORK, 3, 3 * GIB / 2), new Heaps(DAEMON, 1, GIB))));
    }

    @Test
    void itIsSaidOnceAndAgainWhereItBecomesMore() {
        jvm(FORK, 2 * GIB, OptionalLong.empty());
        jvm(FORK, 2 * GIB, OptionalLong.empty());
        assertThat(check()).as("just fits").isEmpty();
        jvm(FORK, 2 * GIB, OptionalLong.empty());
        assertThat(check()).isPresent();
        assertThat(check()).isEmpty();
        jvm(FORK, 2 * GIB, OptionalLong.empty());
        assertThat(check())
                .hasValueSatisfying(news -> assertThat(news.sumBytes()).isEqualTo(8 * GIB));
        children.clear();
        assertThat(check()).isEmpty();
    }

    @Test
    void whoHasALimitOfItsOwnIsNotCounted() {
        jvm(FORK, 5 * GIB, OptionalLong.of(GIB));
        assertThat(check()).isEmpty();
    }
}
