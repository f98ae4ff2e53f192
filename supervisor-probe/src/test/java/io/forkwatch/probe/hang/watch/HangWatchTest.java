package io.forkwatch.probe.hang.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A child of one thread, by figures that a test sets. */
class HangWatchTest {
    private static final long SECOND = 1_000_000_000;
    private static final long PID = 7;

    private final Map<Long, Long> slices = new HashMap<>(Map.of(PID, 100L));
    private final List<BlockedNews> news = new ArrayList<>();
    private final Threads threads = new Threads();
    private Optional<BlockedOn> on = Optional.of(BlockedOn.OUTPUT);
    private Sureness sureness = Sureness.CERTAIN;
    private List<TreeMember> tree = List.of(new TreeMember(new ProcessKey(PID, 1), "job", false));
    private long nanos = Long.MAX_VALUE - 600 * SECOND;
    private long cpuNanos;
    private int children = 1;
    private int looks;
    private int lookNanos;

    /** What the threads are said to do, and how often it was asked. */
    private final class Threads implements TreeThreads {
        private int stamps;
        private boolean telling = true;
        private long onlyTelling = -1;
        private boolean noOutput;

        @Override
        public Stamp stamp(List<Long> pids) {
            stamps++;
            Stamp stamp = new Stamp();
            pids.forEach(pid -> stamp.add(pid, slices.getOrDefault(pid, 5L)));
            return stamp;
        }

        @Override
        public long slices(long pid, long tid) {
            return slices.getOrDefault(tid, 5L);
        }

        @Override
        public boolean hasNoOutput(long pid) {
            return noOutput;
        }

        @Override
        public boolean isTelling(List<Long> pids, Set<Long> tids) {
            return telling && (onlyTelling < 0 || pids.contains(onlyTelling));
        }
    }

    private final HangWatch watch = new HangWatch(
            Duration.ofSeconds(60), threads, () -> this::why, () -> nanos + (long) looks * lookNanos, this::say);

    private Optional<Blockage> why(ProcessKey child, List<ProcessKey> below) {
        looks++;
        BlockedLink link = new BlockedLink(
                child,
                "job",
                child.pid(),
                "",
                Doing.WRITES,
                "write",
                "",
                Target.NONE,
                slices.getOrDefault(child.pid(), 5L));
        return on.map(each -> new Blockage(child, each, sureness, List.of(link), 1, false, false, Optional.empty()));
    }

    private void say(Advisory each) {
        if (each instanceof BlockedNews blocked) {
            news.add(blocked);
        }
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += SECOND;
            watch.check(this::snapshot, nanos);
        }
    }

    private Snapshot snapshot() {
        List<LivingChild> all = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            all.add(living(PID + i));
        }
        return new Snapshot(nanos, all, List.of(), List.of(), 0);
    }

    private LivingChild living(long pid) {
        Child child = new Child(
                new ProcessKey(pid, 1),
                new Name(new Kind("pool"), new Slot((int) (pid - PID))),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                0);
        ProcessSample sample = new ProcessSample(
                nanos, 'S', 1, 1, 1, 2, 2, OptionalDouble.empty(), OptionalDouble.empty(), new CpuTime(cpuNanos, 0));
        List<TreeMember> members = pid == PID ? tree : List.of(new TreeMember(child.key(), "job", false));
        return new LivingChild(
                child, Optional.of(sample), Optional.of(Instant.EPOCH), Peak.NONE, SlowSample.NONE, members);
    }

    @Test
    void whoIsBlockedIsSaidOnceAfterTwoLooksThatAgree() {
        pass(65);
        assertThat(news).isEmpty();
        assertThat(watch.blocked()).isEmpty();
        pass(120);
        assertThat(news).singleElement().satisfies(said -> {
            assertThat(said.over()).isFalse();
            assertThat(said.blockage().on()).isEqualTo(BlockedOn.OUTPUT);
            assertThat(said.nanos()).isEqualTo(60 * SECOND);
        });
        assertThat(watch.blocked()).hasSize(1);
    }

    @Test
    void whenItRunsAgainThatIsSaidWithHowLongItWasBlocked() {
        pass(150);
        slices.put(PID, 101L);
        pass(10);
        assertThat(news).hasSize(2);
        assertThat(news.get(1).over()).isTrue();
        assertThat(news.get(1).nanos()).isBetween(130 * SECOND, 150 * SECOND);
        assertThat(watch.blocked()).isEmpty();
    }

    @Test
    void aThreadThatHasRunMeanwhileIsBlockedAnewAndNotSince() {
        pass(55);
        slices.put(PID, 101L);
        pass(60);
        assertThat(news).isEmpty();
        pass(120);
        assertThat(news).hasSize(1);
    }

    @Test
    void whoWaitsAsHealthyProgramsDoIsAskedSeldomAndOnlyForItsThreads() {
        on = Optional.empty();
        threads.telling = false;
        pass(600);
        assertThat(looks).isOne();
        assertThat(threads.stamps).isLessThan(8);
        assertThat(news).isEmpty();
    }

    @Test
    void whoWorksIsNotAskedAtAll() {
        for (int i = 0; i < 300; i++) {
            cpuNanos += 20_000_000;
            pass(1);
        }
        assertThat(threads.stamps).isZero();
        assertThat(looks).isZero();
    }

    @Test
    void aTreeThatChangesGoesOn() {
        pass(150);
        assertThat(news).hasSize(1);
        tree = List.of(tree.get(0), new TreeMember(new ProcessKey(9, 2), "more", false));
        pass(10);
        assertThat(news).hasSize(2).last().matches(BlockedNews::over);
    }

    @Test
    void whatIsOnlyPossibleIsShownAndNotSaid() {
        sureness = Sureness.POSSIBLE;
        pass(150);
        assertThat(news).isEmpty();
        assertThat(watch.blocked().values()).singleElement().matches(blocked -> !blocked.isSaid());
        slices.put(PID, 101L);
        pass(10);
        assertThat(news).isEmpty();
    }

    @Test
    void whoHasClosedItsOutputAndDoesNothingIsKnown() {
        on = Optional.empty();
        threads.noOutput = true;
        pass(30);
        assertThat(watch.closed()).hasSize(1);
        assertThat(news).isEmpty();
        cpuNanos += SECOND;
        pass(10);
        assertThat(watch.closed()).isEmpty();
    }

    @Test
    void oneThatDiesLeavesNothing() {
        pass(150);
        children = 0;
        pass(10);
        assertThat(watch.blocked()).isEmpty();
        assertThat(news).hasSize(1);
    }

    @Test
    void manyWhoWaitAreAskedWithinTheirAllowance() {
        on = Optional.empty();
        threads.telling = false;
        children = 1_000;
        lookNanos = 1_000_000;
        pass(500);
        // 20 ms saved, 80 owed, and 0.4 a second then.
        assertThat(looks).isBetween(100, 300);
    }

    /** Others that wait for their turn, and have none, do not take that of the next. */
    @Test
    void oneThatComesLaterIsAskedThoughManyWaitForTheirTurn() {
        threads.telling = false;
        on = Optional.empty();
        children = 400;
        lookNanos = 300_000_000;
        pass(150);
        threads.telling = true;
        on = Optional.of(BlockedOn.OUTPUT);
        threads.onlyTelling = PID + 400;
        children = 401;
        pass(140);
        assertThat(news).anyMatch(said -> said.child().name().slot().number() == 400);
    }

    @Test
    void oneOfThemOfWhomAThreadTellsDoesNotWaitForThat() {
        children = 1_000;
        lookNanos = 1_000_000;
        on = Optional.of(BlockedOn.FILE_LOCK);
        pass(90);
        assertThat(news).isNotEmpty();
    }
}
