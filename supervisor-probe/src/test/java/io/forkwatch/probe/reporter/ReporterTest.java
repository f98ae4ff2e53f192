package io.forkwatch.probe.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.advice.CgroupNews;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.ExpectedEnds;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.jfr.JfrGate;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class ReporterTest {
    private static final int CAPACITY = 16_384;
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);

    private final HandClock clock = new HandClock();
    private final Clocks clocks = clock.clocks();
    private final AtomicLong roomBytes = new AtomicLong(100 << 20);
    private final Tally dropped = new Tally();
    private final JfrGate jfr = new JfrGate(ModuleLayer.empty());
    private final AtomicInteger wakes = new AtomicInteger();
    private final ReporterQueue queue = new ReporterQueue(clocks.nanos(), dropped, jfr, wakes::incrementAndGet);
    private final List<String> said = new ArrayList<>();
    private final List<String> rehearsed = new ArrayList<>();
    private final List<PeriodicDuty> duties = new ArrayList<>();

    private final LogSink log = new LogSink() {
        @Override
        public void write(String record) {
            said.add(record);
        }

        @Override
        public void close() {
            said.add("closed log");
        }
    };

    private Reporter reporter() {
        return reporter(Deaths.bySignal(9), ExpectedEnds.none());
    }

    private Reporter reporter(Deaths collected, ExpectedEnds expected) {
        Style style = Style.of(LogFormat.TEXT, Language.EN);
        DeathPipeline deaths = new DeathPipeline(
                death -> collected.evidence(),
                new Diagnoser(),
                expected,
                List.of(new Said()),
                (what, fault) -> said.add("pipeline " + what));
        return new Reporter(
                queue,
                deaths,
                () -> said.add("first child"),
                new Rehearsal(
                        new Diagnoser(),
                        new Report(rehearsed::add, style, SummaryMode.ABNORMAL, true, clocks),
                        roomBytes::get,
                        queue::isBurst),
                duties,
                new Report(log, style, SummaryMode.ABNORMAL, false, clocks),
                log,
                jfr,
                clocks,
                (what, fault) -> said.add("trouble " + what + ' ' + fault.getMessage()));
    }

    /** Counts and keeps deaths, and knows nobody else. */
    private final class Said implements DeathReceiver {
        @Override
        public String what() {
            return "test";
        }

        @Override
        public void died(Death death, Diagnosis diagnosis) {
            said.add("died " + death.child().key().pid());
        }
    }

    /** From then on no port is opened any more. */
    @Test
    void theQueueKnowsThatTheEndHasBegun() {
        ReporterQueue fresh = new ReporterQueue(0, new Tally(), new JfrGate(ModuleLayer.boot()), () -> {});
        assertThat(fresh.isEnding()).isFalse();
        fresh.ending(5);
        assertThat(fresh.isEnding()).isTrue();
    }

    @Test
    void aDeathForWhichThereIsNoMemoryIsToldLaterAndOnce() {
        AtomicInteger full = new AtomicInteger(2);
        Reporter reporter = reporter(Deaths.byExit(3), withoutMemory(full));
        queue.died(Deaths.byExit(3).death());
        reporter.doWork();
        assertThat(said).doesNotContain("died 4242");

        assertThat(reporter.doWork()).isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        reporter.doWork();
        reporter.doWork();

        assertThat(said).containsOnlyOnce("died 4242").noneMatch(line -> line.startsWith("trouble"));
    }

    @Test
    void noMoreThanSixteenWaitForMemoryAndTheOthersAreTrouble() {
        AtomicInteger full = new AtomicInteger(20);
        Reporter reporter = reporter(Deaths.byExit(3), withoutMemory(full));
        for (int i = 0; i < 20; i++) {
            queue.died(Deaths.byExit(3).death());
        }
        reporter.doWork();

        reporter.close();

        assertThat(said).filteredOn("died 4242"::equals).hasSize(16);
        assertThat(said).filteredOn(line -> line.startsWith("trouble report")).hasSize(4);
    }

    /** Asked for each death by its exit code, before anybody is told. */
    private static ExpectedEnds withoutMemory(AtomicInteger times) {
        return new ExpectedEnds(
                (command, exitCode) -> {
                    if (times.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    return false;
                },
                Map.of());
    }

    private static PeriodicDuty duty(String what, LongUnaryOperator work) {
        return duty(what, work, () -> {});
    }

    private static PeriodicDuty duty(String what, LongUnaryOperator work, Runnable close) {
        return new PeriodicDuty() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public long doWork(long nanos) {
                return work.applyAsLong(nanos);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    private static LivingChild living() {
        Child child = new Child(
                new ProcessKey(4242, 77),
                new Name(new Kind("sleeper"), new Slot(0)),
                new CommandLine(List.of("sleep", "60")),
                "/",
                "",
                java.time.Instant.EPOCH,
                0);
        return new LivingChild(child, Optional.empty(), Optional.empty(), Peak.NONE, SlowSample.NONE, List.of());
    }

    private FixedView alive() {
        return new FixedView(new Snapshot(clocks.nanos(), List.of(living()), List.of(), List.of(), 0));
    }

    @Test
    void aProgramThatIsOnlyAskedForAndNotThereIsNotTold() {
        queue.startFailed(
                new StartFailure(new CommandLine(List.of("lshw")), "", "error=2, No such file or directory", 0),
                new Kind("lshw"));
        reporter(Deaths.byExit(3), new ExpectedEnds((command, code) -> code == 127, Map.of()))
                .doWork();
        assertThat(said).isEmpty();
    }

    @Test
    void whatTheKernelPushedIsSaid() {
        queue.advice(new CgroupNews("/ci/build", 0, List.of()));
        reporter().doWork();
        assertThat(said).containsExactly("[forkwatch] cgroup /ci/build was removed");
    }

    @Test
    void worksOffWhatWasHandedOverInOrder() {
        queue.notice("one");
        queue.startFailed(
                new StartFailure(new CommandLine(List.of("nope")), "", "error=2, No such file or directory", 0),
                new Kind("nope"));
        queue.report("tick", new IllegalStateException("of a test"));
        queue.died(Deaths.bySignal(9).death());

        assertThat(reporter().doWork()).isEqualTo(AN_HOUR);

        assertThat(said)
                .containsExactly(
                        "[forkwatch] one",
                        "[forkwatch] child not started: nope: error=2, No such file or directory; command nope",
                        "trouble tick of a test",
                        "died 4242");
        assertThat(wakes).hasValue(4);
        assertThat(dropped.read()).isEmpty();
    }

    @Test
    void deathsThatWaitAreBoundedInBytesAndFaultsInNumber() {
        Death large = Deaths.byExit(1)
                .command(Collections.nCopies(60, "x".repeat(100)).toArray(String[]::new))
                .death();
        int most = (int) (ReporterQueue.MOST_TEXT_BYTES / large.textBytes());
        for (int i = 0; i < most; i++) {
            queue.died(large);
        }
        for (int i = 0; i < ReporterQueue.MOST_FAULTS + 5; i++) {
            queue.report("tick", new IllegalStateException("of a test"));
        }
        assertThat(dropped.read()).isEqualTo(Map.of("troubles", 5L));
        long bytes = 0;
        int deaths = 0;
        for (Optional<ReporterTask> task = queue.poll(); task.isPresent(); task = queue.poll()) {
            bytes += task.get().textBytes();
            deaths += task.get() instanceof ReporterTask.Died ? 1 : 0;
        }
        assertThat(deaths).as("of all something is kept").isEqualTo(most);
        assertThat(bytes).isBetween(ReporterQueue.MOST_TEXT_BYTES / 2 - (32 << 10), ReporterQueue.MOST_TEXT_BYTES);
        queue.report("tick", new IllegalStateException("of a test"));
        assertThat(queue.poll()).as("there is room again").isPresent();
    }

    @Test
    void theFirstChildIsSaidOnce() {
        Reporter reporter = reporter();
        queue.publish(FixedView.empty(clocks.nanos()));
        reporter.doWork();
        assertThat(said).isEmpty();
        assertThat(queue.isAlone()).isTrue();

        queue.publish(alive());
        queue.publish(alive());
        reporter.doWork();

        assertThat(said).containsExactly("first child");
        assertThat(queue.isAlone()).isFalse();
    }

    @Test
    void whatGoesBeyondTheQueueIsCounted() {
        for (int record = 0; record < CAPACITY; record++) {
            queue.notice("fits");
        }
        assertThat(dropped.read()).isEmpty();

        queue.notice("too much");
        queue.notice("too much");
        queue.report("tick", new IllegalStateException());

        assertThat(dropped.read()).isEqualTo(Map.of("reports", 2L, "troubles", 1L));
    }

    /** A port that throws each second used to keep JVMs from ever being sampled. */
    @Test
    void aDutyThatFailsNeverStarvesTheRest() {
        duties.add(duty("a", nanos -> {
            said.add("a");
            return 70;
        }));
        duties.add(duty("port", nanos -> {
            throw new OutOfMemoryError("unable to create native thread");
        }));
        duties.add(duty("c", nanos -> {
            said.add("c");
            return 50;
        }));

        assertThat(reporter().doWork()).isEqualTo(50);

        assertThat(said).containsExactly("a", "trouble port unable to create native thread", "c");
    }

    @Test
    void aDutyThatFailsIsTriedAgainAfterASecond() {
        duties.add(duty("port", nanos -> {
            throw new IllegalStateException("of a test");
        }));

        assertThat(reporter().doWork()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void aStormOfTasksDoesNotKeepTheDutiesWaiting() {
        AtomicInteger done = new AtomicInteger();
        duties.add(duty("duty", nanos -> done.incrementAndGet() + AN_HOUR));
        for (int i = 0; i < 3_000; i++) {
            queue.notice("line");
        }

        Reporter reporter = reporter();

        assertThat(reporter.doWork()).isEqualTo(1);
        assertThat(done).hasValue(1);
        assertThat(said).hasSizeBetween(1, 2_999);
        reporter.doWork();
        assertThat(reporter.doWork()).isGreaterThan(1);
        assertThat(said).hasSize(3_000);
    }

    /** The close is no task: it cannot be dropped by a full queue, and what waits is done before. */
    @Test
    void aFullQueueCannotDropTheClose() {
        duties.add(duty("port", nanos -> AN_HOUR, () -> said.add("closed port")));
        queue.publish(alive());
        for (int i = 0; i < CAPACITY + 1; i++) {
            queue.notice("line");
        }

        reporter().close();

        assertThat(said).hasSize(1 + CAPACITY - 1 + 3);
        assertThat(said.subList(said.size() - 3, said.size()))
                .satisfiesExactly(
                        port -> assertThat(port).isEqualTo("closed port"),
                        left -> assertThat(left).startsWith("[forkwatch] 1 child left alive: sleeper[0] pid 4242"),
                        last -> assertThat(last).isEqualTo("closed log"));
    }

    @Test
    void oneThatCannotBeClosedNeverKeepsTheRestOpen() {
        duties.add(duty("state file", nanos -> AN_HOUR, () -> {
            throw new IllegalStateException("of a test");
        }));
        duties.add(duty("port", nanos -> AN_HOUR, () -> said.add("closed port")));

        reporter().close();

        assertThat(said).containsExactly("trouble state file of a test", "closed port", "closed log");
    }

    @Test
    void theLastSnapshotCanBeAskedFor() {
        Snapshot snapshot = Snapshot.empty(42);

        queue.publish(new FixedView(snapshot));

        assertThat(queue.snapshot()).isSameAs(snapshot);
    }

    @Test
    void aQueueThatIsClosedKeepsNothing() {
        queue.notice("unheard");

        queue.close();
        queue.notice("unheard as well");

        assertThat(reporter().doWork()).isEqualTo(AN_HOUR);
        assertThat(said).isEmpty();
    }

    @Test
    void theWayOfADeathIsGoneOnceTwoSecondsAfterTheFirstChild() {
        Reporter reporter = reporter();
        queue.publish(alive());
        assertThat(reporter.doWork()).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        clock.passMillis(1_999);
        reporter.doWork();
        assertThat(said).containsExactly("first child");
        clock.passMillis(1);
        assertThat(reporter.doWork()).isEqualTo(AN_HOUR);
        assertThat(said).as("nobody is told").containsExactly("first child");
        assertThat(rehearsed).hasSize(2);
        assertThat(rehearsed.get(0)).contains("nobody[0]", "SIGKILL");
        assertThat(rehearsed.get(1)).contains("nobody[0]", "exit 137");
        clock.passMillis(60_000);
        reporter.doWork();
        assertThat(rehearsed).hasSize(2);
    }

    /** A host that starts a thousand children needs its processors. */
    @Test
    void theRehearsalWaitsForTheEndOfABurstButNotForEver() {
        Reporter reporter = reporter();
        queue.publish(alive());
        queue.inBurst(true);
        reporter.doWork();
        clock.passMillis(2_500);
        assertThat(reporter.doWork()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(rehearsed).isEmpty();

        clock.passMillis(8_000);
        reporter.doWork();
        assertThat(rehearsed).hasSize(2);
    }

    @Test
    void withoutAChildThereIsNothingToRehearse() {
        clock.passMillis(60_000);
        assertThat(reporter().doWork()).isEqualTo(AN_HOUR);
        assertThat(rehearsed).isEmpty();
    }

    /** A class that is used for the first time while the heap is full is broken for good. */
    @Test
    void untilThenWhatIsToBeToldWaitsForRoomInTheHeap() {
        Reporter reporter = reporter();
        queue.publish(alive());
        reporter.doWork();
        roomBytes.set(1_000);
        queue.notice("a death");
        clock.passMillis(2_500);
        assertThat(reporter.doWork()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(said).containsExactly("first child");
        roomBytes.set(8 << 20);
        clock.passMillis(500);
        reporter.doWork();
        assertThat(said).hasSize(2).anyMatch(line -> line.endsWith("a death"));
        roomBytes.set(1_000);
        queue.notice("another");
        reporter.doWork();
        assertThat(said).as("once all classes are there").hasSize(3);
    }

    @Test
    void butItWaitsForTenSecondsAtMost() {
        Reporter reporter = reporter();
        queue.publish(alive());
        reporter.doWork();
        roomBytes.set(1_000);
        queue.notice("a death");
        clock.passMillis(10_000);
        reporter.doWork();
        assertThat(said).hasSize(2).anyMatch(line -> line.endsWith("a death"));
    }

    @Test
    void atTheEndNothingWaits() {
        Reporter reporter = reporter();
        queue.publish(alive());
        reporter.doWork();
        roomBytes.set(1_000);
        queue.notice("a death");
        reporter.close();
        assertThat(said).anyMatch(line -> line.endsWith("a death"));
    }
}
