package io.forkwatch.probe.register;

import static io.forkwatch.probe.register.RegisterLab.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.procfs.RssAccuracy;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.procfs.handle.StatReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackedProcessTest {
    private static final long TICK_NANOS = 10_000_000;
    private static final long SETTLE_NANOS = 1_000_000_000;

    @TempDir
    private Path mount;

    private RegisterLab lab;
    private TestProcess process;

    @BeforeEach
    void build() {
        lab = new RegisterLab(mount);
        process = lab.proc.process(7).starttime(4711);
    }

    private boolean counts(TrackedProcess tracked) {
        return tracked.counts(lab.clock.nanos(), SETTLE_NANOS);
    }

    @Test
    void hasFiguresFromTheBeginning() throws IOException {
        TrackedProcess tracked = lab.open(
                process.comm("java").state('R').rss(30).threads(4).cpu(1, 20).waitedCpu(300, 4000), "sh");
        assertThat(tracked.key()).isEqualTo(new ProcessKey(7, 4711));
        assertThat(tracked.comm()).isEqualTo("java");
        assertThat(tracked.state()).isEqualTo('R');
        assertThat(tracked.rssBytes()).isEqualTo(30 * PAGE);
        assertThat(tracked.threads()).isEqualTo(4);
        assertThat(tracked.ownCpu()).isEqualTo(new CpuTime(TICK_NANOS, 20 * TICK_NANOS));
        assertThat(tracked.cpu()).isEqualTo(new CpuTime(301 * TICK_NANOS, 4020 * TICK_NANOS));
        assertThat(tracked.isGone()).isFalse();
    }

    @Test
    void aSampleRenewsTheFigures() throws IOException {
        TrackedProcess tracked = lab.open(process.comm("sh"), "");
        process.comm("java").state('D').rss(31).threads(5).cpu(2, 0).write();
        lab.clock.passMillis(10);
        assertThat(lab.sample(tracked)).isTrue();
        assertThat(tracked.state()).isEqualTo('D');
        assertThat(tracked.describe())
                .isEqualTo(new Descendant(
                        new ProcessKey(7, 4711),
                        "java",
                        Optional.of(new Descendant.Memory(31 * PAGE, lab.clock.nanos())),
                        true,
                        tracked.ppid(),
                        OptionalLong.empty()));
        assertThat(tracked.threads()).isEqualTo(5);
        assertThat(tracked.ownCpu()).isEqualTo(new CpuTime(2 * TICK_NANOS, 0));
    }

    @Test
    void withoutMemoryTheFiguresOfTheLastSampleWithMemoryStayButForStateAndCpu() throws IOException {
        TrackedProcess tracked = lab.open(process.rss(30).threads(4), "");
        long seenAt = lab.clock.nanos();
        lab.clock.passMillis(10);
        process.rss(0).threads(1).state('R').cpu(9, 0).write();
        assertThat(lab.sample(tracked)).isFalse();
        assertThat(tracked.rssBytes()).isEqualTo(30 * PAGE);
        assertThat(tracked.threads()).isEqualTo(4);
        assertThat(tracked.describe().memory().orElseThrow().nanos()).isEqualTo(seenAt);
        assertThat(tracked.state()).isEqualTo('R');
        assertThat(tracked.ownCpu()).isEqualTo(new CpuTime(9 * TICK_NANOS, 0));
        assertThat(tracked.isGone()).as("a zombie has no memory either").isFalse();
    }

    @Test
    void onceGoneIsGoneForEverAndTheDescriptorIsGivenBack() throws IOException {
        TrackedProcess tracked = lab.open(process.rss(30), "");
        process.vanish();
        assertThat(lab.sample(tracked)).isFalse();
        assertThat(tracked.isGone()).isTrue();
        assertThat(lab.openDescriptors()).isZero();
        process.rss(99).write();
        assertThat(lab.sample(tracked)).isFalse();
        assertThat(tracked.describe().rssBytes()).isEqualTo(30 * PAGE);
        assertThat(tracked.describe().alive()).isFalse();
    }

    @Test
    void anotherProcessWithItsPidIsNotIt() throws IOException {
        TrackedProcess tracked = lab.open(process.rss(30), "");
        process.starttime(4712).rss(99).write();
        assertThat(lab.sample(tracked)).isFalse();
        assertThat(tracked.isGone()).isTrue();
        assertThat(tracked.rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void aProcessWithItsOwnNameCountsAtOnce() throws IOException {
        assertThat(counts(lab.open(process.comm("java"), "sh"))).isTrue();
    }

    @Test
    void aForkWithItsParentsNameCountsAfterItHasSettled() throws IOException {
        TrackedProcess fork = lab.open(process.comm("sh"), "sh");
        lab.clock.passMillis(999);
        assertThat(counts(fork)).isFalse();
        lab.clock.passMillis(1);
        assertThat(counts(fork)).isTrue();
    }

    @Test
    void aForkCountsOnceItRunsAnotherProgram() throws IOException {
        TrackedProcess fork = lab.open(process.comm("sh"), "sh");
        process.comm("sleep").write();
        lab.sample(fork);
        assertThat(counts(fork)).isTrue();
    }

    /** The 8 workers of a server: seen for the first time when they have long begun to work. */
    @Test
    void aForkIsAsOldAsItIsAndNotAsItIsKnown() throws IOException {
        lab.proc.write("uptime", "48.11 90.00\n");
        TrackedProcess young = lab.open(process.comm("sh").starttime(4800), "sh");
        assertThat(counts(young)).as("0.11 s old").isFalse();
        lab.clock.passMillis(889);
        assertThat(counts(young)).isFalse();
        lab.clock.passMillis(1);
        assertThat(counts(young)).isTrue();
        assertThat(counts(lab.open(lab.proc.process(8).comm("sh").starttime(4711), "sh")))
                .as("1 s old")
                .isTrue();
    }

    @Test
    void aForkCountsOnceItHasMemoryOfItsOwn() throws IOException {
        TrackedProcess fork = lab.open(process.comm("sh").rss(100), "sh");
        process.rss(100 + 1023).write();
        lab.sample(fork);
        assertThat(counts(fork)).isFalse();
        process.rss(100 + 1024).write();
        lab.sample(fork);
        assertThat(counts(fork)).as("4 MiB more").isTrue();
    }

    /** Linux 6.12 with 128 processors shows none for a small program. */
    @Test
    void oneWhoseResidentMemoryIsHiddenInTheProcessorsCountersLives() throws IOException {
        TrackedProcess tracked = lab.open(process.comm("java").rss(0).vsize(1_003_520), "sh");
        assertThat(lab.sample(tracked)).isTrue();
        assertThat(counts(tracked)).isTrue();
        assertThat(tracked.rssBytes()).isZero();
        assertThat(tracked.describe().memory()).isPresent();
    }

    @Test
    void oneThatIsExitingKeepsItsLastFigures() throws IOException {
        TrackedProcess tracked = lab.open(process.comm("java").rss(30), "sh");
        process.rss(2).exiting().write();
        assertThat(lab.sample(tracked)).isFalse();
        assertThat(tracked.rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void whatHasNeverBeenMeasuredHasNoMemoryRatherThanNone() throws IOException {
        assertThat(lab.open(process.comm("java").rss(0).exiting(), "sh")
                        .describe()
                        .memory())
                .isEmpty();
    }

    @Test
    void oneWhoseMainThreadAloneHasEndedLives() throws IOException {
        TrackedProcess tracked = lab.open(process.comm("java").rss(30).threads(2), "sh");
        process.state('Z').rss(0).cpu(7, 0).write().thread(7, 'Z', 0).thread(9, 'R', 50);
        assertThat(lab.sample(tracked)).isTrue();
        assertThat(tracked.isZombie()).isFalse();
        assertThat(tracked.state()).as("that of the thread which runs").isEqualTo('R');
        assertThat(tracked.rssBytes()).isEqualTo(50 * PAGE);
        assertThat(tracked.ownCpu()).isEqualTo(new CpuTime(7 * TICK_NANOS, 0));
        assertThat(counts(tracked)).isTrue();
    }

    @Test
    void oneAllOfWhoseThreadsAreEndingKeepsItsLastFigures() throws IOException {
        TrackedProcess tracked = lab.open(process.comm("java").rss(30).threads(2), "sh");
        process.state('Z').rss(0).write().thread(7, 'Z', 0).thread(9, 'Z', 0);
        assertThat(lab.sample(tracked)).isFalse();
        assertThat(tracked.isGone()).isFalse();
        assertThat(tracked.rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void whatSmapsRollupAddsIsAddedUntilItIsReadAgain() throws IOException {
        TrackedProcess tracked = lab.open(process.comm("java").rss(30), "sh");
        tracked.tookExactly(230 * PAGE, TestProc.UNITS);
        assertThat(tracked.rssBytes()).isEqualTo(230 * PAGE);
        process.rss(40).write();
        lab.sample(tracked);
        assertThat(tracked.rssBytes()).isEqualTo(240 * PAGE);
        tracked.tookExactly(40 * PAGE, TestProc.UNITS);
        assertThat(tracked.rssBytes()).isEqualTo(40 * PAGE);
    }

    @Test
    void itMayBeTooLowUntilItsPagesAreCounted() throws IOException {
        StatReader coarse = new StatReader(lab.proc.files(), new RssAccuracy(512, 64, false));
        StatReader exact = new StatReader(lab.proc.files(), new RssAccuracy(512, 0, true));
        TrackedProcess tracked = lab.open(process.comm("java").rss(30).threads(2), "sh");
        assertThat(tracked.possibleErrorBytes(coarse)).isEqualTo((512 + 2 * 64) * PAGE);
        assertThat(tracked.possibleErrorBytes(exact)).isZero();
        tracked.tookExactly(230 * PAGE, TestProc.UNITS);
        assertThat(tracked.possibleErrorBytes(coarse)).isZero();
    }

    @Test
    void whatNeverHadMemoryDoesNotCount() throws IOException {
        assertThat(counts(lab.open(process.comm("kworker").rss(0), "sh"))).isFalse();
    }

    @Test
    void aZombieDoesNotCount() throws IOException {
        TrackedProcess tracked = lab.open(process.comm("java").rss(30), "sh");
        process.zombie(9).write();
        lab.sample(tracked);
        assertThat(counts(tracked)).isFalse();
        assertThat(tracked.describe().rssBytes()).as("for the summary").isEqualTo(30 * PAGE);
    }
}
