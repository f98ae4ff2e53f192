package io.forkwatch.probe.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The values that all stages share keep what their Javadoc promises, or do not come to be. */
class ValuesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration BELOW = Duration.ofMillis(999);
    private static final Kind WORKER = new Kind("worker");
    private static final Name NAME = new Name(WORKER, new Slot(0));
    private static final ProcessKey KEY = new ProcessKey(7, 1);
    private static final TreeMember MEMBER = new TreeMember(KEY, "java", false);
    private static final Child CHILD = new Child(KEY, NAME, CommandLine.UNKNOWN, "/", Instant.EPOCH, 0);
    private static final Orphan ORPHAN = new Orphan(
            KEY,
            "java",
            WORKER,
            new Origin.LeftBehind(1),
            CommandLine.UNKNOWN,
            1,
            0,
            0,
            0,
            CpuTime.ZERO,
            Optional.empty());

    static Stream<Arguments> refused() {
        return Stream.of(
                bad("pid 0", () -> new ProcessKey(0, 1)),
                bad("starttimeTicks -1", () -> new ProcessKey(1, -1)),
                bad("number -2", () -> new Slot(-2)),
                bad("a kind is 1 to 40", () -> new Kind("")),
                bad("a kind is 1 to 40", () -> new Kind("a b")),
                bad("a kind is 1 to 40", () -> new Kind("a".repeat(41))),
                bad("userNanos -1", () -> new CpuTime(-1, 0)),
                bad("systemNanos -1", () -> new CpuTime(0, -1)),
                bad("pid 0", () -> new Spawn(0, CommandLine.UNKNOWN, "", 0, ExitValue.UNKNOWN)),
                bad("pid 0", () -> new Kill(0, true, "main", List.of(), 0)),
                bad("pid -1", () -> new Zombie(-1, 0, new byte[0], 0)),
                bad("supervisorPid 0", () -> new LeftBehind(KEY, WORKER, 0, Optional.empty(), 0)),
                bad("supervisorPid 0", () -> new Origin.LeftBehind(0)),
                bad("pid 0", () -> new Origin.OutlivedChild(NAME, 0, Attribution.PARENT)),
                bad("text is empty", () -> new Origin.Pattern("")),
                bad("below -1", () -> new OrphanNews(ORPHAN, OrphanNews.What.GONE, -1)),
                bad("age is PT0.999S", () -> new OrphanRules(BELOW, HOUR, List.of(), HOUR)),
                bad("cooldown is PT0.999S", () -> new OrphanRules(HOUR, BELOW, List.of(), HOUR)),
                bad("patternAge is PT0.999S", () -> new OrphanRules(HOUR, HOUR, List.of(), BELOW)),
                bad("age is PT168H0.001S", () -> new OrphanRules(WEEK.plusMillis(1), HOUR, List.of(), HOUR)),
                bad("patterns has one of 2", () -> new OrphanRules(HOUR, HOUR, List.of("ab"), HOUR)),
                bad("living -1", () -> new KindTotals(WORKER, -1, 0, 0, CpuTime.ZERO)),
                bad("starts -1", () -> new KindTotals(WORKER, 0, -1, 0, CpuTime.ZERO)),
                bad("startFailures -1", () -> new KindTotals(WORKER, 0, 0, -1, CpuTime.ZERO)),
                bad("lagNanos -1", () -> new Snapshot(0, List.of(), List.of(), List.of(), -1)),
                bad("sampledAt", () -> living(Optional.of(Instant.EPOCH), List.of())));
    }

    private static Arguments bad(String named, ThrowingCallable made) {
        return Arguments.of(named, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatBreaksAPromiseIsRefusedByName(String named, ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(named);
    }

    @Test
    void theFirstAndTheLastThatAreAllowed() {
        assertThat(new ProcessKey(1, 0).starttimeTicks()).isZero();
        assertThat(new Slot(-1)).isEqualTo(Slot.OVERFLOW);
        assertThat(new Kind("a".repeat(40)).name()).hasSize(40);
        assertThat(new CpuTime(0, Long.MAX_VALUE).userNanos()).isZero();
        assertThat(new OrphanRules(Duration.ofSeconds(1), WEEK, List.of("abc"), WEEK).age())
                .hasSeconds(1);
    }

    @Test
    void whatIsPublishedDoesNotFollowALaterChangeOfItsParts() {
        List<TreeMember> members = new ArrayList<>(List.of(MEMBER));
        List<ChildTree> trees = new ArrayList<>(List.of(new ChildTree(CHILD, members)));
        List<LivingChild> children = new ArrayList<>(List.of(living(Optional.empty(), members)));
        List<Orphan> orphans = new ArrayList<>(List.of(ORPHAN));
        List<KindTotals> kinds = new ArrayList<>(List.of(new KindTotals(WORKER, 1, 1, 0, CpuTime.ZERO)));
        FixedView view = new FixedView(new Snapshot(0, children, kinds, orphans, 0), trees);

        Stream.of(members, trees, children, orphans, kinds).forEach(List::clear);

        assertThat(view.trees().get(0).members()).containsExactly(MEMBER);
        assertThat(view.snapshot().children().get(0).tree()).containsExactly(MEMBER);
        assertThat(view.snapshot().kinds()).hasSize(1);
        assertThat(view.orphans()).containsExactly(ORPHAN);
    }

    private static LivingChild living(Optional<Instant> sampledAt, List<TreeMember> tree) {
        return new LivingChild(CHILD, Optional.empty(), sampledAt, Peak.NONE, SlowSample.NONE, tree);
    }
}
