package io.forkwatch.probe.sample;

import static io.forkwatch.probe.sample.Lab.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child below a limit, seen through the sampler's iterations. */
class MemoryPressureTest {
    private static final long LIMIT_PAGES = 100_000;

    @TempDir
    private Path temporary;

    private Lab lab;
    private TestProc groups;
    private TestProcess child;

    @BeforeEach
    void aChildInALimitedGroup() throws IOException {
        lab = Lab.adaptive(temporary.resolve("proc"));
        groups = new TestProc(temporary.resolve("memory"));
        lab.proc.write("self/mountinfo", "35 31 0:32 / " + groups.mount() + " rw - cgroup cgroup rw,memory\n");
        lab.proc.write("vmstat", "oom_kill 0\n");
        lab.ticked();
        child = start(7);
        lab.doWork();
        lab.doWorkAfterMillis(250);
        lab.doWorkAfterMillis(650);
    }

    /** Each in a group of its own. */
    private TestProcess start(long pid) throws IOException {
        return start(pid, "job" + pid);
    }

    private TestProcess start(long pid, String group) throws IOException {
        lab.proc.write(pid + "/cgroup", "4:memory:/" + group + "\n");
        groups.write(group + "/memory.oom_control", "oom_kill 0\n")
                .write(group + "/memory.limit_in_bytes", LIMIT_PAGES * PAGE + "\n")
                .write(group + "/memory.failcnt", "0\n")
                .write(group + "/cgroup.procs", pid + "\n");
        TestProcess started = lab.start(lab.proc.process(pid).rss(1_000));
        uses(started, group, 1_000);
        return started;
    }

    private void uses(long pages) throws IOException {
        uses(child, "job7", pages);
    }

    private void uses(TestProcess process, String group, long pages) throws IOException {
        process.rss(pages).write();
        lab.proc.write(process.pid() + "/statm", "200000 " + pages + " 100 1 0 0 0\n");
        groups.write(
                group + "/memory.stat",
                "total_rss " + pages * PAGE + "\nhierarchical_memory_limit " + LIMIT_PAGES * PAGE + "\n");
    }

    /** Half a second at a gigabyte a second may lie between two ticks. */
    @Test
    void whoFillsANewGroupIsSeenBeforeTheNextTick() throws IOException {
        lab.doWorkAfterMillis(250); // A tick.
        TestProcess late = start(8);
        lab.doWork();
        lab.doWorkAfterMillis(250);
        uses(late, "job8", 60_000);
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(late).rssBytes()).isEqualTo(60_000 * PAGE);
        uses(late, "job8", 70_000);
        lab.doWorkAfterMillis(43);
        assertThat(lab.sample(late).rssBytes()).isEqualTo(70_000 * PAGE);
    }

    @Test
    void whileNothingGrowsTheChildIsSampledOnceAnInterval() throws IOException {
        lab.doWorkAfterMillis(250);
        child.rss(2_000).write();
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(1_000 * PAGE);
        assertThat(lab.sink.quickSamples).isZero();
    }

    @Test
    void whoFillsTheGroupIsSampledQuickly() throws IOException {
        lab.doWorkAfterMillis(250);
        uses(60_000);
        long wait = lab.doWorkAfterMillis(250);
        assertThat(wait).as("a quarter of the 170 ms that are left").isBetween(Lab.millis(41), Lab.millis(43));
        assertThat(lab.sample(child).rssBytes()).isEqualTo(60_000 * PAGE);
        uses(70_000);
        wait = lab.doWorkAfterMillis(43);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(70_000 * PAGE);
        assertThat(lab.sample(child).treeRssBytes()).isEqualTo(70_000 * PAGE);
        assertThat(lab.sink.quickSamples).isEqualTo(1);
        assertThat(wait).isBetween(Lab.millis(30), Lab.millis(33));
        uses(99_999);
        assertThat(lab.doWorkAfterMillis(33)).as("nothing more to be seen").isEqualTo(Lab.millis(50));
        assertThat(lab.child(child).peak().rssBytes()).isEqualTo(99_999 * PAGE);
    }

    /** It may be gone, and its pid another's, when the next iteration begins. */
    @Test
    void whereAnotherProgramIsNowIsAskedInTheSameIteration() throws IOException {
        lab.doWorkAfterMillis(250);
        Files.createSymbolicLink(lab.proc.mount().resolve("7/cwd"), Path.of("/elsewhere"));
        child.comm("program");
        uses(60_000);
        lab.doWorkAfterMillis(250);
        Files.delete(lab.proc.mount().resolve("7/cwd"));
        Files.createSymbolicLink(lab.proc.mount().resolve("7/cwd"), Path.of("/of-another"));
        child.zombie(9).write();
        lab.inbox.zombie(7, 137);
        lab.doWork();
        assertThat(lab.sink.onlyDeath().child().directory()).isEqualTo("/elsewhere");
    }

    @Test
    void theQuickSamplesEndWithTheGrowth() throws IOException {
        lab.doWorkAfterMillis(250);
        uses(60_000);
        lab.doWorkAfterMillis(250);
        lab.doWorkAfterMillis(250);
        long samples = lab.sink.quickSamples;
        for (int i = 0; i < 8; i++) {
            lab.doWorkAfterMillis(250);
        }
        assertThat(lab.sink.quickSamples).isEqualTo(samples);
    }

    @Test
    void aGroupThatIsRemovedMeanwhileIsNoTrouble() throws IOException {
        uses(60_000);
        lab.doWorkAfterMillis(250);
        child.vanish();
        groups.write("job7/memory.stat", "");
        for (int i = 0; i < 8; i++) {
            lab.doWorkAfterMillis(250);
        }
        assertThat(lab.sink.onlyDeath().lastSample().orElseThrow().rssBytes()).isEqualTo(60_000 * PAGE);
        assertThat(lab.troubles.seen()).isEmpty();
    }

    /** A launcher makes one for each job, under the same name, and the next job begins as the last one ends. */
    @Test
    void aGroupThatIsMadeAgainUnderItsNameIsSampledQuicklyAgain() throws IOException {
        lab.doWorkAfterMillis(250);
        child.zombie(0).write();
        lab.inbox.zombie(7, 0);
        groups.remove("job7");
        TestProcess next = start(8, "job7");
        lab.doWork();
        lab.doWorkAfterMillis(250); // The gauge of the group before fails now.
        uses(next, "job7", 60_000);
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(next).rssBytes()).isEqualTo(60_000 * PAGE);
        uses(next, "job7", 70_000);
        lab.doWorkAfterMillis(43);
        assertThat(lab.sample(next).rssBytes()).isEqualTo(70_000 * PAGE);
        assertThat(lab.sink.quickSamples).isEqualTo(1);
        assertThat(lab.troubles.seen()).isEmpty();
    }

    /** It closes every channel that is in use. */
    @Test
    void anInterruptIsGotOverByTheNextTick() throws IOException {
        lab.doWorkAfterMillis(250);
        Thread.currentThread().interrupt();
        lab.doWorkAfterMillis(250);
        assertThat(Thread.interrupted()).isTrue();
        lab.doWorkAfterMillis(500); // A tick.
        uses(60_000);
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(child).rssBytes()).isEqualTo(60_000 * PAGE);
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void theGaugeOfTheMachineIsReadAgainAfterAReadingThatFailed() throws IOException {
        machineUses(1_000);
        child.zombie(0).write();
        lab.inbox.zombie(7, 0);
        TestProcess free = lab.start(lab.proc.process(9).rss(1_000));
        lab.doWorkAfterMillis(250);
        lab.proc.write("meminfo", "");
        lab.doWorkAfterMillis(250);
        machineUses(1_000);
        lab.doWorkAfterMillis(500); // A tick.
        free.rss(60_000).write();
        lab.proc.write("9/statm", "200000 60000 100 1 0 0 0\n");
        machineUses(60_000);
        lab.doWorkAfterMillis(250);
        assertThat(lab.sample(free).rssBytes()).isEqualTo(60_000 * PAGE);
    }

    private void machineUses(long pages) throws IOException {
        lab.proc.write(
                "meminfo",
                "MemTotal: %d kB\nMemAvailable: %d kB\n".formatted(LIMIT_PAGES * 4, (LIMIT_PAGES - pages) * 4));
    }

    @Test
    void aGaugeThatSaysNothingHoldsNoDescriptor() throws IOException {
        groups.remove("job7");
        start(8, "job8");
        groups.write("job8/memory.stat", "");
        lab.doWork();
        lab.doWorkAfterMillis(250);
        lab.doWorkAfterMillis(750);
        assertThat(openDescriptors("memory.stat")).isZero();
    }

    private long openDescriptors(String file) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(each -> leadsTo(each, file)).count();
        }
    }

    private boolean leadsTo(Path descriptor, String file) {
        try {
            Path target = Files.readSymbolicLink(descriptor);
            return target.startsWith(temporary.toRealPath())
                    && target.toString().contains(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
