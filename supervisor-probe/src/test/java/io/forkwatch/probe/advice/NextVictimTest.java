package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static ChildTree child(int slot, long... pids) {
        Child child = new Child(
                new ProcessKey(pids[0], 5),
                new Name(new Kind("worker"), new Slot(slot)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                0);
        return new ChildTree(
                child,
                LongStream.of(pids)
                        .mapToObj(pid -> new TreeMember(new ProcessKey(pid, 5), "x", false))
                        .toList());
    }

    private Share victim(ChildTree... trees) {
        return new NextVictim(proc.files()).find(List.of(trees), 1000 * PAGE).orElseThrow();
    }

    @Test
    void theLargestProcessIsTakenNotTheLargestTree() throws IOException {
        process(10, 40, 0);
        process(11, 40, 0);
        process(20, 50, 0);
        assertThat(victim(child(0, 10, 11), child(1, 20))).isEqualTo(new Share("worker[1]", 20, 50 * PAGE));
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
        assertThat(victim(child(0, 10))).isEqualTo(new Share("", 7, 20 * PAGE));
    }

    @Test
    void whoIsExemptOrGoneIsNot() throws IOException {
        process(10, 500, -1000);
        process(20, 400, 0);
        proc.remove("20");
        process(30, 30, 0);
        assertThat(victim(child(0, 10), child(1, 20), child(2, 30)).pid()).isEqualTo(30);
    }
}
