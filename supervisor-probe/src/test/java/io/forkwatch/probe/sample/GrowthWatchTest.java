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
        lab.proc.write("vmstat", "oom_kill 0\n");
        lab.beaten();
        child = start(7);
        lab.tick();
        lab.tickAfterMillis(250);
        lab.tickAfterMillis(650);
    }

    /** Each in a group of its own. */
    private TestProcess start(long pid) throws IOException {
        lab.proc.write(pid + "/cgroup", "4:memory:/job" + pid + "\n");
        group(pid, "memory.oom_control", "oom_kill 0\n");
        group(pid, "memory.limit_in_bytes", LIMIT_PAGES * PAGE + "\n");
        group(pid, "memory.failcnt", "0\n");
        group(pid, "cgroup.procs", pid + "\n");
        TestProcess started = lab.start(lab.proc.process(pid).rss(1_000));
        uses(started, 1_000);
        return started;
    }

    private void group(long pid, String file, String text) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("memory/job" + pid));
        Files.writeString(directory.resolve(file), text);
    }

    private void uses(long pages) throws IOException {
        uses(child, pages);
    }

    private void uses(TestProcess process, long pages) throws IOException {
        process.rss(pages).write();
        lab.proc.write(process.pid() + "/statm", "200000 " + pages + " 100 1 0 0 0\n");
        group(
                process.pid(),
                "memory.stat",
                "total_rss " + pages * PAGE + "\nhierarchical_memory_limit " + LIMIT_PAGES * PAGE + "\n");
    }

    /** Half a second at a gigabyte a second may lie between two beats. */
    @Test
    void whoFillsANewGroupIsSeenBeforeTheNextBeat() throws IOException {
        lab.tickAfterMillis(250); // A beat.
        TestProcess late = start(8);
        lab.tick();
        lab.tickAfterMillis(250);
        uses(late, 60_000);
        lab.tickAfterMillis(250);
        assertThat(lab.sample(late).rssBytes()).isEqualTo(60_000 * PAGE);
        uses(late, 70_000);
        lab.tickAfterMillis(43);
        assertThat(lab.sample(late).rssBytes()).isEqualTo(70_000 * PAGE);
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

    /** It may be gone, and its pid another's, when the next turn begins. */
    @Test
    void whereAnotherProgramIsNowIsAskedInTheSameTurn() throws IOException {
        lab.tickAfterMillis(250);
        Files.createSymbolicLink(lab.proc.mount().resolve("7/cwd"), Path.of("/elsewhere"));
        child.comm("program");
        uses(60_000);
        lab.tickAfterMillis(250);
        Files.delete(lab.proc.mount().resolve("7/cwd"));
        Files.createSymbolicLink(lab.proc.mount().resolve("7/cwd"), Path.of("/of-another"));
        child.zombie(9).write();
        lab.inbox.zombie(7, 137);
        lab.tick();
        assertThat(lab.sink.onlyDeath().child().directory()).isEqualTo("/elsewhere");
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
        group(7, "memory.stat", "");
        for (int i = 0; i < 8; i++) {
            lab.tickAfterMillis(250);
        }
        assertThat(lab.sink.onlyDeath().lastSample().orElseThrow().rssBytes()).isEqualTo(60_000 * PAGE);
        assertThat(lab.troubles.seen()).isEmpty();
    }
}
