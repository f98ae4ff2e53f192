package io.forkwatch.probe.evidence.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.death.OomKill;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KernelLogTest {
    private final HandClock clock = new HandClock();
    private final long start = clock.nanos();
    private final FakeLog log = new FakeLog();

    private KernelLog open() {
        return new KernelLog(log, clock.clocks());
    }

    private static String at(long usec, String record) {
        return record.replaceFirst("5000000", Long.toString(usec));
    }

    @Test
    void whatComesAfterTheOpeningIsKept() {
        KernelLog opened = open();
        clock.passMillis(20);
        log.write("6,1,2,-;other", Records.constraint("/ci", "/ci/a", 12), Records.killed(12, "java"));
        opened.poll();
        KernelLogExcerpt word = opened.since(start);
        OomKill kill = word.killOf(12).orElseThrow();
        assertThat(kill.limitCgroup()).isEqualTo("/ci");
        assertThat(kill.earlier()).isFalse();
        assertThat(kill.nanos()).isEqualTo(clock.nanos());
        assertThat(word.lost()).isFalse();
        assertThat(word.killOf(13)).isEmpty();
        assertThat(opened.since(clock.nanos() + 1).kills()).isEmpty();
    }

    @Test
    void whatStoodThereAtTheOpeningIsKeptOnlyIfItIsRecent() {
        long nowUsec = TimeUnit.NANOSECONDS.toMicros(clock.nanos());
        // Seven thousand seconds after boot, the two clocks may be 3.5 s apart.
        log.write(at(nowUsec - 6_000_000, Records.killed(11, "old")));
        log.write(at(nowUsec - 5_000_000, Records.killed(12, "java")));
        KernelLogExcerpt word = open().since(start);
        assertThat(word.kills()).extracting(OomKill::pid).containsExactly(12L);
        assertThat(word.kills()).allMatch(OomKill::earlier);
    }

    @Test
    void aProcessCannotSpeakInTheKernelsName() {
        KernelLog opened = open();
        log.write(Records.killed(12, "java").replaceFirst("^3", "11"));
        opened.poll();
        assertThat(opened.since(start).kills()).isEmpty();
    }

    @Test
    void recordsThatWereOverwrittenAreALossAndReadingGoesOn() {
        KernelLog opened = open();
        clock.passMillis(10);
        log.fail(1).write(Records.killed(12, "java"));
        opened.poll();
        assertThat(opened.isReadable()).isTrue();
        assertThat(opened.since(start).lost()).isTrue();
        assertThat(opened.since(start).killOf(12)).isPresent();
        assertThat(opened.since(clock.nanos() + 1).lost())
                .as("a child that starts later")
                .isFalse();
    }

    @Test
    void aLossBeforeTheOpeningWasEndedIsNobodys() {
        log.fail(1);
        assertThat(open().since(start).lost()).isFalse();
    }

    @Test
    void oneThatFailsForEverIsGivenUp() {
        KernelLog opened = open();
        log.fail(100);
        opened.poll();
        int reads = log.reads();
        opened.poll();
        assertThat(opened.isReadable()).isFalse();
        assertThat(log.reads()).isEqualTo(reads).isLessThan(20);
    }

    @Test
    void onlyTheLastKillsAreKeptAndTheOthersAreALoss() {
        KernelLog opened = open();
        for (int pid = 1; pid <= KernelLog.MOST_KILLS; pid++) {
            log.write(Records.killed(pid, "java"));
        }
        opened.poll();
        assertThat(opened.since(start).lost()).isFalse();
        log.write(Records.killed(99, "java"));
        opened.poll();
        assertThat(opened.since(start).kills()).hasSize(KernelLog.MOST_KILLS);
        assertThat(opened.since(start).killOf(1)).isEmpty();
        assertThat(opened.since(start).lost()).isTrue();
    }
}
