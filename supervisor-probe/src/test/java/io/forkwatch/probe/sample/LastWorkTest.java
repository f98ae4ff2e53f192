package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The iteration at the end of the supervisor, after which there is none to make up for what it leaves out. */
class LastWorkTest {
    @TempDir
    private Path mount;

    private Lab lab;

    @BeforeEach
    void build() {
        lab = new Lab(mount).ticked();
    }

    @Test
    void aChildThatIsGoneWithNoExitEventIsSettledAtOnce() throws IOException {
        TestProcess child = lab.proc.process(7).write();
        lab.announce(child, () -> OptionalInt.of(5));
        lab.doWork();
        child.vanish();
        lab.doLastWork();
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.CodeOnly(5));
        assertThat(lab.sink.lastSnapshot().children()).isEmpty();
    }

    @Test
    void aChildThatWasOverBeforeItsStartWasHeardOfIsSettledToo() {
        lab.announce(lab.proc.process(7), () -> OptionalInt.of(5));
        lab.doLastWork();
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.CodeOnly(5));
    }

    @Test
    void aZombieIsStillExact() throws IOException {
        TestProcess child = lab.start(lab.proc.process(7));
        child.zombie(9).write();
        lab.inbox.zombie(7, 137);
        child.vanish();
        lab.doLastWork();
        assertThat(lab.sink.onlyDeath().ending()).isEqualTo(new Ending.Exact(new WaitStatus(9)));
    }

    @Test
    void whatIsTrueIsPublishedHoweverRecentlyThatWasDone() throws IOException {
        TestProcess dead = lab.start(lab.proc.process(7));
        TestProcess alive = lab.proc.process(8).write();
        lab.doWork();
        dead.zombie(0).write();
        lab.inbox.zombie(7, 0);
        lab.announce(alive, ExitValue.UNKNOWN);
        lab.doLastWork();
        assertThat(lab.sink.lastSnapshot().children())
                .extracting(child -> child.child().key().pid())
                .containsExactly(8L);
    }
}
