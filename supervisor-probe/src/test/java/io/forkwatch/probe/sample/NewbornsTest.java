package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Spawn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewbornsTest {
    private static final long START = -5_000_000_000L;
    private static final long MILLI = 1_000_000;

    private final Newborns newborns = new Newborns(START, 0);

    private static Spawn spawn(long pid, long nanos, String command) {
        return new Spawn(pid, new CommandLine(List.of(command)), "", nanos, ExitValue.UNKNOWN);
    }

    private static Spawn spawn(long pid, long nanos) {
        return spawn(pid, nanos, "worker");
    }

    private static Optional<Long> pid(Optional<Spawn> spawn) {
        return spawn.map(Spawn::pid);
    }

    @Test
    void whoIsAloneIsOpenedAtOnce() {
        newborns.add(spawn(7, START));

        assertThat(pid(newborns.pollDue(START, START))).contains(7L);
        assertThat(newborns.isEmpty()).isTrue();
    }

    @Test
    void theOldestComesFirst() {
        newborns.add(spawn(9, START));
        newborns.add(spawn(7, START));

        assertThat(pid(newborns.poll())).contains(9L);
        assertThat(pid(newborns.poll())).contains(7L);
        assertThat(newborns.poll()).isEmpty();
    }

    @Test
    void inABurstTheyGetAtOnceWhatWasSavedBefore() {
        newborns.add(spawn(7, START));

        assertThat(newborns.pollDue(START - 20 * MILLI, START)).isEmpty();
        assertThat(pid(newborns.pollDue(START - 20 * MILLI + 1, START))).contains(7L);
    }

    @Test
    void thenTheyGetAFiftiethOfTheTime() {
        newborns.add(spawn(7, START));
        newborns.spent(START, START + 20 * MILLI);
        long now = START + 20 * MILLI;

        newborns.add(spawn(8, now));
        // Earned meanwhile: 0.4 ms in 20.
        assertThat(newborns.pollDue(now - 400_000, now)).isEmpty();
        assertThat(pid(newborns.pollDue(now - 399_999, now))).contains(7L);
    }

    @Test
    void noMoreIsSavedThanTheFirstGet() {
        newborns.spent(START, START);
        newborns.spent(START + 3_600_000 * MILLI, START + 3_600_000 * MILLI);
        long now = START + 3_600_000 * MILLI;
        newborns.add(spawn(7, now));

        assertThat(newborns.pollDue(now - 20 * MILLI, now)).isEmpty();
    }

    @Test
    void whenTheBurstIsOverAllAreOpenedInSlices() {
        newborns.add(spawn(7, START));
        newborns.add(spawn(8, START));
        newborns.spent(START - 100 * MILLI, START);
        long now = START + Newborns.BURST_OVER_NANOS;

        assertThat(newborns.pollDue(now - 1, now - 1)).isEmpty();
        assertThat(newborns.pollDue(now - 50 * MILLI, now)).isEmpty();
        assertThat(pid(newborns.pollDue(now - 49 * MILLI, now))).contains(7L);
        assertThat(newborns.dueNanos(now)).as("the next slice").isEqualTo(now);
    }

    @Test
    void theEndOfTheBurstIsWaitedFor() {
        newborns.add(spawn(7, START));

        assertThat(newborns.dueNanos(START + MILLI)).isEqualTo(START + Newborns.BURST_OVER_NANOS);
    }

    @Test
    void whereNobodyWaitsNothingIsDue() {
        assertThat(newborns.dueNanos(START)).isEqualTo(START + Newborns.LONGEST_WAIT_NANOS);
    }

    @Test
    void nobodyWaitsForEver() {
        newborns.add(spawn(7, START));
        long now = START + Newborns.LONGEST_WAIT_NANOS;
        newborns.add(spawn(8, now));
        newborns.spent(START, now);

        assertThat(newborns.pollDue(now - 1, now - 1)).isEmpty();
        assertThat(pid(newborns.pollDue(now, now))).contains(7L);
        assertThat(newborns.pollDue(now, now)).isEmpty();
    }

    @Test
    void whoWaitsHoldsBoundedTextsOfTheHost() {
        newborns.add(spawn(6, START));
        newborns.remove(6);
        newborns.spent(START - 100 * MILLI, START);
        long bytes = 0;
        for (long pid = 7; bytes <= Newborns.MOST_TEXT_BYTES; pid++) {
            assertThat(newborns.pollDue(START, START)).isEmpty();
            Spawn spawn = spawn(pid, START, "x".repeat(10_000));
            newborns.add(spawn);
            bytes += spawn.textBytes();
        }

        assertThat(pid(newborns.pollDue(START, START))).contains(7L);
        assertThat(newborns.pollDue(START, START)).as("there is room again").isEmpty();
    }

    @Test
    void whoHasEndedWaitsNoMore() {
        newborns.add(spawn(7, START));

        assertThat(newborns.has(7)).isTrue();
        assertThat(pid(newborns.remove(7))).contains(7L);
        assertThat(newborns.has(7)).isFalse();
        assertThat(newborns.remove(7)).isEmpty();
        assertThat(newborns.isEmpty()).isTrue();
    }

    @Test
    void whosePidIsGivenAwayAgainIsReturned() {
        newborns.add(spawn(7, START));
        newborns.add(spawn(8, START));

        assertThat(newborns.add(spawn(7, START + 1)).map(Spawn::nanos)).contains(START);
        assertThat(pid(newborns.poll())).as("now the oldest").contains(8L);
        assertThat(newborns.poll().map(Spawn::nanos)).contains(START + 1);
    }

    /** As children of 20 ms from a few threads, for hours: each is to have a figure of its memory. */
    @Test
    void whereStartsAndEndsKeepPaceNobodyWaits() {
        Newborns few = new Newborns(START, 1);
        few.add(spawn(7, START));
        few.spent(START - 100 * MILLI, START);
        assertThat(pid(few.pollDue(START - 100 * MILLI, START))).contains(7L);

        few.add(spawn(8, START));
        few.spent(START - 100 * MILLI, START);
        assertThat(few.pollDue(START, START)).as("two are a burst here").isEmpty();

        few.ended();
        assertThat(pid(few.pollDue(START, START))).contains(8L);
    }
}
