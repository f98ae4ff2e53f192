package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.register.ChildEnd;
import io.forkwatch.probe.register.RegisterLab;
import io.forkwatch.probe.register.TrackedChild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose parent was gone before anybody looked, as after a double fork. */
class ReparentedProcessesTest {
    /** This JVM: it leads no group, and came from a shell, 6,999, of a session of its own. */
    private static final long SELF = 7_000;

    private static final long SHELL = 6_999;
    private static final long SESSION = 6_000;

    /** Ten seconds after boot, in ticks. */
    private static final long START = 1_000;

    @TempDir
    private Path mount;

    private RegisterLab lab;
    private Orphans orphans;
    private ProcessTree tree;
    private TrackedChild child;

    @BeforeEach
    void aChildOfThisJvm() throws IOException {
        lab = new RegisterLab(mount);
        orphans = new Orphans(lab.access, lab.clock.clocks(), Lab.ORPHANS, new Tally(), lab.troubles);
        tree = new ProcessTree(lab.proc.files(), lab.register, orphans, lab.troubles);
        own(SHELL);
        uptimeMillis(10_000);
        child = lab.child(ours(50).writesTo("pipe:[77]", "pipe:[78]"));
        listed(100);
    }

    private void own(long group) throws IOException {
        lab.proc.process(1).group(1, 1).starttime(1).write();
        lab.proc.process(SESSION).parent(1).group(SESSION, SESSION).starttime(2).write();
        TestProcess self =
                lab.proc.process(SELF).parent(SESSION).group(group, SESSION).starttime(900);
        self.write().writesTo("pipe:[5]", "socket:[9]");
        lab.proc.write("self/stat", self.stat());
        if (group == SHELL) {
            lab.proc
                    .process(SHELL)
                    .parent(SESSION)
                    .group(SHELL, SESSION)
                    .starttime(3)
                    .write();
            lab.proc.write("self/stat", self.parent(SHELL).write().stat());
        }
        this.group = group;
    }

    private void leadsItsGroup() throws IOException {
        own(SELF);
        ours(50).parent(SELF).write();
        tree = new ProcessTree(lab.proc.files(), lab.register, orphans, lab.troubles);
        listed(100);
    }

    private long group;
    private long uptimeMillis;

    private void uptimeMillis(long millis) throws IOException {
        uptimeMillis = millis;
        lab.proc.write("uptime", "%d.%02d 1.00\n".formatted(millis / 1000, millis % 1000 / 10));
    }

    private void listed(long afterMillis) throws IOException {
        lab.clock.passMillis(afterMillis);
        uptimeMillis(uptimeMillis + afterMillis);
        tree.refresh(lab.clock.nanos());
    }

    /** In group and session of this JVM, with its stdout and stderr. */
    private TestProcess ours(long pid) throws IOException {
        return lab.proc.process(pid).group(group, SESSION).starttime(START).writesTo("pipe:[5]", "socket:[9]");
    }

    private TestProcess reparented(long pid) throws IOException {
        return ours(pid).parent(1).starttime(START + 2).cmdline("sleep", "7");
    }

    private static List<Long> pids(TrackedChild of) {
        return of.descendants().stream().map(each -> each.key().pid()).toList();
    }

    private List<Orphan> orphansAfterTheEnd() throws IOException {
        end(50);
        return orphans.living(lab.clock.nanos());
    }

    private void end(long pid) throws IOException {
        ChildEnd end = lab.register
                .ended(new Zombie(pid, 0, new byte[0], lab.clock.nanos()))
                .orElseThrow();
        for (ChildEnd.Left left : end.leftBehind()) {
            orphans.outlived(
                    left.key(),
                    new Origin.OutlivedChild(end.death().child().name(), pid, left.by()),
                    lab.clock.nanos());
        }
        lab.proc.process(pid).vanish();
    }

    private static Attribution by(Orphan orphan) {
        return ((Origin.OutlivedChild) orphan.origin()).by();
    }

    @Test
    void oneThatWritesToThePipeOfAChildIsItsAndLikelySo() throws IOException {
        reparented(60).writesTo("socket:[9]", "pipe:[77]").write();
        listed(200);
        assertThat(pids(child)).containsExactly(60L);
        assertThat(orphansAfterTheEnd()).singleElement().satisfies(orphan -> {
            assertThat(orphan.key().pid()).isEqualTo(60);
            assertThat(by(orphan)).isEqualTo(Attribution.OUTPUT_PIPE);
        });
        listed(70_000);
        listed(200);
        assertThat(orphans.living(lab.clock.nanos())).hasSize(1);
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void soItIsWhenTheChildHasEndedBeforeTheListing() throws IOException {
        child.seeOutput(lab.proc.files());
        end(50);
        reparented(60).writesTo("pipe:[77]", "pipe:[77]").write();
        listed(5_000);
        assertThat(orphans.living(lab.clock.nanos())).singleElement().satisfies(orphan -> {
            assertThat(((Origin.OutlivedChild) orphan.origin()).pid()).isEqualTo(50);
            assertThat(by(orphan)).isEqualTo(Attribution.OUTPUT_PIPE);
            assertThat(orphan.aloneNanos()).isEqualTo(5_000_000_000L);
        });
    }

    @Test
    void whatStandsBelowItComesWithIt() throws IOException {
        reparented(60).writesTo("pipe:[77]", "pipe:[78]").write();
        lab.proc
                .process(61)
                .parent(60)
                .group(group, SESSION)
                .starttime(START + 3)
                .write();
        listed(200);
        assertThat(pids(child)).containsExactly(60L, 61L);
    }

    @Test
    void thePipeOfTheSupervisorsOwnOutputSaysNothing() throws IOException {
        lab.child(ours(51).writesTo("pipe:[5]", "pipe:[5]"));
        reparented(60).writesTo("pipe:[5]", "pipe:[5]").write();
        listed(200);
        listed(200);
        assertThat(pids(child)).isEmpty();
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void aPipeThatTwoChildrenHaveSaysNothing() throws IOException {
        lab.child(ours(51).writesTo("pipe:[77]", "pipe:[79]"));
        reparented(60).writesTo("pipe:[77]", "pipe:[77]").write();
        listed(200);
        listed(200);
        assertThat(pids(child)).isEmpty();
        assertThat(pids(lab.youngest())).isEmpty();
    }

    @Test
    void oneInTheProcessGroupOrSessionOfAChildIsItsForCertain() throws IOException {
        lab.child(ours(51).group(51, 51));
        reparented(60).group(51, SESSION).write();
        reparented(61).group(61, 51).write();
        listed(200);
        assertThat(pids(lab.youngest())).containsExactlyInAnyOrder(60L, 61L);
        end(51);
        assertThat(orphans.living(lab.clock.nanos()))
                .extracting(ReparentedProcessesTest::by)
                .containsExactlyInAnyOrder(Attribution.PROCESS_GROUP, Attribution.SESSION);
    }

    @Test
    void soIsOneInAGroupThatOnlyADescendantIsIn() throws IOException {
        ours(55).parent(50).group(54, 54).write();
        listed(200);
        reparented(60).group(54, 54).write();
        listed(200);
        assertThat(pids(child)).containsExactly(55L, 60L);
    }

    @Test
    void oneInTheGroupOfAChildThatHasEndedIsItsOrphan() throws IOException {
        lab.child(ours(51).group(51, 51));
        end(51);
        reparented(60).group(51, 51).starttime(START + 10).write();
        listed(200);
        assertThat(orphans.living(lab.clock.nanos()))
                .singleElement()
                .satisfies(orphan -> assertThat(((Origin.OutlivedChild) orphan.origin()).pid())
                        .isEqualTo(51));
    }

    /** Pids come round within minutes on a busy machine. */
    @Test
    void oneThatStartedAfterTheEndIsInTheGroupOfAnotherWithItsPid() throws IOException {
        lab.child(ours(51).group(51, 51));
        end(51);
        lab.proc.process(51).parent(1).group(51, 51).starttime(START + 100).write();
        lab.proc.process(60).parent(1).group(51, 51).starttime(START + 101).write();
        listed(2_000);
        listed(200);
        assertThat(orphans.living(lab.clock.nanos())).isEmpty();
    }

    @Test
    void oneInTheGroupOfAnOrphanIsOneAsWell() throws IOException {
        ours(55).parent(50).group(55, 55).write().cmdline("daemon");
        listed(200);
        end(50);
        lab.proc.process(55).parent(1).group(55, 55).starttime(START).write();
        reparented(60).group(55, 55).write();
        listed(200);
        assertThat(orphans.living(lab.clock.nanos())).hasSize(2);
    }

    /** A shell that started this JVM, or another supervisor that the same shell started, has them as well. */
    @Test
    void whereSomebodyElseLeadsTheGroupTheStartAloneSaysNothing() throws IOException {
        reparented(60).write();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    /** A shell is in the group, and this JVM below it. */
    private void shellHasRun(long nanos) throws IOException {
        lab.proc.write(SHELL + "/schedstat", nanos + " 5 7\n");
    }

    private void belowAShell() throws IOException {
        shellHasRun(4_000_000);
        tree = new ProcessTree(lab.proc.files(), lab.register, orphans, lab.troubles);
        listed(100);
        reparented(60).write();
    }

    @Test
    void aShellThatOnlyWaitedHasStartedNothing() throws IOException {
        belowAShell();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd())
                .singleElement()
                .satisfies(orphan -> assertThat(by(orphan)).isEqualTo(Attribution.START_TIME));
    }

    @Test
    void oneThatRanMayHave() throws IOException {
        belowAShell();
        listed(200);
        shellHasRun(4_000_001);
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void soMayOneWithSeveralThreads() throws IOException {
        lab.proc
                .process(SHELL)
                .parent(SESSION)
                .group(SHELL, SESSION)
                .starttime(3)
                .threads(2)
                .write();
        belowAShell();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void soMayOneThatIsGone() throws IOException {
        belowAShell();
        listed(200);
        lab.proc.remove(Long.toString(SHELL));
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void soMayAnotherSupervisorInTheGroup() throws IOException {
        lab.proc
                .process(6_500)
                .parent(SHELL)
                .group(SHELL, SESSION)
                .starttime(800)
                .threads(20)
                .write();
        belowAShell();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    /** The whole machine is looked through for it. */
    @Test
    void thatIsAskedSeldom() throws IOException {
        belowAShell();
        listed(200);
        listed(200);
        reparented(61).starttime(START + 50).write();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd())
                .extracting(orphan -> orphan.key().pid())
                .containsExactly(60L);
    }

    @Test
    void whereThisJvmLeadsItsGroupOneThatStartedWithOneChildPossiblyCameFromIt() throws IOException {
        leadsItsGroup();
        reparented(60).write();
        listed(200);
        assertThat(pids(child)).isEmpty();
        listed(200);
        assertThat(pids(child)).as("its memory is not the child's").isEmpty();
        assertThat(orphansAfterTheEnd()).singleElement().satisfies(orphan -> {
            assertThat(orphan.key().pid()).isEqualTo(60);
            assertThat(by(orphan)).isEqualTo(Attribution.START_TIME);
        });
    }

    @Test
    void notIfTwoChildrenRanThen() throws IOException {
        leadsItsGroup();
        lab.child(ours(51));
        reparented(60).starttime(START + 20).write();
        listed(200);
        listed(200);
        end(51);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void notIfSomebodyElseIsInTheGroup() throws IOException {
        leadsItsGroup();
        lab.proc
                .process(7_001)
                .parent(SESSION)
                .group(SELF, SESSION)
                .starttime(901)
                .write();
        reparented(60).write();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void notIfItIsInAnotherSession() throws IOException {
        leadsItsGroup();
        reparented(60).group(60, 60).write();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void notIfItStartedBeforeTheChild() throws IOException {
        leadsItsGroup();
        reparented(60).starttime(START - 5).write();
        listed(200);
        listed(200);
        assertThat(orphansAfterTheEnd()).isEmpty();
    }

    @Test
    void whoIsOlderThanThisJvmIsNotAskedAbout() throws IOException {
        reparented(60).starttime(899).writesTo("pipe:[77]", "pipe:[77]").write();
        listed(200);
        listed(200);
        assertThat(pids(child)).isEmpty();
    }

    /** Process 1 or a subreaper: a child that no hook told of is another matter. */
    @Test
    void oneThatCameToThisJvmItselfIsItsChildsWhereAPipeSaysSo() throws IOException {
        reparented(60).parent(SELF).writesTo("pipe:[77]", "pipe:[78]").write();
        listed(200);
        listed(200);
        assertThat(pids(child)).containsExactly(60L);
        assertThat(lab.register.living()).hasSize(1);
    }
}
