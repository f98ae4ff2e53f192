package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.register.RegisterLab;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
    @TempDir
    private Path mount;

    private RegisterLab lab;
    private Orphans orphans;
    private ProcessTree tree;
    private TrackedChild child;

    @BeforeEach
    void aChildWithoutDescendants() throws IOException {
        lab = new RegisterLab(mount);
        lab.proc.write("self/stat", lab.proc.process(SELF).stat());
        lab.proc.write("uptime", "100.00 1.00\n");
        orphans = new Orphans(lab.access, lab.clock.clocks(), Lab.ORPHANS, new Tally(), lab.troubles);
        tree = new ProcessTree(lab.proc.files(), lab.register, orphans, lab.troubles);
        child = lab.child(lab.proc.process(50).comm("sh"));
    }

    private static final long SELF = 7_000;

    private TestProcess below(long parent, long pid) throws IOException {
        return lab.proc.process(pid).comm("java").parent(parent).write();
    }

    private void refresh() throws IOException {
        tree.refresh(lab.clock.nanos());
    }

    private static List<Long> pids(TrackedChild child) {
        return child.descendants().stream().map(each -> each.key().pid()).toList();
    }

    @Test
    void findsAllGenerationsWhateverTheOrderOfTheirPids() throws IOException {
        below(50, 60);
        below(60, 40);
        below(40, 70);
        below(70, 30);
        refresh();
        assertThat(pids(child)).containsExactlyInAnyOrder(60L, 40L, 70L, 30L);
    }

    @Test
    void leavesTheProcessesOfOthersAlone() throws IOException {
        below(1, 60);
        below(60, 61);
        refresh();
        assertThat(child.descendants()).isEmpty();
    }

    @Test
    void givesEachToTheChildBelowWhichItWasBorn() throws IOException {
        TrackedChild other = lab.child(lab.proc.process(51));
        below(51, 61);
        below(50, 60);
        refresh();
        assertThat(pids(child)).containsExactly(60L);
        assertThat(pids(other)).containsExactly(61L);
    }

    @Test
    void adoptsNobodyTwice() throws IOException {
        below(50, 60);
        refresh();
        refresh();
        lab.clock.passMillis(1000);
        refresh();
        assertThat(pids(child)).containsExactly(60L);
    }

    @Test
    void adoptsNobodyTwiceWhenAllAreReadAgain() throws IOException {
        below(50, 60);
        refresh();
        lab.clock.passMillis(10_001);
        refresh();
        assertThat(pids(child)).containsExactly(60L);
    }

    /** Between two listings a pid may have been given away: nothing in the listing shows it. */
    @Test
    void aPidThatWasGivenAwayBetweenTwoListingsIsFoundWithinAMinute() throws IOException {
        below(1, 60);
        refresh();
        refresh();
        below(50, 60).starttime(9).write();
        for (int second = 0; second < 61; second++) {
            lab.clock.passMillis(1_000);
            refresh();
        }
        assertThat(pids(child)).containsExactly(60L);
    }

    /** Listings cost more than all samples on a machine with many processes. */
    @Test
    void whileNoPidIsGivenAwayNobodyIsSought() throws IOException {
        lab.proc.write("self/mountinfo", "").write("loadavg", "0.20 0.18 0.12 1/80 50\n");
        refresh();
        refresh();
        below(50, 60);
        refresh();
        assertThat(pids(child)).as("the kernel has not moved").isEmpty();
        lab.clock.passMillis(61_000);
        refresh();
        assertThat(pids(child)).as("however long").isEmpty();
        lab.proc.write("loadavg", "0.20 0.18 0.12 1/80 60\n");
        refresh();
        assertThat(pids(child)).containsExactly(60L);
    }

    @Test
    void whoseParentNobodyKnewIsSampledAgainThoughNoPidWasGivenAway() throws IOException {
        lab.proc.write("self/mountinfo", "").write("loadavg", "0.20 0.18 0.12 1/80 80\n");
        below(SELF, 80).comm("native").write().cmdline("/opt/native", "--flag");
        refresh();
        refresh();
        assertThat(lab.youngest().child().key().pid()).isEqualTo(80);
    }

    @Test
    void findsTheDescendantsOfDescendantsThatAreKnownAlready() throws IOException {
        below(50, 60);
        refresh();
        below(60, 61);
        refresh();
        assertThat(pids(child)).containsExactly(60L, 61L);
    }

    @Test
    void aDescendantOfOneThatIsGoneIsSomebodyElses() throws IOException {
        TestProcess son = below(50, 60);
        refresh();
        son.vanish();
        lab.sample(child.descendants().get(0));
        below(60, 61);
        refresh();
        assertThat(pids(child)).containsExactly(60L);
    }

    @Test
    void aChildThatIsGoneAdoptsNobody() throws IOException {
        lab.proc.process(50).vanish();
        lab.sample(child.root().orElseThrow());
        below(50, 60);
        refresh();
        assertThat(child.descendants()).isEmpty();
    }

    @Test
    void aNewbornKnowsItsParentsNameForTheForkRule() throws IOException {
        below(50, 60).comm("sh").starttime(10_000).write();
        refresh();
        TrackedProcess fork = child.descendants().get(0);
        assertThat(fork.counts(lab.clock.nanos(), 1000)).isFalse();
        assertThat(fork.counts(lab.clock.nanos() + 1000, 1000)).isTrue();
    }

    /** A listing takes a while on a busy machine; a shell needs a millisecond to fork. */
    @Test
    void aDescendantThatWasListedBeforeItsChildWasKnownIsAdoptedAtTheNextListing() throws IOException {
        below(51, 61);
        refresh();
        TrackedChild late = lab.child(lab.proc.process(51));
        refresh();
        assertThat(pids(late)).containsExactly(61L);
    }

    /** Reading every process of the machine at every listing would cost far more than the listing. */
    @Test
    void whoFoundNoParentTwiceIsNotReadAgain() throws IOException {
        TestProcess stranger = below(1, 60);
        refresh();
        refresh();
        stranger.parent(50).write();
        refresh();
        assertThat(child.descendants()).isEmpty();
    }

    @Test
    void soItIsWithManyInWhateverOrderTheDirectoryGivesThem() throws IOException {
        List<TestProcess> strangers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            strangers.add(below(1, 100 + i * 37 % 60));
        }
        refresh();
        refresh();
        for (TestProcess stranger : strangers) {
            stranger.parent(50).write();
        }
        refresh();
        assertThat(child.descendants()).isEmpty();
    }

    @Test
    void manyThatWereListedTooEarlyAreAllAdoptedAtTheNextListing() throws IOException {
        for (int i = 0; i < 60; i++) {
            below(51, 100 + i * 37 % 60);
        }
        refresh();
        TrackedChild late = lab.child(lab.proc.process(51));
        refresh();
        assertThat(late.descendants()).hasSize(60);
    }

    @Test
    void after10SecondsWithoutAListingAllAreReadAgainForTheirPidsMayHaveBeenGivenAway() throws IOException {
        TestProcess stranger = below(1, 60);
        refresh();
        refresh();
        stranger.parent(50).starttime(9).write();
        lab.clock.passMillis(10_000);
        refresh();
        assertThat(child.descendants()).as("after 10 s").isEmpty();
        lab.clock.passMillis(10_001);
        refresh();
        assertThat(pids(child)).as("after more").containsExactly(60L);
    }

    @Test
    void aPidThatWasAwayForOneListingIsNew() throws IOException {
        below(1, 60);
        refresh();
        refresh();
        lab.proc.remove("60");
        refresh();
        below(50, 60);
        refresh();
        assertThat(pids(child)).containsExactly(60L);
    }

    @Test
    void aStrangerThatCannotBeReadDoesNotHideTheDescendants() throws IOException {
        lab.proc.process(40).garble();
        lab.proc.process(55).vanish();
        lab.proc.process(70).garble();
        below(50, 60);
        refresh();
        assertThat(pids(child)).containsExactly(60L);
        assertThat(lab.troubles.seen()).as("it is not ours").isEmpty();
    }

    @Test
    void withoutAListingThereIsAFault() {
        ProcessTree nowhere =
                new ProcessTree(new ProcFs(mount.resolve("nowhere")), lab.register, orphans, lab.troubles);
        assertThatThrownBy(() -> nowhere.refresh(0)).isInstanceOf(IOException.class);
    }

    /** The host may be out of descriptors for a while. */
    @Test
    void aListingThatFailedIsTakenAgainThoughNoPidWasGivenAwaySince() throws IOException {
        lab.proc.write("self/mountinfo", "").write("loadavg", "0.20 0.18 0.12 1/80 50\n");
        refresh();
        refresh();
        below(50, 60);
        lab.proc.write("loadavg", "0.20 0.18 0.12 1/80 60\n");
        Path elsewhere = mount.resolveSibling(mount.getFileName() + "-elsewhere");
        Files.move(mount, elsewhere);
        assertThatThrownBy(this::refresh).isInstanceOf(IOException.class);
        Files.move(elsewhere, mount);
        refresh();
        assertThat(pids(child)).containsExactly(60L);
    }

    /** An interrupt closes the channel that is in use. */
    @Test
    void theLastPidIsReadAgainAfterAReadingThatFailed() throws IOException {
        lab.proc.write("self/mountinfo", "").write("loadavg", "0.20 0.18 0.12 1/80 50\n");
        refresh();
        lab.proc.remove("loadavg");
        refresh();
        lab.proc.write("loadavg", "0.20 0.18 0.12 1/80 50\n");
        refresh();
        below(50, 60);
        refresh();
        assertThat(pids(child)).as("the kernel has not moved").isEmpty();
    }
}
