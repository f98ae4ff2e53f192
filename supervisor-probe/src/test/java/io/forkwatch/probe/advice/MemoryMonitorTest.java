package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.MemoryNews;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.advice.MemoryNews.What;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryMonitorTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final List<MemoryNews> news = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - SECOND;
    private TestProc proc = new TestProc(Path.of(""));
    private MemoryMonitor monitor = new MemoryMonitor(proc.files(), 0, this::say);

    @BeforeEach
    void group() throws IOException {
        proc = new TestProc(directory.resolve("proc"));
        proc.write("self/stat", "7 (java) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 5 4096 2560 \n")
                .write("7/cgroup", "0::/ci/build\n")
                .write("self/auxv", "")
                .write("self/mountinfo", "35 31 0:32 / " + directory.resolve("groups") + " rw - cgroup2 cgroup2 rw\n");
        monitor = new MemoryMonitor(proc.files(), 0.85, this::say);
        group("ci", "max");
        group("ci/build", Long.toString(100 * MIB));
        use(10, 0);
    }

    private void group(String path, String limit) throws IOException {
        file(path + "/memory.max", limit + "\n");
        file(path + "/memory.events", "oom 0\noom_kill 0\n");
        file(path + "/memory.events.local", "oom 0\noom_kill 0\n");
    }

    private void file(String path, String text) throws IOException {
        Path file = directory.resolve("groups").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void use(long anonMib, long cacheMib) throws IOException {
        file("ci/build/memory.current", (anonMib + cacheMib) * MIB + "\n");
        file(
                "ci/build/memory.stat",
                "anon " + anonMib * MIB + "\nshmem 0\ninactive_file " + cacheMib * MIB / 2 + "\nactive_file "
                        + cacheMib * MIB / 2 + "\nslab_reclaimable 0\n");
    }

    private void say(Advisory each) {
        if (each instanceof MemoryNews memory) {
            news.add(memory);
        }
    }

    private boolean check() {
        nanos += SECOND;
        return monitor.check(
                () -> new Snapshot(nanos, List.of(child(0, 40), child(1, 20), child(2, 5)), List.of(), List.of(), 0),
                JvmView.EMPTY,
                nanos);
    }

    private static LivingChild child(int slot, long mib) {
        Child child = new Child(
                new ProcessKey(100 + slot, 5),
                new Name(new Kind("worker"), new Slot(slot)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                0);
        ProcessSample sample = new ProcessSample(
                0, 'S', 1, 1, mib * MIB, 1, 1, OptionalDouble.empty(), OptionalDouble.empty(), CpuTime.ZERO);
        return new LivingChild(
                child,
                Optional.of(sample),
                Optional.of(Instant.EPOCH),
                Peak.NONE,
                SlowSample.NONE,
                List.of(new TreeMember(child.key(), "x", false)));
    }

    private List<What> said() {
        return news.stream().map(MemoryNews::what).toList();
    }

    @Test
    void itIsSaidOnceBeforeItIsFullAndWhoHasMost() throws IOException {
        check();
        use(84, 5);
        check();
        assertThat(news).isEmpty();
        use(85, 5);
        check();
        use(95, 0);
        check();

        assertThat(news).singleElement().satisfies(warn -> {
            assertThat(warn.what()).isEqualTo(What.WARN);
            assertThat(warn.cgroup()).isEqualTo("/ci/build");
            assertThat(warn.limitBytes()).isEqualTo(100 * MIB);
            assertThat(warn.waitedRatio()).isEmpty();
            assertThat(warn.use()).isEqualTo(new MemoryNews.Use(85 * MIB, 85 * MIB, 0, 5 * MIB));
            assertThat(warn.largest())
                    .containsExactly(
                            new Share("worker[0]", 100, 40 * MIB),
                            new Share("worker[1]", 101, 20 * MIB),
                            new Share("", 7, 10 * MIB));
        });
    }

    @Test
    void howLongProcessesHaveWaitedIsAskedWhenItIsSaid() throws IOException {
        file(
                "ci/build/memory.pressure",
                "some avg10=12.34 avg60=0.50 avg300=0.00 total=1\nfull avg10=3.00 avg60=0.00 avg300=0.00 total=1\n");
        check();
        use(85, 5);
        check();
        assertThat(news)
                .singleElement()
                .satisfies(warn -> assertThat(warn.waitedRatio()).hasValue(0.1234));
    }

    @Test
    void pageCacheAloneNeverWarns() throws IOException {
        use(10, 90);
        check();
        check();
        assertThat(news).isEmpty();
    }

    @Test
    void hoveringAtTheMarkIsSaidOnceAndRoomOnlyWellBelow() throws IOException {
        for (long mib : new long[] {86, 84, 86, 81, 86, 79, 81, 84}) {
            use(mib, 0);
            check();
        }
        assertThat(said()).containsExactly(What.WARN, What.ROOM);
    }

    @Test
    void aLimitThatChangesIsSaid() throws IOException {
        check();
        group("ci/build", Long.toString(50 * MIB));
        check();
        check();
        assertThat(news).singleElement().satisfies(limit -> {
            assertThat(limit.what()).isEqualTo(What.LIMIT);
            assertThat(limit.limitBytes()).isEqualTo(50 * MIB);
            assertThat(limit.limitBeforeBytes()).isEqualTo(100 * MIB);
        });
    }

    @Test
    void theLimitOfAnAncestorCountsAsWell() throws IOException {
        group("ci", Long.toString(1000 * MIB));
        file("ci/memory.current", 900 * MIB + "\n");
        file("ci/memory.stat", "anon " + 900 * MIB + "\n");
        check();
        assertThat(news)
                .singleElement()
                .satisfies(warn -> assertThat(warn.cgroup()).isEqualTo("/ci"));
    }

    @Test
    void withoutALimitThereIsNothingToRead() throws IOException {
        group("ci/build", "max");
        assertThat(check()).isFalse();
        assertThat(news).isEmpty();
    }

    @Test
    void aCgroupThatIsRemovedIsNoNews() throws IOException {
        use(90, 0);
        check();
        Files.delete(directory.resolve("groups/ci/build/memory.current"));
        assertThat(check()).isFalse();
        assertThat(said()).containsExactly(What.WARN);
    }

    @Test
    void whereProcIsHiddenItIsOff() throws IOException {
        proc.remove("self/stat");
        assertThat(check()).isFalse();
        assertThat(news).isEmpty();
    }

    private void process(long pid, long mib) throws IOException {
        proc.write(pid + "/stat", pid + " (x) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 5 4096 " + mib * 256 + " \n")
                .write(pid + "/oom_score_adj", "0\n");
    }

    private long next() {
        return monitor.nextVictim().map(Victim::pid).orElse(0L);
    }

    @Test
    void whoIsTakenNextIsKnownAndSeldomAskedWhileThereIsRoom() throws IOException {
        assertThat(next()).isZero();
        process(100, 5);
        process(7, 10);
        check();
        assertThat(next()).isEqualTo(7);
        process(100, 40);
        for (int second = 1; second < 10; second++) {
            check();
            assertThat(next()).isEqualTo(7);
        }
        check();
        assertThat(next()).isEqualTo(100);

        use(90, 0);
        process(101, 60);
        check();
        assertThat(next()).isEqualTo(101);
        process(102, 70);
        check();
        assertThat(next()).isEqualTo(102);
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "100, 10", "300, 30", "512, 51", "100000, 51"})
    void manyAreAskedMoreSeldomWhileThereIsRoom(int children, long seconds) {
        assertThat(MemoryMonitor.rankPauseNanos(children) / SECOND).isEqualTo(seconds);
    }

    @Test
    void whereAllGoTogetherNobodyIsNext() throws IOException {
        process(100, 40);
        file("ci/build/memory.oom.group", "1\n");
        use(90, 0);
        check();
        assertThat(next()).isZero();
        assertThat(news)
                .singleElement()
                .satisfies(warn -> assertThat(warn.victim()).isEmpty());
    }

    /** That of the fullest limit counts: 400 thousandths of the upper one are more than all of the lower one. */
    @Test
    void itIsRankedAtTheLimitThatIsTheFirstToBeFull() throws IOException {
        group("ci", Long.toString(1000 * MIB));
        file("ci/memory.current", 900 * MIB + "\n");
        file("ci/memory.stat", "anon " + 900 * MIB + "\n");
        process(100, 90);
        process(101, 10);
        proc.write("101/oom_score_adj", "400\n");
        check();
        assertThat(next()).isEqualTo(101);
        proc.write("101/oom_score_adj", "100\n");
        use(95, 0);
        check();
        assertThat(next()).isEqualTo(100);
    }
}
