package io.forkwatch.probe.sample;

import static io.forkwatch.probe.sample.Lab.PAGE;
import static io.forkwatch.probe.sample.Lab.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the sampler samples, when it ticks, when it publishes, and when it wants to be woken. */
class CadenceTest {
    @TempDir
    private Path mount;

    private Lab lab;

    @BeforeEach
    void build() {
        lab = new Lab(mount);
    }

    @Test
    void theFirstIterationIsATickAndPublishesThatThereIsNoChild() {
        assertThat(lab.doWork()).isEqualTo(millis(1000));
        assertThat(lab.sink.ticks).hasSize(1);
        assertThat(lab.sink.lastSnapshot().children()).isEmpty();
        assertThat(lab.sink.lastSnapshot().nanos()).isEqualTo(lab.clock.nanos());
    }

    @Test
    void aChildIsSampledInTheIterationThatHearsOfItNotAnIntervalLater() throws IOException {
        lab.ticked();
        TestProcess child = lab.start(lab.proc.process(7).rss(30).threads(4).state('R'));
        lab.doWork();
        assertThat(lab.sample(child).rssBytes()).isEqualTo(30 * PAGE);
        assertThat(lab.sample(child).threads()).isEqualTo(4);
        assertThat(lab.sample(child).state()).isEqualTo('R');
        assertThat(lab.sample(child).nanos()).isEqualTo(lab.clock.nanos());
        assertThat(lab.child(child).sampledAt()).contains(HandClock.EPOCH.plusMillis(100));
        assertThat(lab.sink.ticks).as("that iteration is no tick").hasSize(1);
        assertThat(lab.sink.lastSnapshot().lagNanos()).as("nor late").isZero();
    }

    /** No event tells of a child that is older than Forkwatch: it is known after two listings, as soon as may be. */
    @Test
    void childrenThatAreThereAlreadyAreSoughtAtOnce() throws IOException {
        lab.proc.write("self/stat", lab.proc.process(99).stat()).write("uptime", "100.00 1.00\n");
        TestProcess older =
                lab.proc.process(7).parent(99).rss(30).starttime(4_000).write();
        older.cmdline("/bin/older");
        lab.seekChildren();
        assertThat(lab.doWork()).as("until the second listing").isEqualTo(millis(200));
        assertThat(lab.sink.lastSnapshot().children()).isEmpty();
        assertThat(lab.doWorkAfterMillis(200)).as("until the tick").isEqualTo(millis(800));
        assertThat(lab.sample(older).rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void aYoungChildIsSampledAgainAfter10And50And250And600Millis() throws IOException {
        lab.ticked();
        TestProcess child = lab.start(lab.proc.process(7).rss(30));
        assertThat(lab.doWork()).as("until the first early sample").isEqualTo(millis(10));
        child.rss(31).write();
        assertThat(lab.doWorkAfterMillis(6)).as("woken too early").isEqualTo(millis(4));
        assertThat(lab.sample(child).rssBytes()).isEqualTo(30 * PAGE);
        lab.doWorkAfterMillis(4);
        child.rss(32).write();
        lab.doWorkAfterMillis(40);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(32 * PAGE);
        child.rss(33).write();
        assertThat(lab.doWorkAfterMillis(20)).as("until the next early sample").isEqualTo(millis(180));
        assertThat(lab.doWorkAfterMillis(180)).as("until the last one").isEqualTo(millis(350));
        assertThat(lab.sample(child).rssBytes()).isEqualTo(33 * PAGE);
        assertThat(lab.doWorkAfterMillis(350)).as("until the tick").isEqualTo(millis(300));
    }

    /** A shell that has run its command from its first milliseconds on, and ends before the second is over. */
    @Test
    void whatAShellRunsAtOnceIsSeenBeforeTheTick() throws IOException {
        lab.ticked();
        TestProcess shell = lab.start(lab.proc.process(7).comm("sh").rss(30));
        lab.doWork();
        lab.doWorkAfterMillis(10);
        lab.proc.process(8).comm("java").parent(7).rss(9_000).write();
        lab.doWorkAfterMillis(40);
        lab.doWorkAfterMillis(200);
        assertThat(lab.sample(shell).treeRssBytes()).isEqualTo(9_030 * PAGE);
    }

    @Test
    void anEarlySampleThatWasMissedIsTakenAtTheNextIterationAndOnlyOnce() throws IOException {
        lab.ticked();
        TestProcess child = lab.start(lab.proc.process(7).rss(30));
        lab.doWork();
        child.rss(31).write();
        lab.doWorkAfterMillis(120);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(31 * PAGE);
        child.rss(32).write();
        lab.doWorkAfterMillis(30);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(31 * PAGE);
    }

    @Test
    void everyTickSamplesEveryChild() throws IOException {
        lab.ticked();
        TestProcess one = lab.start(lab.proc.process(7));
        TestProcess other = lab.start(lab.proc.process(8));
        lab.doWork();
        lab.doWorkAfterMillis(250);
        for (int pages = 40; pages < 43; pages++) {
            one.rss(pages).write();
            other.rss(2L * pages).write();
            lab.doWorkAfterMillis(pages == 40 ? 650 : 1000);
            assertThat(lab.sample(one).rssBytes()).isEqualTo(pages * PAGE);
            assertThat(lab.sample(other).rssBytes()).isEqualTo(2L * pages * PAGE);
        }
        assertThat(lab.sink.ticks).hasSize(4);
    }

    @Test
    void anEventBetweenTicksDoesNotSampleAtTheOthers() throws IOException {
        lab.ticked();
        TestProcess old = lab.start(lab.proc.process(7).rss(30));
        lab.doWork();
        lab.doWorkAfterMillis(250);
        old.rss(31).write();
        lab.clock.passMillis(100);
        lab.start(lab.proc.process(8));
        lab.doWork();
        assertThat(lab.sink.lastSnapshot().children()).hasSize(2);
        assertThat(lab.sample(old).rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void aLateIterationIsOneTickAndTheRhythmIsKept() {
        lab.doWork();
        assertThat(lab.doWorkAfterMillis(3400))
                .as("until the next whole second")
                .isEqualTo(millis(600));
        assertThat(lab.sink.ticks).hasSize(2);
        assertThat(lab.sink.lastSnapshot().lagNanos()).isEqualTo(millis(2400));
        lab.doWorkAfterMillis(600);
        assertThat(lab.sink.ticks).hasSize(3);
        assertThat(lab.sink.lastSnapshot().lagNanos()).isZero();
    }

    @Test
    void anIterationBeforeTheTickIsNone() {
        lab.doWork();
        lab.doWorkAfterMillis(999);
        assertThat(lab.sink.ticks).hasSize(1);
        lab.doWorkAfterMillis(1);
        assertThat(lab.sink.ticks).hasSize(2);
    }

    @Test
    void anIterationInWhichNothingHappenedPublishesNothing() {
        lab.doWork();
        lab.doWorkAfterMillis(500);
        assertThat(lab.sink.views).hasSize(1);
    }

    @Test
    void manyEventsArePublishedTogetherAtMostEvery20Millis() throws IOException {
        lab.ticked();
        lab.start(lab.proc.process(7));
        lab.doWork();
        assertThat(lab.sink.views).hasSize(2);
        lab.clock.passMillis(5);
        lab.start(lab.proc.process(8));
        assertThat(lab.doWork()).as("until the next early sample").isEqualTo(millis(5));
        assertThat(lab.sink.views).hasSize(2);
        lab.doWorkAfterMillis(15);
        assertThat(lab.sink.views).hasSize(3);
        assertThat(lab.sink.lastSnapshot().children()).hasSize(2);
    }

    @Test
    void highWaterMarkAndSwapAreReadWhileItIsYoungAndThenInOneTickOfTen() throws IOException {
        lab.ticked();
        TestProcess child = lab.start(lab.proc.process(7)).status(500, 10);
        lab.doWork();
        assertThat(lab.child(child).slow().treeSwapBytes()).as("too young").isEmpty();
        lab.doWorkAfterMillis(10);
        assertThat(lab.child(child).peak().rssBytes()).isEqualTo(500 * 1024);
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(10 * 1024);
        lab.doWorkAfterMillis(640);
        child.status(600, 20);
        lab.doWorkAfterMillis(250);
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(10 * 1024);
        for (int tick = 2; tick <= 10; tick++) {
            lab.doWorkAfterMillis(1000);
        }
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(20 * 1024);
        assertThat(lab.child(child).peak().rssBytes()).isEqualTo(600 * 1024);
    }

    /** A library with a fork of its own may be all that this JVM starts. */
    @Test
    void aChildThatNoHookToldOfIsFoundWithinSecondsThoughThereIsNoOther() throws IOException {
        Lab lab = new Lab(mount).ticked();
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        lab.proc.write("uptime", "100.00 1.00\n");
        lab.proc.process(70).comm("native").parent(50).write().cmdline("/opt/native");
        for (int tick = 0; tick < 12; tick++) {
            lab.doWorkAfterMillis(1_000);
        }
        assertThat(lab.sink.lastSnapshot().children())
                .singleElement()
                .satisfies(living -> assertThat(living.child().key().pid()).isEqualTo(70));
    }

    /** Where it is may change with the first command of a shell, whatever else is due then. */
    @Test
    void anEarlySampleThatFallsOnATickSamplesThePlacementAsWell() throws IOException {
        Lab lab = new Lab(mount).ticked();
        lab.clock.passMillis(850);
        TestProcess child = lab.start(lab.proc.process(71).status(1_000, 10));
        lab.doWork();
        child.status(1_000, 20);
        lab.doWorkAfterMillis(50);
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(20 * 1024);
    }
}
