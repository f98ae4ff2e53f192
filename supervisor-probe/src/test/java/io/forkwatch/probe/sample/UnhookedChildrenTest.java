package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.register.ChildEnd;
import io.forkwatch.probe.register.RegisterLab;
import io.forkwatch.probe.register.TrackedChild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that no hook has told of: other libraries have a fork of their own, and an attach may come late. */
class UnhookedChildrenTest {
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
    private static final Name NAME = new Name(new Kind("worker"), new Slot(0));

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
    void aChildThatNoHookToldOfIsFoundAtItsSecondListing() throws IOException {
        below(SELF, 80).comm("native").write().cmdline("/opt/native", "--flag");
        below(80, 81);
        refresh();
        assertThat(lab.register.living()).hasSize(1);
        refresh();
        assertThat(lab.youngest().child().key().pid()).isEqualTo(80);
        assertThat(lab.youngest().child().name().kind().name()).isEqualTo("native");
        assertThat(pids(lab.youngest())).containsExactly(81L);
        refresh();
        assertThat(lab.register.living()).hasSize(2);
    }

    @Test
    void ofAnOlderChildTheJdkSaysTheExitValue() throws IOException {
        lab.jdk.put(80L, () -> OptionalInt.of(3));
        TestProcess older = below(SELF, 80).cmdline("/opt/older");
        refresh();
        refresh();
        older.vanish();
        assertThat(lab.sample(lab.youngest().root().orElseThrow())).isFalse();
        lab.youngest().gone(lab.clock.nanos());
        assertThat(lab.register.settleAllGone(lab.clock.nanos()))
                .singleElement()
                .satisfies(end -> assertThat(end.death().ending()).isEqualTo(new Ending.CodeOnly(3)));
    }

    @Test
    void theAgeOfAnOlderChildIsThatOfItsProcess() throws IOException {
        below(SELF, 80).starttime(4_000).write();
        refresh();
        refresh();
        Child older = lab.youngest().child();
        assertThat(lab.clock.nanos() - older.startedNanos()).isEqualTo(60_000_000_000L);
        assertThat(older.startedAt()).isEqualTo(lab.clock.clocks().now().minusSeconds(60));
    }

    /** Process 1 gets the orphans of others, and need not wait for them. */
    @Test
    void aZombieThatNobodyWaitsForIsNoChild() throws IOException {
        lab.proc.process(80).parent(SELF).zombie(9).write();
        refresh();
        refresh();
        refresh();
        assertThat(lab.register.living()).hasSize(1);
    }

    @Test
    void aChildThatBecomesAZombieForGoodHasEnded() throws IOException {
        TestProcess reparented = below(SELF, 80).cmdline("/opt/native");
        refresh();
        refresh();
        reparented.zombie(9).write();
        lab.sample(lab.youngest().root().orElseThrow());
        assertThat(lab.register.settleAllGone(lab.clock.nanos()))
                .singleElement()
                .satisfies(end -> assertThat(end.death().ending()).isEqualTo(new Ending.Exact(new WaitStatus(9))));
    }

    @Test
    void anOrphanThatCameToProcess1StaysAnOrphan() throws IOException {
        TestProcess orphan = below(50, 60).cmdline("java");
        refresh();
        lab.proc.process(50).vanish();
        ChildEnd end = lab.register
                .ended(new Zombie(50, 0, new byte[0], lab.clock.nanos()))
                .orElseThrow();
        ChildEnd.Left left = end.leftBehind().get(0);
        orphans.outlived(left.key(), new Origin.OutlivedChild(NAME, 50, left.by()), lab.clock.nanos());
        orphan.parent(SELF).write();
        for (int listing = 0; listing < 4; listing++) {
            lab.clock.passMillis(10_001);
            refresh();
            lab.clock.passMillis(1_000);
            refresh();
        }
        assertThat(lab.register.living()).isEmpty();
        assertThat(orphans.living(lab.clock.nanos())).hasSize(1);
    }

    /** With a long interval every listing reads all again. */
    @Test
    void aChildThatNoHookToldOfIsFoundThoughListingsAreFarApart() throws IOException {
        below(SELF, 80).comm("native").write().cmdline("/opt/native");
        refresh();
        lab.clock.passMillis(60_000);
        refresh();
        assertThat(lab.youngest().child().key().pid()).isEqualTo(80);
    }

    @Test
    void aChildWhoseStartIsOnItsWayIsNotFoundTwice() throws IOException {
        TestProcess hooked = below(SELF, 80);
        refresh();
        lab.child(hooked);
        refresh();
        assertThat(lab.register.living()).hasSize(2);
    }

    /** On a machine under load the event of a start may come later than two listings. */
    @Test
    void aChildThatWasFoundFirstAndThenAnnouncedIsOneChild() throws IOException {
        TestProcess late = below(SELF, 80);
        late.cmdline("/bin/late");
        refresh();
        refresh();
        lab.child(late);
        assertThat(lab.register.living()).hasSize(2);
    }

    @Test
    void aChildIsFoundThoughOurOwnPidCouldNotBeReadWhenItWasDue() throws IOException {
        lab.proc.write("self/mountinfo", "").write("loadavg", "0.20 0.18 0.12 1/80 50\n");
        below(SELF, 80).comm("native").write().cmdline("/opt/native");
        lab.proc.write("self/stat", "");
        lab.proc.write("loadavg", "0.20 0.18 0.12 1/80 80\n");
        assertThatThrownBy(this::refresh).isInstanceOf(IOException.class);
        assertThatThrownBy(this::refresh).isInstanceOf(IOException.class);
        lab.proc.write("self/stat", lab.proc.process(SELF).stat());
        refresh();
        assertThat(lab.youngest().child().key().pid()).isEqualTo(80);
    }

    /** With a slow exec both events may come after two listings, and in one iteration. */
    @Test
    void aChildThatWasFoundFirstAndWhoseStartAndEndThenComeTogetherIsOneChild() throws IOException {
        TestProcess late = below(SELF, 80);
        late.cmdline("/bin/worker");
        refresh();
        refresh();
        assertThat(lab.register.startedAndEnded(lab.spawn(80, "/bin/worker"))).isEmpty();
        assertThat(lab.register.living()).hasSize(2);
        late.zombie(3 << 8);
        assertThat(lab.register.ended(new Zombie(80, 3, late.statBytes(), lab.clock.nanos())))
                .get()
                .satisfies(end -> assertThat(end.death().ending()).isEqualTo(new Ending.Exact(new WaitStatus(3 << 8))));
        assertThat(lab.snapshot().kinds())
                .allSatisfy(kind -> assertThat(kind.starts()).isEqualTo(2));
    }

    @Test
    void soItIsWithOneOfWhichTheJdkKnew() throws IOException {
        lab.jdk.put(80L, () -> OptionalInt.of(3));
        below(SELF, 80).cmdline("/bin/worker");
        refresh();
        refresh();
        assertThat(lab.register.startedAndEnded(lab.spawn(80, "/bin/worker"))).isEmpty();
        assertThat(lab.register.living()).hasSize(2);
    }

    @Test
    void soItIsWithOneThatWasSampledAsAZombieMeanwhile() throws IOException {
        TestProcess late = below(SELF, 80);
        late.cmdline("/bin/worker");
        refresh();
        refresh();
        late.zombie(3 << 8).write();
        lab.sample(lab.youngest().root().orElseThrow());
        assertThat(lab.register.settleGone(lab.clock.nanos())).as("not yet").isEmpty();
        assertThat(lab.register.started(lab.spawn(80, "/bin/worker"))).isEmpty();
        assertThat(lab.register.living()).hasSize(2);
    }

    /** As process 1 and a subreaper get them: prctl(2), PR_SET_CHILD_SUBREAPER. */
    @Test
    void anOrphanThatCameToThisJvmBetweenTwoListingsIsNoChild() throws IOException {
        TestProcess orphan = below(1, 80);
        refresh();
        orphan.parent(SELF).write();
        refresh();
        refresh();
        assertThat(lab.register.living()).containsExactly(child);
    }

    @Test
    void aChildThatHasThePidOfAStrangerThatWasListedIsFound() throws IOException {
        below(1, 80);
        refresh();
        below(SELF, 80).starttime(9).write();
        refresh();
        refresh();
        assertThat(lab.register.living()).hasSize(2);
    }

    @Test
    void whoHasThePidOfAnUnhookedChildNowIsAnother() throws IOException {
        TestProcess late = below(SELF, 80);
        late.cmdline("/bin/worker");
        refresh();
        refresh();
        late.starttime(9_999).write();
        assertThat(lab.register.started(lab.spawn(80, "/bin/worker")))
                .get()
                .satisfies(end -> assertThat(end.death().ending()).isEqualTo(new Ending.Unannounced()));
    }
}
