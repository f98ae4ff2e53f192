package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A burst of starts, on a machine where each look at the clock finds it a millisecond later: so work takes time. */
class BurstTest {
    private static final long SELF = 99;
    private static final long FIRST = 1_000;
    private static final int MANY = 500;

    @TempDir
    private Path mount;

    private final HandClock clock = new HandClock();
    private final Recorder sink = new Recorder();
    private final Troubles troubles = new Troubles();
    private final Tally dropped = new Tally();
    private TestProc proc;
    private long lookMillis = 1;
    private EventInbox inbox;
    private Sampler sampler;

    @BeforeEach
    void aSamplerPastItsFirstTick() throws IOException {
        proc = new TestProc(mount);
        proc.write("self/stat", proc.process(SELF).stat()).write("uptime", "100.00 1.00\n");
        Clocks busy = new Clocks(this::later, clock.clocks().wall());
        inbox = new EventInbox(MANY * 4, proc.files(), clock.clocks().monotonic(), dropped, () -> {});
        SamplingOptions options = new SamplingOptions(Lab.INTERVAL, false);
        sampler = Lab.sampler(inbox, proc.files(), TestProc.UNITS, busy, options, Lab.ORPHANS, sink, troubles);
        sampler.doWork();
        clock.passMillis(100);
    }

    private long later() {
        clock.passMillis(lookMillis);
        return clock.nanos();
    }

    private void burst() throws IOException {
        for (long pid = FIRST; pid < FIRST + MANY; pid++) {
            proc.process(pid).parent(SELF).write();
            start(pid);
        }
    }

    private void start(long pid) {
        inbox.started(new Spawn(pid, new CommandLine(List.of("/bin/worker")), "", clock.nanos(), ExitValue.UNKNOWN));
    }

    private List<LivingChild> living() {
        return sink.lastSnapshot().children();
    }

    private long starts() {
        return sink.lastSnapshot().kinds().stream()
                .mapToLong(KindTotals::starts)
                .sum();
    }

    private void workFor(int millis) {
        long until = clock.nanos() + millis * 1_000_000L;
        while (clock.nanos() - until < 0) {
            clock.passMillis(Math.max(1, sampler.doWork() / 1_000_000));
        }
    }

    @Test
    void whileItLastsOnlyTheFirstAreOpened() throws IOException {
        burst();
        sampler.doWork();
        clock.passMillis(1_000);
        start(FIRST + MANY);
        sampler.doWork();

        assertThat(living()).isNotEmpty().hasSizeLessThan(MANY / 2);
        assertThat(sampler.gatherNanos()).isEqualTo(50_000_000);
        assertThat(sink.burst).isTrue();
    }

    @Test
    void whenItIsOverAllAreFollowedAndSampled() throws IOException {
        burst();
        sampler.doWork();
        workFor(5_000);

        assertThat(living()).hasSize(MANY);
        assertThat(living()).allMatch(child -> child.sample().isPresent());
        assertThat(starts()).isEqualTo(MANY);
        assertThat(sampler.gatherNanos()).isEqualTo(10_000_000);
        assertThat(sink.burst).isFalse();
    }

    /** A listing finds them meanwhile, and they are children of this JVM whom the register does not know. */
    @Test
    void whoWaitsIsNotTakenForOneOfWhomNoHookHasTold() throws IOException {
        burst();
        for (int i = 0; i < 5; i++) {
            sampler.doWork();
            clock.passMillis(1_000);
            start(FIRST); // So that it goes on; its pid is given away again and again.
        }
        workFor(5_000);

        assertThat(living()).hasSize(MANY);
        assertThat(living())
                .extracting(child -> child.child().command().program())
                .containsOnly("/bin/worker");
    }

    @Test
    void whoEndsBeforeItWasOpenedIsCountedAndTold() throws IOException {
        burst();
        sampler.doWork();
        for (long pid = FIRST; pid < FIRST + MANY; pid++) {
            inbox.zombie(pid, 3);
        }
        sampler.doWork();
        workFor(1_500);

        assertThat(sink.deaths).hasSize(MANY);
        assertThat(living()).isEmpty();
        assertThat(starts()).isEqualTo(MANY);
    }

    /** Of two with the same pid the first has ended, though nobody has told. */
    @Test
    void ofTwoWithTheSamePidTheFirstHasEnded() throws IOException {
        burst();
        start(FIRST + MANY - 1);
        sampler.doWork();
        workFor(5_000);

        assertThat(starts()).isEqualTo(MANY + 1);
        assertThat(sink.deaths).hasSize(1);
        assertThat(living()).hasSize(MANY);
    }

    @Test
    void whoAsksForTheEndOfOneThatWaitsIsKnown() throws IOException {
        burst();
        Kill kill = new Kill(FIRST + MANY - 1, true, "main", List.of(), clock.nanos());
        inbox.killAsked(kill);
        inbox.zombie(FIRST + MANY - 1, 137);
        sampler.doWork();

        assertThat(sink.deaths).singleElement().extracting(Death::kills).isEqualTo(List.of(kill));
    }

    @Test
    void descendantsOfOneThatWaitsAreFoundWhenItIsOpened() throws IOException {
        burst();
        sampler.doWork();
        proc.process(5_000).parent(FIRST + MANY - 1).write();
        clock.passMillis(1_000);
        start(FIRST + MANY);
        sampler.doWork();
        clock.passMillis(1_000);
        start(FIRST + MANY + 1);
        sampler.doWork();
        workFor(5_000);

        LivingChild parent = living().stream()
                .filter(child -> child.child().key().pid() == FIRST + MANY - 1)
                .findFirst()
                .orElseThrow();
        assertThat(parent.tree()).extracting(member -> member.key().pid()).contains(5_000L);
    }

    @Test
    void atTheEndAllAreOpenedSoThatWhoIsLeftAliveIsNamed() throws IOException {
        burst();
        sampler.doWork();
        sampler.doLastWork();

        assertThat(living()).hasSize(MANY);
    }

    /** Ten milliseconds for each look at the clock: half a second is over after a few dozen. */
    @Test
    void atTheEndThoseForWhomThereIsNoTimeAreNamedAllTheSame() throws IOException {
        burst();
        sampler.doWork();
        lookMillis = 10;
        sampler.doLastWork();

        assertThat(living()).hasSize(MANY);
        assertThat(living()).anyMatch(child -> child.tree().isEmpty());
    }
}
