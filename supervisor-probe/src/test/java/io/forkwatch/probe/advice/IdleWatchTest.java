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
import io.forkwatch.probe.process.advice.IdleNews;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child with a descendant, by a proc file system of files. */
class IdleWatchTest {
    private static final long SECOND = 1_000_000_000;
    private static final Child CHILD = new Child(
            new ProcessKey(7, 1), new Name(new Kind("pool"), new Slot(0)), CommandLine.UNKNOWN, "/", Instant.EPOCH, 0);
    private static final List<TreeMember> TREE = List.of(
            new TreeMember(CHILD.key(), "sh", false),
            new TreeMember(new ProcessKey(8, 1), "job", false),
            new TreeMember(new ProcessKey(9, 1), "gone", true));

    @TempDir
    private Path proc;

    private final List<IdleNews> news = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 300 * SECOND;
    private long cpuNanos;
    private char state = 'S';
    private int looks;

    private IdleWatch watch() {
        return new IdleWatch(Duration.ofSeconds(100), new ProcFs(proc), this::say);
    }

    private void say(Advisory each) {
        if (each instanceof IdleNews idle) {
            news.add(idle);
        }
    }

    @BeforeEach
    void makeProcesses() throws IOException {
        for (String pid : List.of("7", "8")) {
            write(pid + "/stat", pid + " (job) S 1");
            write(pid + "/task/" + pid + "/stat", pid + " (job) S 1");
            write(pid + "/io", "rchar: 1\nwchar: 1\n");
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void pass(IdleWatch watch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += SECOND;
            watch.check(this::snapshot, nanos);
        }
    }

    private Snapshot snapshot() {
        looks++;
        ProcessSample sample = new ProcessSample(
                nanos, state, 1, 1, 1, 2, 2, OptionalDouble.empty(), OptionalDouble.empty(), new CpuTime(cpuNanos, 0));
        LivingChild living = new LivingChild(
                CHILD, Optional.of(sample), Optional.of(Instant.EPOCH), Peak.NONE, SlowSample.NONE, TREE);
        return new Snapshot(nanos, List.of(living), List.of(), List.of(), 0);
    }

    @Test
    void whoDoesNothingIsToldOnceWithTheNumbers() {
        IdleWatch watch = watch();
        long begun = nanos + SECOND;
        pass(watch, 99);
        assertThat(watch.since()).isEmpty();
        cpuNanos = 100_000_000;
        pass(watch, 100);
        assertThat(news).containsExactly(new IdleNews(CHILD, true, 100 * SECOND, 100_000_000, 3));
        assertThat(watch.since()).containsOnlyKeys(CHILD.key()).containsValue(begun);
    }

    @Test
    void itIsLookedAtTwentyTimesWhileItBecomesIdle() {
        pass(watch(), 200);
        assertThat(looks).isEqualTo(40);
    }

    @Test
    void ADescendantThatWritesKeepsItAtWork() throws IOException {
        IdleWatch watch = watch();
        pass(watch, 90);
        write("8/io", "rchar: 1\nwchar: 2\n");
        pass(watch, 90);
        assertThat(news).isEmpty();
        pass(watch, 30);
        assertThat(news).hasSize(1);
        write("8/io", "rchar: 1\nwchar: 3\n");
        pass(watch, 5);
        assertThat(news).hasSize(2).last().matches(told -> !told.idle() && told.nanos() > 100 * SECOND);
        assertThat(watch.since()).isEmpty();
    }

    @Test
    void aThreadThatRunsOrWaitsForADiskIsLookedForBeforeItIsSaid() throws IOException {
        write("8/task/12/stat", "12 (pool-1) D 1");
        IdleWatch watch = watch();
        pass(watch, 250);
        assertThat(news).isEmpty();
    }

    @Test
    void soIsAProcessThatRuns() throws IOException {
        IdleWatch watch = watch();
        write("8/stat", "8 (job) R 1");
        pass(watch, 250);
        assertThat(news).isEmpty();
    }

    @Test
    void andTheStateInTheSample() {
        state = 'D';
        IdleWatch watch = watch();
        pass(watch, 250);
        assertThat(news).isEmpty();
    }

    @Test
    void whatMayNotBeReadIsNotIdle() throws IOException {
        Files.delete(proc.resolve("7/io"));
        IdleWatch watch = watch();
        pass(watch, 250);
        assertThat(news).isEmpty();
    }

    @Test
    void whoHasGoneIsForgotten() {
        IdleWatch watch = watch();
        pass(watch, 150);
        assertThat(watch.since()).hasSize(1);
        watch.check(() -> Snapshot.empty(nanos), nanos + 100 * SECOND);
        assertThat(watch.since()).isEmpty();
        assertThat(news).hasSize(1);
    }
}
