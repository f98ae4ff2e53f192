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

/** When the sampler looks, when it beats, when it publishes, and when it wants to be woken. */
class CadenceTest {
    @TempDir
    private Path mount;

    private Lab lab;

    @BeforeEach
    void build() {
        lab = new Lab(mount);
    }

    @Test
    void theFirstTurnIsABeatAndPublishesThatThereIsNoChild() {
        assertThat(lab.tick()).isEqualTo(millis(1000));
        assertThat(lab.sink.beats).hasSize(1);
        assertThat(lab.sink.lastSnapshot().children()).isEmpty();
        assertThat(lab.sink.lastSnapshot().nanos()).isEqualTo(lab.clock.nanos());
    }

    @Test
    void aChildIsSampledInTheTurnThatHearsOfItNotAnIntervalLater() throws IOException {
        lab.beaten();
        TestProcess child = lab.start(lab.proc.process(7).rss(30).threads(4).state('R'));
        lab.tick();
        assertThat(lab.sample(child).rssBytes()).isEqualTo(30 * PAGE);
        assertThat(lab.sample(child).threads()).isEqualTo(4);
        assertThat(lab.sample(child).state()).isEqualTo('R');
        assertThat(lab.sample(child).nanos()).isEqualTo(lab.clock.nanos());
        assertThat(lab.child(child).sampledAt()).contains(HandClock.EPOCH.plusMillis(100));
        assertThat(lab.sink.beats).as("that turn is no beat").hasSize(1);
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
        assertThat(lab.tick()).as("until the second listing").isEqualTo(millis(200));
        assertThat(lab.sink.lastSnapshot().children()).isEmpty();
        assertThat(lab.tickAfterMillis(200)).as("until the beat").isEqualTo(millis(800));
        assertThat(lab.sample(older).rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void aYoungChildIsLookedAtAgainAfter10And50And200Millis() throws IOException {
        lab.beaten();
        TestProcess child = lab.start(lab.proc.process(7).rss(30));
        assertThat(lab.tick()).as("until the first early look").isEqualTo(millis(10));
        child.rss(31).write();
        assertThat(lab.tickAfterMillis(6)).as("woken too early").isEqualTo(millis(4));
        assertThat(lab.sample(child).rssBytes()).isEqualTo(30 * PAGE);
        lab.tickAfterMillis(4);
        child.rss(32).write();
        lab.tickAfterMillis(40);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(32 * PAGE);
        child.rss(33).write();
        assertThat(lab.tickAfterMillis(20)).as("until the last early look").isEqualTo(millis(130));
        assertThat(lab.tickAfterMillis(130)).as("until the beat").isEqualTo(millis(700));
        assertThat(lab.sample(child).rssBytes()).isEqualTo(33 * PAGE);
    }

    @Test
    void anEarlyLookThatWasMissedIsTakenAtTheNextTurnAndOnlyOnce() throws IOException {
        lab.beaten();
        TestProcess child = lab.start(lab.proc.process(7).rss(30));
        lab.tick();
        child.rss(31).write();
        lab.tickAfterMillis(120);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(31 * PAGE);
        child.rss(32).write();
        lab.tickAfterMillis(30);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(31 * PAGE);
    }

    @Test
    void everyBeatLooksAtEveryChild() throws IOException {
        lab.beaten();
        TestProcess one = lab.start(lab.proc.process(7));
        TestProcess other = lab.start(lab.proc.process(8));
        lab.tick();
        lab.tickAfterMillis(250);
        for (int pages = 40; pages < 43; pages++) {
            one.rss(pages).write();
            other.rss(2L * pages).write();
            lab.tickAfterMillis(pages == 40 ? 650 : 1000);
            assertThat(lab.sample(one).rssBytes()).isEqualTo(pages * PAGE);
            assertThat(lab.sample(other).rssBytes()).isEqualTo(2L * pages * PAGE);
        }
        assertThat(lab.sink.beats).hasSize(4);
    }

    @Test
    void anEventBetweenBeatsDoesNotLookAtTheOthers() throws IOException {
        lab.beaten();
        TestProcess old = lab.start(lab.proc.process(7).rss(30));
        lab.tick();
        lab.tickAfterMillis(250);
        old.rss(31).write();
        lab.clock.passMillis(100);
        lab.start(lab.proc.process(8));
        lab.tick();
        assertThat(lab.sink.lastSnapshot().children()).hasSize(2);
        assertThat(lab.sample(old).rssBytes()).isEqualTo(30 * PAGE);
    }

    @Test
    void aLateTurnIsOneBeatAndTheRhythmIsKept() {
        lab.tick();
        assertThat(lab.tickAfterMillis(3400)).as("until the next whole second").isEqualTo(millis(600));
        assertThat(lab.sink.beats).hasSize(2);
        assertThat(lab.sink.lastSnapshot().lagNanos()).isEqualTo(millis(2400));
        lab.tickAfterMillis(600);
        assertThat(lab.sink.beats).hasSize(3);
        assertThat(lab.sink.lastSnapshot().lagNanos()).isZero();
    }

    @Test
    void aTurnBeforeTheBeatIsNone() {
        lab.tick();
        lab.tickAfterMillis(999);
        assertThat(lab.sink.beats).hasSize(1);
        lab.tickAfterMillis(1);
        assertThat(lab.sink.beats).hasSize(2);
    }

    @Test
    void aTurnInWhichNothingHappenedPublishesNothing() {
        lab.tick();
        lab.tickAfterMillis(500);
        assertThat(lab.sink.views).hasSize(1);
    }

    @Test
    void manyEventsArePublishedTogetherAtMostEvery20Millis() throws IOException {
        lab.beaten();
        lab.start(lab.proc.process(7));
        lab.tick();
        assertThat(lab.sink.views).hasSize(2);
        lab.clock.passMillis(5);
        lab.start(lab.proc.process(8));
        assertThat(lab.tick()).as("until the next early look").isEqualTo(millis(5));
        assertThat(lab.sink.views).hasSize(2);
        lab.tickAfterMillis(15);
        assertThat(lab.sink.views).hasSize(3);
        assertThat(lab.sink.lastSnapshot().children()).hasSize(2);
    }

    @Test
    void highWaterMarkAndSwapAreReadWhileItIsYoungAndThenInOneBeatOfTen() throws IOException {
        lab.beaten();
        TestProcess child = lab.start(lab.proc.process(7)).status(500, 10);
        lab.tick();
        assertThat(lab.child(child).slow().treeSwapBytes()).as("too young").isEmpty();
        lab.tickAfterMillis(10);
        assertThat(lab.child(child).peak().rssBytes()).isEqualTo(500 * 1024);
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(10 * 1024);
        lab.tickAfterMillis(240);
        child.status(600, 20);
        lab.tickAfterMillis(650);
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(10 * 1024);
        for (int beat = 2; beat <= 10; beat++) {
            lab.tickAfterMillis(1000);
        }
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(20 * 1024);
        assertThat(lab.child(child).peak().rssBytes()).isEqualTo(600 * 1024);
    }

    /** A library with a fork of its own may be all that this JVM starts. */
    @Test
    void aChildThatNobodyAnnouncedIsFoundWithinSecondsThoughThereIsNoOther() throws IOException {
        Lab lab = new Lab(mount).beaten();
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        lab.proc.write("uptime", "100.00 1.00\n");
        lab.proc.process(70).comm("native").parent(50).write().cmdline("/opt/native");
        for (int beat = 0; beat < 12; beat++) {
            lab.tickAfterMillis(1_000);
        }
        assertThat(lab.sink.lastSnapshot().children())
                .singleElement()
                .satisfies(living -> assertThat(living.child().key().pid()).isEqualTo(70));
    }

    /** Where it is may change with the first words of a shell, whatever else is due then. */
    @Test
    void anEarlyLookThatFallsOnABeatLooksAroundAsWell() throws IOException {
        Lab lab = new Lab(mount).beaten();
        lab.clock.passMillis(850);
        TestProcess child = lab.start(lab.proc.process(71).status(1_000, 10));
        lab.tick();
        child.status(1_000, 20);
        lab.tickAfterMillis(50);
        assertThat(lab.child(child).slow().treeSwapBytes()).hasValue(20 * 1024);
    }
}
