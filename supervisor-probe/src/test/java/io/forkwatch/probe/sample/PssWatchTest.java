package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PssWatchTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @TempDir
    private Path mount;

    private Lab lab;
    private PssWatch watch;
    private TestProcess child;

    @BeforeEach
    void aChildWithADescendant() throws IOException {
        lab = new Lab(mount).ticked();
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        watch = new PssWatch(lab.proc.files(), lab.clock.clocks().monotonic(), INTERVAL);
        child = lab.start(lab.proc.process(7).comm("sh"));
        lab.doWork();
        lab.proc.process(8).parent(7).comm("java").write();
        lab.doWorkAfterMillis(1_000);
        pss(7, 100);
        pss(8, 23);
    }

    private void pss(long pid, long kilobytes) throws IOException {
        lab.proc.write(pid + "/smaps_rollup", "Rss: 9 kB\nPss: " + kilobytes + " kB\n");
    }

    private Snapshot now() {
        return lab.sink.lastSnapshot();
    }

    private long seen() {
        return watch.view()
                .bytesByChild()
                .getOrDefault(now().children().get(0).child().key(), -1L);
    }

    @Test
    void isSummedOverTheTree() {
        assertThat(watch.doWork(this::now)).isEqualTo(INTERVAL.toNanos());
        assertThat(seen()).isEqualTo(123 * 1024);
    }

    @Test
    void isSampledOnceInItsInterval() throws IOException {
        watch.doWork(this::now);
        pss(7, 200);
        lab.clock.passMillis(29_000);
        assertThat(watch.doWork(this::now)).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(seen()).isEqualTo(123 * 1024);
        lab.clock.passMillis(1_000);
        watch.doWork(this::now);
        assertThat(seen()).isEqualTo(223 * 1024);
    }

    @Test
    void aTreeThatCannotBeReadWholeIsAbsent() throws IOException {
        lab.proc.remove("8/smaps_rollup");
        watch.doWork(this::now);
        assertThat(watch.view().bytesByChild()).isEmpty();
    }

    @Test
    void aTreeTooLargeIsLeftAlone() throws IOException {
        child.rss(PssWatch.LARGEST_TREE_BYTES / Lab.PAGE + 1).write();
        lab.doWorkAfterMillis(1_000);
        watch.doWork(this::now);
        assertThat(watch.view().bytesByChild()).isEmpty();
    }

    @Test
    void aZombieHasNoneAndHidesNobodys() throws IOException {
        lab.proc.process(8).parent(7).comm("java").zombie(0).write();
        lab.proc.remove("8/smaps_rollup");
        lab.doWorkAfterMillis(1_000);
        watch.doWork(this::now);
        assertThat(seen()).isEqualTo(100 * 1024);
    }

    @Test
    void everyChildIsSampled() throws IOException {
        for (long pid = 20; pid < 25; pid++) {
            lab.start(lab.proc.process(pid).comm("worker"));
            pss(pid, pid);
        }
        lab.doWork();
        lab.doWorkAfterMillis(1_000);
        watch.doWork(this::now);
        assertThat(watch.view().bytesByChild()).hasSize(6);
    }

    /** Each reading of the clock takes 40 ms here, so two children fit into the time of one pass. */
    @Test
    void whoFindsNoTimeComesFirstTheNextTime() throws IOException {
        watch = new PssWatch(
                lab.proc.files(),
                () -> {
                    lab.clock.passMillis(40);
                    return lab.clock.nanos();
                },
                INTERVAL);
        for (long pid = 20; pid < 23; pid++) {
            lab.start(lab.proc.process(pid).comm("worker"));
            pss(pid, pid);
        }
        lab.doWork();
        lab.doWorkAfterMillis(1_000);
        Snapshot four = now();
        watch.doWork(() -> four);
        assertThat(watch.view().bytesByChild()).hasSize(2);
        lab.clock.passMillis(30_000);
        watch.doWork(() -> four);
        assertThat(watch.view().bytesByChild()).hasSize(4);
    }

    @Test
    void theDeadAreForgotten() {
        watch.doWork(this::now);
        lab.clock.passMillis(30_000);
        watch.doWork(() -> Snapshot.empty(0));
        assertThat(watch.view().bytesByChild()).isEmpty();
    }
}
