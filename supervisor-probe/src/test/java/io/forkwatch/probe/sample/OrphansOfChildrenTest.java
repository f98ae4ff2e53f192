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
        lab.tick();
        child.vanish();
    }

    @Test
    void aGrandchildThatOutlivesItsChildIsToldAfterAMinuteAndWhenItIsGone() throws IOException {
        Lab lab = lab(1_000).beaten();
        TestProcess child = lab.start(lab.proc.process(50).comm("sh"));
        lab.tick();
        TestProcess grandchild =
                lab.proc.process(60).comm("sleep").parent(50).write().cmdline("sleep", "99");
        lab.tickAfterMillis(1_000);
        end(lab, child);

        lab.tickAfterMillis(1_000);
        assertThat(lab.sink.lastSnapshot().orphans()).hasSize(1);
        assertThat(lab.sink.news).isEmpty();
        lab.tickAfterMillis(60_000);
        assertThat(lab.sink.news).extracting(OrphanNews::what).containsExactly(OrphanNews.What.FOUND);
        grandchild.vanish();
        lab.tickAfterMillis(1_000);
        assertThat(lab.sink.news)
                .extracting(OrphanNews::what)
                .containsExactly(OrphanNews.What.FOUND, OrphanNews.What.GONE);
        assertThat(lab.sink.lastSnapshot().orphans()).isEmpty();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void whatAnOrphanGivesBirthToIsFoundWithoutALivingChild() throws IOException {
        Lab lab = lab(1_000).beaten();
        TestProcess child = lab.start(lab.proc.process(50).comm("sh"));
        lab.tick();
        lab.proc.process(60).comm("daemon").parent(50).write().cmdline("daemon");
        lab.tickAfterMillis(1_000);
        end(lab, child);
        lab.proc.process(61).comm("worker").parent(60).write().cmdline("worker");
        for (int beat = 0; beat < 12; beat++) {
            lab.tickAfterMillis(1_000);
        }
        assertThat(lab.sink.lastSnapshot().orphans())
                .extracting(orphan -> orphan.key().pid())
                .containsExactly(60L, 61L);
    }

    @Test
    void oneThatAnEarlierSupervisorLeftIsToldAtTheNextBeat() throws IOException {
        Lab lab = lab(1_000).beaten();
        lab.proc.process(60).comm("sleep").write().cmdline("sleep", "99");
        lab.inbox.leftBehind(
                new LeftBehind(new ProcessKey(60, 1), new Kind("worker"), 4242, Optional.empty(), lab.clock.nanos()));
        lab.tickAfterMillis(1_000);
        assertThat(lab.sink.news).extracting(OrphanNews::what).containsExactly(OrphanNews.What.FOUND);
    }
}
