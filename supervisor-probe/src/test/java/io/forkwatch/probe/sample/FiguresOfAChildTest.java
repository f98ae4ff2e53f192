package io.forkwatch.probe.sample;

import static io.forkwatch.probe.sample.Lab.PAGE;
import static io.forkwatch.probe.sample.Lab.ticks;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sample makes of one process. */
class FiguresOfAChildTest {
    private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

    @TempDir
    private Path mount;

    private Lab lab;

    @BeforeEach
    void build() {
        lab = new Lab(mount).ticked();
    }

    @Test
    void thereIsNoCpuRatioBeforeThereAreTwoSamples() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7).cpu(300, 200));
        lab.doWork();
        assertThat(lab.sample(child).cpuRatio()).isEmpty();
        assertThat(lab.sample(child).treeCpuRatio()).isEmpty();
        assertThat(lab.sample(child).treeCpu()).isEqualTo(ticks(300, 200));
    }

    @Test
    void aRatioOf1IsOneCore() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7).cpu(300, 200));
        lab.doWork();
        child.cpu(310, 215).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(child).cpuRatio().orElseThrow()).isEqualTo(1.0, ROUNDING);
        child.cpu(440, 215).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(child).cpuRatio().orElseThrow())
                .as("since the last sample, not since the start")
                .isEqualTo(2.0, ROUNDING);
        lab.doWorkAfterMillis(1000);
        assertThat(lab.sample(child).cpuRatio().orElseThrow()).isEqualTo(0.0, ROUNDING);
    }

    @Test
    void theRatioOfTheChildIsWithoutTheChildrenThatItWaitedForAndThatOfTheTreeWithThem() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7));
        lab.doWork();
        child.cpu(25, 0).waitedCpu(50, 25).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(child).cpuRatio().orElseThrow()).isEqualTo(1.0, ROUNDING);
        assertThat(lab.sample(child).treeCpuRatio().orElseThrow()).isEqualTo(4.0, ROUNDING);
        assertThat(lab.sample(child).treeCpu()).isEqualTo(ticks(75, 25));
    }

    /** Times come in ticks of 10 ms: over 50 ms a ratio would be noise. */
    @Test
    void overLessThan90MillisTheRatioStaysAndTheNextOneIsTakenOverTheWholeTime() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7));
        lab.doWork();
        child.cpu(5, 0).write();
        lab.doWorkAfterMillis(50);
        assertThat(lab.sample(child).cpuRatio()).as("not yet").isEmpty();
        child.cpu(50, 0).write();
        lab.doWorkAfterMillis(200);
        assertThat(lab.sample(child).cpuRatio().orElseThrow())
                .as("50 ticks in 250 ms")
                .isEqualTo(2.0, ROUNDING);
    }

    @Test
    void aRatioOnceKnownIsKeptOverASampleThatComesTooSoon() throws IOException {
        lab.clock.passMillis(620);
        TestProcess child = lab.start(lab.proc.process(7));
        lab.doWork();
        child.cpu(25, 0).waitedCpu(0, 25).write();
        lab.doWorkAfterMillis(250);
        child.cpu(27, 0).waitedCpu(0, 28).write();
        lab.doWorkAfterMillis(30);
        assertThat(lab.sink.ticks)
                .as("the tick came 30 ms after the early sample")
                .hasSize(2);
        assertThat(lab.sample(child).treeCpu()).as("a fresh sample").isEqualTo(ticks(27, 28));
        assertThat(lab.sample(child).cpuRatio().orElseThrow()).isEqualTo(1.0, ROUNDING);
        assertThat(lab.sample(child).treeCpuRatio().orElseThrow()).isEqualTo(2.0, ROUNDING);
        child.cpu(128, 0).waitedCpu(0, 128).write();
        lab.doWorkAfterMillis(1000);
        assertThat(lab.sample(child).cpuRatio().orElseThrow())
                .as("103 ticks in 1,030 ms")
                .isEqualTo(1.0, ROUNDING);
        assertThat(lab.sample(child).treeCpuRatio().orElseThrow()).isEqualTo(2.0, ROUNDING);
    }

    /** Like a child between exit_mm() and its end: no memory any more, and not a zombie yet. */
    @Test
    void aDyingProcessWithoutMemoryIsNoSampleAndTheLastOneWithMemoryStays() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7).rss(30).threads(4).cpu(10, 0));
        lab.doWork();
        long seenAt = lab.clock.nanos();
        child.rss(0).threads(1).cpu(20, 0).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(30 * PAGE);
        assertThat(lab.sample(child).nanos()).isEqualTo(seenAt);
        lab.inbox.zombie(7, 0);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().lastSample().orElseThrow().rssBytes()).isEqualTo(30 * PAGE);
        assertThat(lab.sink.onlyDeath().lastSample().orElseThrow().threads()).isEqualTo(4);
    }

    @Test
    void aZombieIsNoSampleEither() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7).rss(30));
        lab.doWork();
        child.zombie(0).rss(5).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(child).state()).isEqualTo('S');
        assertThat(lab.sample(child).rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void thePeakIsTheHighestSample() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7).rss(90));
        lab.doWork();
        child.rss(30).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(30 * PAGE);
        assertThat(lab.child(child).peak()).isEqualTo(new Peak(90 * PAGE, 90 * PAGE));
    }

    @Test
    void thePeakIsTheKernelsHighWaterMarkWhereThatIsHigher() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7).rss(30)).status(1000, 0);
        lab.doWorkAfterMillis(10);
        assertThat(lab.child(child).peak()).isEqualTo(new Peak(1_024_000, 1_024_000));
    }

    @Test
    void swapIsAbsentWhereTheKernelDoesNotTell() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7));
        lab.proc.write("7/status", "Name:\tx\nVmHWM:\t8 kB\n");
        lab.doWork();
        assertThat(lab.child(child).slow().treeSwapBytes()).isEmpty();
    }

    @Test
    void aMalformedStatHidesNobodyElsesFigures() throws IOException {
        TestProcess first = lab.start(lab.proc.process(7).rss(30));
        TestProcess second = lab.start(lab.proc.process(8).rss(40));
        TestProcess third = lab.start(lab.proc.process(9).rss(50));
        lab.doWork();
        first.rss(31).write();
        second.garble();
        third.rss(51).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(first).rssBytes()).isEqualTo(31 * PAGE);
        assertThat(lab.sample(second).rssBytes()).as("its last sample stays").isEqualTo(40 * PAGE);
        assertThat(lab.sample(third).rssBytes()).isEqualTo(51 * PAGE);
        assertThat(lab.troubles.seen()).containsExactly("sample");
    }

    @Test
    void aChildThatCouldNotBeReadForAWhileIsReadAgain() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7).rss(30));
        lab.doWork();
        child.garble();
        lab.doWorkAfterMillis(250);
        child.rss(31).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(31 * PAGE);
        assertThat(lab.sink.deaths).isEmpty();
    }

    @Test
    void aChildThatCannotBeReadAtItsStartIsAChildAndHidesNobody() throws IOException {
        lab.announce(lab.proc.process(7), ExitValue.UNKNOWN);
        lab.proc.process(7).garble();
        TestProcess other = lab.start(lab.proc.process(8).rss(40));
        lab.doWork();
        lab.doWorkAfterMillis(900);
        lab.doWorkAfterMillis(1000);
        assertThat(lab.sample(other).rssBytes()).isEqualTo(40 * PAGE);
        assertThat(lab.child(lab.proc.process(7)).sample()).isEmpty();
        assertThat(lab.totals().living()).isEqualTo(2);
        assertThat(lab.sink.deaths).as("nobody said that it has ended").isEmpty();
        assertThat(Collections.frequency(lab.troubles.seen(), "open")).isEqualTo(1);
        lab.inbox.zombie(7, 3);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().child().key().pid()).isEqualTo(7);
    }
}
