package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackedChildTest {
    @TempDir
    private Path mount;

    private RegisterLab lab;
    private TrackedChild child;

    @BeforeEach
    void build() throws IOException {
        lab = new RegisterLab(mount);
        child = lab.child(lab.proc.process(7));
    }

    private TrackedProcess adopt(long pid, long rssPages) throws IOException {
        TrackedProcess descendant = lab.open(lab.proc.process(pid).rss(rssPages), "sh");
        child.adopt(descendant);
        return descendant;
    }

    private void vanish(TrackedProcess process) throws IOException {
        lab.proc.process(process.key().pid()).vanish();
        lab.sample(process);
    }

    private List<Long> pids() {
        return child.descendants().stream().map(each -> each.key().pid()).toList();
    }

    @Test
    void isUnseenUntilItsFirstSample() {
        assertThat(child.isUnseen()).isTrue();
        assertThat(lab.describe(child).sampledAt()).isEmpty();
        lab.took(child, 10, 10, CpuTime.ZERO);
        assertThat(child.isUnseen()).isFalse();
        assertThat(lab.describe(child).sample()).isEqualTo(child.lastSample());
        assertThat(lab.describe(child).sampledAt()).contains(HandClock.EPOCH);
    }

    @Test
    void isNotUnseenOnceItIsGone() {
        child.gone(5);
        assertThat(child.isUnseen()).as("there is nothing to see any more").isFalse();
    }

    @Test
    void isNotUnseenIfItCannotBeRead() throws IOException {
        lab.proc.process(8).garble();
        lab.register.started(lab.spawn(8, "/bin/worker"));
        assertThat(lab.youngest().goneSinceNanos()).isEmpty();
        assertThat(lab.youngest().isUnseen()).isFalse();
    }

    @Test
    void isGoneSinceItWasFirstFoundGone() {
        assertThat(child.goneSinceNanos()).isEmpty();
        child.gone(5);
        child.gone(6);
        assertThat(child.goneSinceNanos()).hasValue(5);
    }

    @Test
    void thePeaksOfChildAndTreeAreKeptApart() {
        lab.took(child, 50, 60, CpuTime.ZERO);
        lab.took(child, 10, 90, CpuTime.ZERO);
        lab.took(child, 20, 20, CpuTime.ZERO);
        assertThat(child.peak()).isEqualTo(new Peak(50, 90));
        child.tookSlowly(70, SlowSample.NONE);
        assertThat(child.peak()).isEqualTo(new Peak(70, 90));
        child.tookSlowly(
                200,
                new SlowSample(OptionalLong.of(8), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
        assertThat(child.peak()).as("a tree is at least its root").isEqualTo(new Peak(200, 200));
        assertThat(lab.describe(child).slow().treeSwapBytes()).hasValue(8);
    }

    @Test
    void theCpuTimeOfItsTreeNeverRunsBackwards() {
        lab.took(child, 1, 1, new CpuTime(100, 10));
        lab.took(child, 1, 1, new CpuTime(50, 20));
        assertThat(child.treeCpu()).isEqualTo(new CpuTime(100, 20));
        child.tookFinal(new FinalStat(
                new Ending.CodeOnly(0), new CpuTime(120, 5), 100, 0, OptionalLong.empty(), OptionalLong.empty()));
        assertThat(child.treeCpu()).isEqualTo(new CpuTime(120, 20));
        assertThat(child.limitUse().ownCpuNanos()).hasValue(100);
    }

    @Test
    void keepsTheFirstEightRequestsToKillIt() {
        for (int i = 0; i < 9; i++) {
            child.killAsked(new Kill(7, false, "thread " + i, List.of(), i));
        }
        assertThat(child.kills()).hasSize(8);
        assertThat(child.kills().get(0).thread()).isEqualTo("thread 0");
        assertThat(child.kills().get(7).thread()).isEqualTo("thread 7");
    }

    @Test
    void keepsRequestsToEndAProcessBelowItApart() throws IOException {
        adopt(100, 5);
        assertThat(child.hasLiving(100)).isTrue();
        assertThat(child.hasLiving(101)).isFalse();
        for (int i = 0; i < 9; i++) {
            child.killBelowAsked(new Kill(100, true, "below", List.of(), i));
        }
        child.killAsked(new Kill(7, true, "own", List.of(), 9));
        assertThat(child.kills()).hasSize(9);
        assertThat(child.kills().get(0).thread()).isEqualTo("own");
        vanish(adopt(102, 5));
        assertThat(child.hasLiving(102)).isFalse();
    }

    @Test
    void tellsOfItsTenLargestDescendants() throws IOException {
        for (int i = 1; i <= 11; i++) {
            adopt(100 + i, i == 6 ? 500 : i);
        }
        assertThat(child.describeDescendants())
                .extracting(told -> told.key().pid())
                .containsExactly(106L, 111L, 110L, 109L, 108L, 107L, 105L, 104L, 103L, 102L);
    }

    @Test
    void keepsTombstones() throws IOException {
        vanish(adopt(100, 5));
        adopt(101, 6);
        assertThat(pids()).containsExactly(100L, 101L);
        assertThat(child.describeDescendants()).extracting(Descendant::alive).containsExactly(true, false);
    }

    @Test
    void forgetsTheOldestTombstoneBeyond32AndNeverALivingOne() throws IOException {
        adopt(99, 5);
        for (int i = 0; i < 32; i++) {
            vanish(adopt(100 + i, 5));
        }
        assertThat(pids()).hasSize(33);
        adopt(200, 5);
        assertThat(pids()).hasSize(33).contains(99L, 101L, 200L).doesNotContain(100L);
        adopt(201, 5);
        assertThat(pids()).as("31 tombstones are below the cap").hasSize(34).contains(101L);
    }

    @Test
    void aChildThatWasGoneBeforeItCouldBeOpenedHasNoProcess() {
        TestProcess nobody = lab.proc.process(8);
        lab.register.started(lab.spawn(nobody.pid(), "/bin/worker"));
        assertThat(lab.youngest().root()).isEmpty();
        assertThat(lab.youngest().isUnseen()).as("there is nothing to see").isFalse();
        assertThat(lab.youngest().goneSinceNanos()).hasValue(lab.clock.nanos());
    }

    @Test
    void namesTheLivingOfItsTreeWithItselfFirst() throws IOException {
        TrackedProcess first = adopt(8, 10);
        adopt(9, 10);
        assertThat(lab.describe(child).tree())
                .extracting(member -> member.key().pid())
                .containsExactly(7L, 8L, 9L);
        vanish(first);
        assertThat(lab.describe(child).tree())
                .extracting(member -> member.key().pid())
                .containsExactly(7L, 9L);
    }

    @Test
    void namesTheSameListAgainAsLongAsTheTreeIsTheSame() throws IOException {
        TrackedProcess descendant = adopt(8, 10);
        List<TreeMember> tree = lab.describe(child).tree();
        lab.took(child, 10, 10, CpuTime.ZERO);
        assertThat(lab.describe(child).tree()).isSameAs(tree);
        lab.proc.process(8).comm("java").rss(10).write();
        lab.sample(descendant);
        assertThat(lab.describe(child).tree())
                .isNotSameAs(tree)
                .last()
                .extracting(TreeMember::comm)
                .isEqualTo("java");
    }
}
