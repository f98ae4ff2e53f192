package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.CgroupNews;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real inotify events of files that look like the kernel's. */
class CgroupWatchTest {
    private static final long SECOND = 1_000_000_000;
    private static final long PAGE = 4096;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    private final BlockingQueue<Advisory> news = new LinkedBlockingQueue<>();
    private final Troubles troubles = new Troubles();
    private TestProc proc = new TestProc(Path.of(""));
    private long nanos = Long.MAX_VALUE - SECOND;
    private CgroupWatch watch = new CgroupWatch(proc.files(), CgroupWatchTest::snapshot, news::add, troubles);

    @BeforeEach
    void groups() throws IOException {
        proc = new TestProc(directory.resolve("proc"));
        process(7, 10);
        process(100, 40);
        process(101, 5);
        proc.write("self/stat", stat(7, 10))
                .write("self/auxv", "")
                .write("7/cgroup", "0::/ci/build\n")
                .write("self/mountinfo", "35 31 0:32 / " + directory.resolve("groups") + " rw - cgroup2 cgroup2 rw\n");
        group("ci", "1000000");
        group("ci/build", "100000");
        group("ci/other", "max");
        watch = new CgroupWatch(proc.files(), CgroupWatchTest::snapshot, news::add, troubles);
    }

    @AfterEach
    void end() {
        watch.close();
        assertThat(troubles.seen()).isEmpty();
    }

    private static String stat(long pid, long pages) {
        return pid + " (x) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 5 4096 " + pages + " \n";
    }

    private void process(long pid, long pages) throws IOException {
        proc.write(pid + "/stat", stat(pid, pages));
    }

    private void group(String path, String limit) throws IOException {
        Path group = Files.createDirectories(directory.resolve("groups").resolve(path));
        Files.writeString(group.resolve("memory.max"), limit + "\n");
        for (String name : List.of("memory.events", "memory.events.local", "cgroup.events")) {
            Files.writeString(group.resolve(name), "oom 0\noom_kill 0\n");
        }
    }

    /** In one piece, as the kernel does. */
    private void kills(String path, int kills) throws IOException {
        Files.writeString(
                directory.resolve("groups").resolve(path).resolve("memory.events"),
                "oom 0\noom_kill " + kills + "\n",
                StandardOpenOption.WRITE);
    }

    private static Snapshot snapshot() {
        Child child = new Child(
                new ProcessKey(100, 5),
                new Name(new Kind("worker"), new Slot(0)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                0);
        ProcessSample sample = new ProcessSample(
                0, 'S', 33 * PAGE, 1, 38 * PAGE, 2, 2, OptionalDouble.empty(), OptionalDouble.empty(), CpuTime.ZERO);
        List<TreeMember> tree = List.of(
                new TreeMember(child.key(), "x", false),
                new TreeMember(new ProcessKey(101, 5), "x", false),
                new TreeMember(new ProcessKey(102, 5), "gone", false));
        LivingChild living = new LivingChild(
                child, Optional.of(sample), Optional.of(Instant.EPOCH), Peak.NONE, SlowSample.NONE, tree);
        return new Snapshot(0, List.of(living), List.of(), List.of(), 0);
    }

    private void check() throws IOException {
        nanos += SECOND;
        watch.check(MemoryCgroup.of(proc.files().cgroup(7), proc.files().mountInfo()), nanos);
    }

    private void check(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            check();
        }
    }

    private CgroupNews next() throws InterruptedException {
        Advisory next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(CgroupNews.class);
        return (CgroupNews) Objects.requireNonNull(next);
    }

    @Test
    void aKillIsToldWithThoseWhoWereThereTheLargestFirst() throws IOException, InterruptedException {
        check();
        kills("ci/build", 1);
        assertThat(next())
                .isEqualTo(new CgroupNews(
                        "/ci/build",
                        1,
                        List.of(
                                new Share("worker[0]", 100, 40 * PAGE),
                                new Share("", 7, 10 * PAGE),
                                new Share("worker[0]", 101, 5 * PAGE))));
    }

    /** The victim may have given it back by the time that anybody looks. */
    @Test
    void whoIsGoneAlreadyHasWhatWasSampledOfItLast() throws IOException, InterruptedException {
        check();
        proc.remove("100");
        process(101, 0);
        kills("ci/build", 1);
        assertThat(next().processes())
                .containsExactly(new Share("worker[0]", 100, 33 * PAGE), new Share("", 7, 10 * PAGE));
    }

    /** As seen with four processes and one more: oom_kill 6, oom_group_kill 1. */
    @Test
    void whereAllOfACgroupAreKilledEachCountsOnce() throws IOException, InterruptedException {
        check();
        Files.writeString(
                directory.resolve("groups/ci/build/memory.events"),
                "oom 1\noom_kill 6\noom_group_kill 1\n",
                StandardOpenOption.WRITE);
        assertThat(next().kills()).isEqualTo(5);
    }

    /** Whoever else is below the upper one. */
    @Test
    void aKillThatCountsAboveAsWellIsToldByTheNearest() throws IOException, InterruptedException {
        check();
        kills("ci/build", 1);
        assertThat(next().cgroup()).isEqualTo("/ci/build");
        kills("ci", 1);
        kills("ci", 3);
        CgroupNews above = next();
        assertThat(above.cgroup()).isEqualTo("/ci");
        assertThat(above.kills()).isEqualTo(2);
        kills("ci/build", 2);
        CgroupNews own = next();
        assertThat(own.cgroup()).isEqualTo("/ci/build");
        assertThat(own.kills()).isEqualTo(1);
        assertThat(news).isEmpty();
    }

    @Test
    void whatWasBeforeIsNoNews() throws IOException, InterruptedException {
        kills("ci/build", 7);
        check();
        kills("ci/build", 9);
        assertThat(next().kills()).isEqualTo(2);
    }

    @Test
    void aCgroupThatIsRemovedIsToldAndTheNextOneWatched() throws IOException, InterruptedException {
        check();
        Files.write(directory.resolve("groups/ci/build/memory.events"), new byte[0]); // What is held says nothing more.
        Files.delete(directory.resolve("groups/ci/build/memory.events.local"));
        proc.write("7/cgroup", "0::/ci/other\n");
        check(9);
        assertThat(news).isEmpty();
        check();
        assertThat(next()).isEqualTo(new CgroupNews("/ci/build", 0, List.of()));
        kills("ci/other", 1);
        assertThat(next().cgroup()).isEqualTo("/ci/other");
    }

    @Test
    void whoIsMovedIsWatchedWhereItIsNow() throws IOException, InterruptedException {
        check();
        proc.write("7/cgroup", "0::/ci/other\n");
        check(10);
        kills("ci/other", 1);
        assertThat(next().cgroup()).isEqualTo("/ci/other");
    }

    @Test
    void itsThreadEndsWithIt() throws IOException, InterruptedException {
        check();
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("forkwatch-cgroup"))
                .toList();
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
        watch.close();
        for (Thread thread : threads) {
            thread.join(PATIENCE_SECONDS * 1000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void whereThereIsNoCgroupOfVersion2NothingIsWatched() throws IOException {
        proc.write("7/cgroup", "4:memory:/ci\n")
                .write(
                        "self/mountinfo",
                        "35 31 0:32 / " + directory.resolve("groups") + " rw - cgroup cgroup rw,memory\n");
        Files.writeString(directory.resolve("groups/ci/memory.oom_control"), "oom_kill 0\n");
        assertThat(MemoryCgroup.of(proc.files().cgroup(7), proc.files().mountInfo()))
                .hasValueSatisfying(group -> assertThat(group.holdEvents()).isEmpty());
        check(20);
        assertThat(news).isEmpty();
    }
}
