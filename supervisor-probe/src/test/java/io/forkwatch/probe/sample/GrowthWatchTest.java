package io.forkwatch.probe.sample;

import static io.forkwatch.probe.sample.Lab.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child below a limit, seen through the sampler's turns. */
class GrowthWatchTest {
    private static final long LIMIT_PAGES = 100_000;

    @TempDir
    private Path temporary;

    private Lab lab;
    private TestProcess child;

    @BeforeEach
    void aChildInALimitedGroup() throws IOException {
        lab = Lab.adaptive(temporary.resolve("proc"));
        lab.proc.write(
                "self/mountinfo", "35 31 0:32 / " + temporary.resolve("memory") + " rw - cgroup cgroup rw,memory\n");
        lab.proc.write("7/cgroup", "4:memory:/job\n").write("vmstat", "oom_kill 0\n");
        group("memory.oom_control", "oom_kill 0\n");
        group("memory.limit_in_bytes", LIMIT_PAGES * PAGE + "\n");
        group("memory.failcnt", "0\n");
        group("cgroup.procs", "7\n");
        lab.beaten();
        child = lab.start(lab.proc.process(7).rss(1_000));
        uses(1_000);
        lab.tick();
        lab.tickAfterMillis(250);
        lab.tickAfterMillis(650);
    }

    private void group(String file, String text) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("memory/job"));
        Files.writeString(directory.resolve(file), text);
    }

    private void uses(long pages) throws IOException {
        child.rss(pages).write();
        lab.proc.write("7/statm", "200000 " + pages + " 100 1 0 0 0\n");
        group("memory.stat", "total_rss " + pages * PAGE + "\nhierarchical_memory_limit " + LIMIT_PAGES * PAGE + "\n");
    }

    @Test
    void whileNothingGrowsTheChildIsLookedAtOnceAnInterval() throws IOException {
        lab.tickAfterMillis(250);
        child.rss(2_000).write();
        lab.tickAfterMillis(250);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(1_000 * PAGE);
        assertThat(lab.sink.quickLooks).isZero();
    }

    @Test
    void whoFillsTheGroupIsLookedAtQuickly() throws IOException {
        lab.tickAfterMillis(250);
        uses(60_000);
        long wait = lab.tickAfterMillis(250);
        assertThat(wait).as("a quarter of the 170 ms that are left").isBetween(Lab.millis(41), Lab.millis(43));
        assertThat(lab.sample(child).rssBytes()).isEqualTo(60_000 * PAGE);
        uses(70_000);
        wait = lab.tickAfterMillis(43);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(70_000 * PAGE);
        assertThat(lab.sample(child).treeRssBytes()).isEqualTo(70_000 * PAGE);
        assertThat(lab.sink.quickLooks).isEqualTo(1);
        assertThat(wait).isBetween(Lab.millis(30), Lab.millis(33));
        uses(99_999);
        assertThat(lab.tickAfterMillis(33)).as("nothing more to be seen").isEqualTo(Lab.millis(50));
        assertThat(lab.child(child).peak().rssBytes()).isEqualTo(99_999 * PAGE);
    }

    @Test
    void theQuickLooksEndWithTheGrowth() throws IOException {
        lab.tickAfterMillis(250);
        uses(60_000);
        lab.tickAfterMillis(250);
        lab.tickAfterMillis(250);
        long looks = lab.sink.quickLooks;
        for (int i = 0; i < 8; i++) {
            lab.tickAfterMillis(250);
        }
        assertThat(lab.sink.quickLooks).isEqualTo(looks);
    }

    @Test
    void aGroupThatIsRemovedMeanwhileIsNoTrouble() throws IOException {
        uses(60_000);
        lab.tickAfterMillis(250);
        child.vanish();
        group("memory.stat", "");
        for (int i = 0; i < 8; i++) {
            lab.tickAfterMillis(250);
        }
        assertThat(lab.sink.onlyDeath().lastSample().orElseThrow().rssBytes()).isEqualTo(60_000 * PAGE);
        assertThat(lab.troubles.seen()).isEmpty();
    }
}
