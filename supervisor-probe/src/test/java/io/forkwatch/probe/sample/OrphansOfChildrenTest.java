package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansOfChildrenTest {
    @TempDir
    private Path mount;

    private Lab lab(long uptimeSeconds) throws IOException {
        Lab lab = new Lab(mount);
        lab.proc.write("uptime", uptimeSeconds + ".00 1.00\n");
        return lab;
    }

    private void end(Lab lab, TestProcess child) throws IOException {
        child.zombie(0).write();
        lab.inbox.zombie(child.pid(), 0);
        lab.doWork();
        child.vanish();
    }

    @Test
    void aGrandchildThatOutlivesItsChildIsToldAfterAMinuteAndWhenItIsGone() throws IOException {
        Lab lab = lab(1_000).ticked();
        TestProcess child = lab.start(lab.proc.process(50).comm("sh"));
        lab.doWork();
        TestProcess grandchild =
                lab.proc.process(60).comm("sleep").parent(50).write().cmdline("sleep", "99");
        lab.doWorkAfterMillis(1_000);
        end(lab, child);

        lab.doWorkAfterMillis(1_000);
        assertThat(lab.sink.lastSnapshot().orphans()).hasSize(1);
        assertThat(lab.sink.news).isEmpty();
        lab.doWorkAfterMillis(60_000);
        assertThat(lab.sink.news).extracting(OrphanNews::what).containsExactly(OrphanNews.What.FOUND);
        grandchild.vanish();
        lab.doWorkAfterMillis(1_000);
        assertThat(lab.sink.news)
                .extracting(OrphanNews::what)
                .containsExactly(OrphanNews.What.FOUND, OrphanNews.What.GONE);
        assertThat(lab.sink.lastSnapshot().orphans()).isEmpty();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void whatAnOrphanGivesBirthToIsFoundWithoutALivingChild() throws IOException {
        Lab lab = lab(1_000).ticked();
        TestProcess child = lab.start(lab.proc.process(50).comm("sh"));
        lab.doWork();
        lab.proc.process(60).comm("daemon").parent(50).write().cmdline("daemon");
        lab.doWorkAfterMillis(1_000);
        end(lab, child);
        lab.proc.process(61).comm("worker").parent(60).write().cmdline("worker");
        for (int tick = 0; tick < 12; tick++) {
            lab.doWorkAfterMillis(1_000);
        }
        assertThat(lab.sink.lastSnapshot().orphans())
                .extracting(orphan -> orphan.key().pid())
                .containsExactly(60L, 61L);
    }

    @Test
    void oneThatAnEarlierSupervisorLeftIsToldAtTheNextTick() throws IOException {
        Lab lab = lab(1_000).ticked();
        lab.proc.process(60).comm("sleep").write().cmdline("sleep", "99");
        lab.inbox.leftBehind(
                new LeftBehind(new ProcessKey(60, 1), new Kind("worker"), 4242, Optional.empty(), lab.clock.nanos()));
        lab.doWorkAfterMillis(1_000);
        assertThat(lab.sink.news).extracting(OrphanNews::what).containsExactly(OrphanNews.What.FOUND);
    }

    @Test
    void anOldProcessWithAWatchedTextIsAnOrphanUnlessItIsAChildInFlight() throws IOException {
        Lab lab = Lab.sweeping(mount, "sleep");
        lab.proc
                .write("uptime", "10000.00 1.00\n")
                .write("self/stat", lab.proc.process(99).stat());
        lab.ticked();
        lab.start(lab.proc.process(50).comm("sleep")).cmdline("sleep", "99");
        lab.proc.process(51).comm("sleep").parent(50).write().cmdline("sleep", "99");
        lab.doWork();
        lab.doWorkAfterMillis(1_000);
        lab.proc.process(60).comm("sleep").write().cmdline("sleep", "99");
        lab.doWorkAfterMillis(61_000); // The next sweep.
        assertThat(lab.sink.lastSnapshot().orphans())
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.key().pid()).isEqualTo(60));
        assertThat(lab.troubles.seen()).isEmpty();
    }
}
