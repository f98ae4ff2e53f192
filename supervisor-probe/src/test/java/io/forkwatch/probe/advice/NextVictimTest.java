package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Supervisor 7 with 20 pages, and what is in the lines of each test: pid, pages, oom_score_adj. The limit is 1,000 pages. */
class NextVictimTest {
    private static final long PAGE = 4096;

    @TempDir
    private Path directory;

    private TestProc proc = new TestProc(Path.of(""));

    @BeforeEach
    void supervisor() throws IOException {
        proc = new TestProc(directory);
        process(7, 20, 0);
        proc.write("self/stat", stat(7, 20)).write("self/auxv", "");
    }

    private static String stat(long pid, long pages) {
        return pid + " (x) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 5 4096 " + pages + " \n";
    }

    private void process(long pid, long pages, int adj) throws IOException {
        proc.write(pid + "/stat", stat(pid, pages)).write(pid + "/oom_score_adj", adj + "\n");
    }

    private static Child who(int slot, long pid) {
        return new Child(
                new ProcessKey(pid, 5),
                new Name(new Kind("worker"), new Slot(slot)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                0);
    }

    private static LivingChild child(int slot, long... pids) {
        return child(SlowSample.NONE, slot, pids);
    }

    private static LivingChild child(SlowSample slow, int slot, long... pids) {
        return new LivingChild(
                who(slot, pids[0]),
                Optional.empty(),
                Optional.empty(),
                Peak.NONE,
                slow,
                LongStream.of(pids)
                        .mapToObj(pid -> new TreeMember(new ProcessKey(pid, 5), "x", false))
                        .toList());
    }

    private Victim victim(LivingChild... children) {
        return new NextVictim(proc.files())
                .below("/ci", 1000 * PAGE, List.of(children))
                .orElseThrow();
    }

    @Test
    void theLargestProcessIsTakenNotTheLargestTree() throws IOException {
        process(10, 40, 0);
        process(11, 40, 0);
        process(20, 50, 0);
        assertThat(victim(child(0, 10, 11), child(1, 20)))
                .isEqualTo(new Victim(Optional.of(who(1, 20)), 20, 50 * PAGE, 50 * PAGE, 1000 * PAGE));
    }

    @Test
    void oomScoreAdjCountsThousandthsOfTheLimit() throws IOException {
        process(10, 100, 0);
        process(20, 50, 51);
        assertThat(victim(child(0, 10), child(1, 20)).pid()).isEqualTo(20);
        process(20, 50, 49);
        assertThat(victim(child(0, 10), child(1, 20)).pid()).isEqualTo(10);
        process(10, 100, -100);
        assertThat(victim(child(0, 10), child(1, 20)).pid()).isEqualTo(20);
    }

    @Test
    void thisJvmMayBeTheOne() throws IOException {
        process(10, 19, 0);
        assertThat(victim(child(0, 10))).isEqualTo(new Victim(Optional.empty(), 7, 20 * PAGE, 20 * PAGE, 1000 * PAGE));
    }

    @Test
    void whoIsExemptOrGoneIsNot() throws IOException {
        process(10, 500, -1000);
        process(20, 400, 0);
        proc.remove("20");
        process(30, 30, 0);
        assertThat(victim(child(0, 10), child(1, 20), child(2, 30)).pid()).isEqualTo(30);
    }

    /** In version 1 and version 2. */
    @ParameterizedTest
    @ValueSource(strings = {"0::", "5:memory:"})
    void whoIsInAnotherCgroupIsNoMember(String hierarchy) throws IOException {
        process(10, 500, 0);
        process(20, 400, 0);
        process(30, 300, 0);
        process(40, 200, 0);
        proc.write("10/cgroup", hierarchy + "/other\n").write("20/cgroup", hierarchy + "/cigar\n");
        proc.write("30/cgroup", hierarchy + "/ci/fork\n").write("40/cgroup", hierarchy + "/ci\n");
        assertThat(victim(child(0, 10), child(1, 20), child(2, 30), child(3, 40))
                        .pid())
                .isEqualTo(30);
        assertThat(victim(child(0, 10), child(1, 20), child(3, 40)).pid()).isEqualTo(40);
    }

    @Test
    void memoryThatIsSwappedOutCounts() throws IOException {
        process(10, 10, 0);
        proc.write("10/status", "VmSwap:\t    4000 kB\n");
        SlowSample swapped = new SlowSample(
                OptionalLong.of(4000 << 10), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), false);
        assertThat(victim(child(0, 10)).isSupervisor()).isTrue();
        assertThat(victim(child(swapped, 0, 10)).isSupervisor()).isFalse();
    }

    /** A millionth of the machine is no thousandth: the larger one is taken all the same. */
    @Test
    void theMachineTakesTheLargestAndCountsThousandthsOfItself() throws IOException {
        proc.write("meminfo", "MemTotal:       400000 kB\nMemAvailable:   100000 kB\n");
        process(10, 21, 0);
        NextVictim next = new NextVictim(proc.files());
        assertThat(next.ofMachine(List.of(child(0, 10))).orElseThrow().pid()).isEqualTo(10);
        process(7, 20, 1);
        assertThat(next.ofMachine(List.of(child(0, 10))).orElseThrow().isSupervisor())
                .isTrue();
        proc.remove("meminfo");
        assertThat(next.ofMachine(List.of(child(0, 10)))).isEmpty();
    }
}
