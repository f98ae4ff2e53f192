package io.forkwatch.probe.sample;

import static io.forkwatch.probe.sample.Lab.PAGE;
import static io.forkwatch.probe.sample.Lab.ticks;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sample makes of a child with descendants. */
class TreeFiguresTest {
    @TempDir
    private Path mount;

    private Lab lab;
    private TestProcess root;

    @BeforeEach
    void aRootWithItsFirstSampleBehindIt() throws IOException {
        lab = new Lab(mount).ticked();
        root = lab.start(
                lab.proc.process(7).comm("sh").rss(10).threads(1).cpu(1, 2).waitedCpu(3, 4));
        lab.doWork();
    }

    private TestProcess descendant(long pid, TestProcess parent) {
        return lab.proc.process(pid).parent(parent.pid()).comm("java" + pid).starttime(pid);
    }

    private Descendant tombstoneOf(long pid) {
        return lab.sink.onlyDeath().descendants().stream()
                .filter(told -> told.key().pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTreeOfOneIsTheChildItself() {
        ProcessSample sample = lab.sample(root);
        assertThat(sample.treeRssBytes()).isEqualTo(10 * PAGE);
        assertThat(sample.treeProcesses()).isEqualTo(1);
        assertThat(sample.treeThreads()).isEqualTo(1);
        assertThat(sample.treeCpu()).isEqualTo(ticks(4, 6));
    }

    @Test
    void aChildThatIsFoundByAListingIsSampledInTheSameIteration() throws IOException {
        long self = 7_000;
        lab.proc.write("self/stat", lab.proc.process(self).stat());
        lab.start(lab.proc.process(17));
        lab.doWork();
        TestProcess unhooked = lab.proc.process(8).parent(self).rss(3).write();
        lab.doWorkAfterMillis(1000);
        lab.doWorkAfterMillis(1000);
        assertThat(lab.sample(unhooked).rssBytes()).isEqualTo(3 * PAGE);
        assertThat(lab.sink.lastSnapshot().children()).hasSize(3);
    }

    @Test
    void aTreeIsTheSumOverAllGenerations() throws IOException {
        TestProcess son = descendant(8, root).rss(100).threads(20).cpu(10, 20).write();
        descendant(9, son)
                .rss(1000)
                .threads(300)
                .cpu(100, 200)
                .waitedCpu(1000, 2000)
                .write();
        lab.doWorkAfterMillis(250);
        ProcessSample sample = lab.sample(root);
        assertThat(sample.treeRssBytes()).isEqualTo(1110 * PAGE);
        assertThat(sample.treeProcesses()).isEqualTo(3);
        assertThat(sample.treeThreads()).isEqualTo(321);
        assertThat(sample.treeCpu()).isEqualTo(ticks(1114, 2226));
        assertThat(sample.rssBytes()).as("the child itself").isEqualTo(10 * PAGE);
        assertThat(sample.threads()).as("the child itself").isEqualTo(1);
        assertThat(lab.child(root).peak()).isEqualTo(new Peak(10 * PAGE, 1110 * PAGE));
    }

    @Test
    void theRatioOfTheTreeCountsTheDescendants() throws IOException {
        TestProcess son = descendant(8, root).write();
        lab.doWorkAfterMillis(250);
        son.cpu(65, 65).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).treeCpuRatio().orElseThrow()).isEqualTo(2.0, Offset.offset(1e-9));
        assertThat(lab.sample(root).cpuRatio()).hasValue(0.0);
    }

    /** Nobody in the tree waits for a daemon: its CPU time would fall out of the sum. */
    @Test
    void theCpuTimeOfADescendantThatEndsAsSomebodyElsesChildIsNotLost() throws IOException {
        TestProcess daemon = descendant(8, root).cpu(100, 50).write();
        lab.doWorkAfterMillis(250);
        daemon.parent(1).cpu(300, 150).write();
        lab.doWorkAfterMillis(1000);
        daemon.vanish();
        root.cpu(2, 2).write();
        lab.doWorkAfterMillis(1000);
        assertThat(lab.sample(root).treeCpu()).isEqualTo(ticks(2 + 3 + 300, 2 + 4 + 150));
    }

    @Test
    void aProcessOfSomebodyElseIsNotCounted() throws IOException {
        lab.proc.process(20).parent(1).comm("java").rss(5000).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(1);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(10 * PAGE);
    }

    /** A fork shares its parent's pages until it runs its own program: counted, it would double them for an instant. */
    @Test
    void aYoungForkWithItsParentsNameIsNotCountedUntilItHasLivedForAMoment() throws IOException {
        descendant(8, root).comm("sh").rss(10).cpu(5, 0).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(10 * PAGE);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(1);
        assertThat(lab.sample(root).treeCpu()).as("its CPU time is its own").isEqualTo(ticks(9, 6));
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(20 * PAGE);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(2);
    }

    @Test
    void aYoungForkIsCountedOnceItRunsItsOwnProgram() throws IOException {
        TestProcess fork = descendant(8, root).comm("sh").rss(10).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(1);
        fork.comm("java").rss(70).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(80 * PAGE);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(2);
    }

    @Test
    void aDescendantThatIsGoneIsNotCountedAndItsCpuTimeIsNotCountedTwice() throws IOException {
        TestProcess son = descendant(8, root).rss(100).cpu(50, 0).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(2);
        son.vanish();
        root.waitedCpu(53, 4).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(1);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(10 * PAGE);
        assertThat(lab.sample(root).treeCpu()).isEqualTo(ticks(54, 6));
        assertThat(lab.child(root).peak().treeRssBytes())
                .as("the peak remembers")
                .isEqualTo(110 * PAGE);
    }

    /** It may stay for ever: a container whose first process does not wait. */
    @Test
    void aDescendantThatIsAZombieHoldsNoMemory() throws IOException {
        TestProcess son = descendant(8, root).rss(100).threads(9).cpu(5, 0).write();
        lab.doWorkAfterMillis(250);
        son.zombie(9).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(10 * PAGE);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(1);
        assertThat(lab.sample(root).treeThreads()).isEqualTo(1);
        assertThat(lab.sample(root).treeCpu())
                .as("nobody has waited for it yet")
                .isEqualTo(ticks(9, 6));
    }

    @Test
    void aDescendantWhoseParentIsGoneIsStillFollowed() throws IOException {
        TestProcess son = descendant(8, root).write();
        TestProcess grandson = descendant(9, son).rss(100).write();
        lab.doWorkAfterMillis(250);
        son.vanish();
        grandson.parent(1).rss(101).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(2);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(111 * PAGE);
    }

    @Test
    void aPidThatIsGivenAwayAgainIsNotTheOldDescendant() throws IOException {
        TestProcess son = descendant(8, root).rss(100).write();
        lab.doWorkAfterMillis(250);
        son.parent(1).starttime(4711).rss(900).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(1);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(10 * PAGE);
    }

    @Test
    void aDescendantThatCannotBeReadHidesNobodyElsesFigures() throws IOException {
        TestProcess first = descendant(8, root).rss(100).write();
        TestProcess second = descendant(9, root).rss(1000).write();
        lab.doWorkAfterMillis(250);
        root.rss(20).write();
        first.garble();
        second.rss(2000).write();
        lab.doWorkAfterMillis(650);
        assertThat(lab.sample(root).rssBytes()).isEqualTo(20 * PAGE);
        assertThat(lab.sample(root).treeRssBytes()).as("its last figure stays").isEqualTo(2120 * PAGE);
        assertThat(lab.troubles.seen()).containsExactly("sample");
    }

    private long zombies() {
        return lab.child(root).tree().stream().filter(TreeMember::zombie).count();
    }

    @Test
    void zombiesAreThoseWhomNobodyHasWaitedFor() throws IOException {
        TestProcess son = descendant(8, root).write();
        lab.doWorkAfterMillis(250);
        assertThat(zombies()).isZero();
        son.zombie(0).write();
        lab.doWorkAfterMillis(1000);
        assertThat(zombies()).isEqualTo(1);
        son.vanish();
        lab.doWorkAfterMillis(1000);
        assertThat(zombies()).isZero();
    }

    @Test
    void swapIsSummedOverTheLiving() throws IOException {
        TestProcess son = descendant(8, root).write().status(0, 20);
        descendant(9, root).write().status(0, 300);
        root.status(0, 1);
        lab.doWorkAfterMillis(50);
        assertThat(lab.child(root).slow().treeSwapBytes()).hasValue(321 * 1024);
        son.parent(1).starttime(4711).write();
        lab.doWorkAfterMillis(200);
        assertThat(lab.child(root).slow().treeSwapBytes())
                .as("whose pid is somebody else's now")
                .hasValue(301 * 1024);
    }

    @Test
    void aDescendantBornBetweenTheEarlySamplesIsFoundByTheSecond() throws IOException {
        lab.doWorkAfterMillis(50);
        descendant(8, root).write();
        lab.doWorkAfterMillis(200);
        assertThat(lab.sample(root).treeProcesses()).isEqualTo(2);
    }

    /** A listing costs as much as there are processes on the machine, and every start brings early samples. */
    @Test
    void theProcessesAreNotListedMoreThanOnceIn200Millis() throws IOException {
        lab.doWorkAfterMillis(50);
        lab.clock.passMillis(50);
        TestProcess other = lab.start(lab.proc.process(70).comm("sh"));
        lab.doWork();
        descendant(71, other).write();
        lab.doWorkAfterMillis(50);
        assertThat(lab.sample(other).nanos()).as("sampled").isEqualTo(lab.clock.nanos());
        assertThat(lab.sample(other).treeProcesses())
                .as("100 ms after the listing")
                .isEqualTo(1);
        lab.doWorkAfterMillis(200);
        assertThat(lab.sample(other).treeProcesses()).isEqualTo(2);
    }

    @Test
    void twoChildrenKeepTheirTreesApart() throws IOException {
        TestProcess other = lab.start(lab.proc.process(70).comm("sh").rss(11));
        descendant(8, root).rss(100).write();
        descendant(71, other).rss(200).write();
        lab.doWork();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(root).treeRssBytes()).isEqualTo(110 * PAGE);
        assertThat(lab.sample(other).treeRssBytes()).isEqualTo(211 * PAGE);
    }

    @Test
    void aDeathTellsOfTheDescendantsAndWhichOfThemAreLeft() throws IOException {
        TestProcess left = descendant(8, root).comm("left").rss(100).write();
        TestProcess goneBefore = descendant(9, root).comm("before").rss(300).write();
        TestProcess goneSince = descendant(10, root).comm("since").rss(200).write();
        lab.doWorkAfterMillis(250);
        long seenAt = lab.clock.nanos();
        goneBefore.vanish();
        lab.doWorkAfterMillis(650);
        goneSince.vanish();
        left.rss(101).write();
        lab.clock.passMillis(10);
        lab.inbox.zombie(7, 0);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().descendants())
                .as("largest first")
                .extracting(Descendant::comm)
                .isEqualTo(List.of("before", "since", "left"));
        assertThat(tombstoneOf(9).memory().orElseThrow().nanos()).isEqualTo(seenAt);
        assertThat(tombstoneOf(9).rssBytes()).isEqualTo(300 * PAGE);
        assertThat(tombstoneOf(9).alive()).isFalse();
        assertThat(tombstoneOf(10).alive()).as("found out at the end").isFalse();
        assertThat(tombstoneOf(8).alive()).isTrue();
        assertThat(tombstoneOf(8).rssBytes()).as("sampled once more").isEqualTo(101 * PAGE);
        assertThat(tombstoneOf(8).key().starttimeTicks()).isEqualTo(8);
    }
}
