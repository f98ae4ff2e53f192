package io.forkwatch.probe.evidence.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.MemoryDoubt;
import io.forkwatch.probe.process.death.Surroundings;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JvmWatchTest {
    private static final long MIB = 1 << 20;
    private static final Kind KIND = new Kind("worker");
    private static final ProcessKey CHILD = new ProcessKey(7, 77);
    private static final ProcessKey BELOW = new ProcessKey(8, 88);

    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock();
    private TestProc proc;
    private Path data;
    private JvmWatch watch;

    @BeforeEach
    void build() throws IOException {
        proc = new TestProc(Files.createDirectories(directory.resolve("proc")));
        data = Files.createDirectories(directory.resolve("root/tmp/hsperfdata_me"));
        proc.write("uptime", "1000.00 1.00\n");
        process(1, 1);
        proc.write("self/stat", proc.process(1).stat());
        process(7, 77);
        process(8, 88);
        Clocks clocks = clock.clocks();
        watch = new JvmWatch(new PerfFiles(proc.files(), directory.resolve("root"), "me", clocks), clocks);
    }

    // Owned by who runs this test, as its files are.
    private void process(long pid, long starttime) throws IOException {
        proc.process(pid).starttime(starttime).write();
        proc.write(pid + "/status", "Name:\tx\nUid:\t" + uid() + "\t1\t1\t1\nNSpid:\t" + pid + "\n");
        Files.createSymbolicLink(proc.mount().resolve(pid + "/root"), directory.resolve("root"));
    }

    private long uid() throws IOException {
        return ((Integer) Files.getAttribute(directory, "unix:uid")).longValue();
    }

    private PerfBytes jvm(long usedMib) {
        // Uptime and starttime say that the processes are about 999 s old.
        long begun = HandClock.EPOCH.minusSeconds(998).toEpochMilli();
        return PerfBytes.serial(usedMib).number("sun.rt.createVmBeginTime", begun);
    }

    private Path write(long pid, PerfBytes bytes) throws IOException {
        return Files.write(data.resolve(Long.toString(pid)), bytes.bytes());
    }

    private static Child child() {
        return new Child(CHILD, new Name(KIND, new Slot(0)), CommandLine.UNKNOWN, "/", HandClock.EPOCH, 0);
    }

    private long look(TreeMember... tree) {
        return watch.doWork(List.of(new ChildTree(child(), List.of(tree))));
    }

    private void pass(Duration time) {
        clock.passMillis(time.toMillis());
    }

    private static TreeMember java(ProcessKey key) {
        return new TreeMember(key, "java", false);
    }

    private Death death(int rawStatus, Descendant... descendants) {
        return new Death(
                child(),
                new Ending.Exact(new WaitStatus(rawStatus)),
                HandClock.EPOCH,
                clock.nanos(),
                Optional.empty(),
                Peak.NONE,
                MemoryDoubt.UNKNOWN,
                CpuTime.ZERO,
                true,
                List.of(descendants),
                List.of(),
                Optional.empty(),
                LimitUse.UNKNOWN,
                Optional.empty());
    }

    private Optional<JvmFigures> seen() {
        return Optional.ofNullable(watch.view().byChild().get(CHILD));
    }

    @Test
    void withoutChildrenThereIsNothingToWaitFor() {
        assertThat(watch.doWork(List.of())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aJvmIsSeenAndReadAgainEachSecond() throws IOException {
        write(7, jvm(10));
        look(java(CHILD));
        assertThat(seen()).hasValueSatisfying(jvm -> {
            assertThat(jvm.heapUsedBytes()).hasValue(10 * MIB);
            assertThat(jvm.heapMaxBytes()).hasValue(100 * MIB);
            assertThat(jvm.mainClass()).isEqualTo("com.acme.Main");
            assertThat(jvm.threads()).hasValue(12);
            assertThat(jvm.asOfLastGc()).isFalse();
        });
        write(7, jvm(20));
        pass(Duration.ofMillis(500));
        look(java(CHILD));
        assertThat(seen().orElseThrow().heapUsedBytes()).hasValue(10 * MIB);
        pass(Duration.ofMillis(500));
        look(java(CHILD));
        assertThat(seen().orElseThrow().heapUsedBytes()).hasValue(20 * MIB);
    }

    @Test
    void aJvmThatIsNotReadyIsLookedForAgainSoon() throws IOException {
        write(7, jvm(10).notReady());
        assertThat(look(java(CHILD))).isEqualTo(Duration.ofMillis(250).toNanos());
        assertThat(seen()).isEmpty();
        write(7, jvm(10));
        assertThat(look(java(CHILD))).as("too soon").isLessThanOrEqualTo(250_000_000L);
        assertThat(seen()).isEmpty();
        pass(Duration.ofMillis(250));
        assertThat(look(java(CHILD))).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(seen()).isPresent();
    }

    @Test
    void aShellThatBecomesAJvmIsSeen() throws IOException {
        look(new TreeMember(CHILD, "sh", false));
        write(7, jvm(10));
        pass(Duration.ofMillis(250));
        look(java(CHILD));
        assertThat(seen()).isPresent();
    }

    @Test
    void aJvmOfAnotherNameIsFoundAfterASecond() throws IOException {
        write(7, jvm(10));
        look(new TreeMember(CHILD, "launcher", false));
        assertThat(seen()).isEmpty();
        pass(Duration.ofSeconds(1));
        look(new TreeMember(CHILD, "launcher", false));
        assertThat(seen()).isPresent();
    }

    @Test
    void theFileOfAnEarlierProcessIsNotIts() throws IOException {
        long before = HandClock.EPOCH.minusSeconds(1010).toEpochMilli();
        write(7, jvm(10).number("sun.rt.createVmBeginTime", before));
        look(java(CHILD));
        assertThat(seen()).isEmpty();
    }

    @Test
    void theFileOfAProcessThatGotThePidIsNotIts() throws IOException {
        write(7, jvm(10));
        look(java(new ProcessKey(7, 76)));
        assertThat(watch.view().byChild()).isEmpty();
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        Path target = Files.write(directory.resolve("elsewhere"), jvm(10).bytes());
        Files.createSymbolicLink(data.resolve("7"), target);
        look(java(CHILD));
        assertThat(seen()).isEmpty();
    }

    @Test
    void aJvmInAnotherPidNamespaceIsFoundByThePidThatItSees() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other/tmp/hsperfdata_app"));
        Files.delete(proc.mount().resolve("7/root"));
        Files.createSymbolicLink(proc.mount().resolve("7/root"), directory.resolve("other"));
        proc.write("7/status", "Name:\tx\nUid:\t" + uid() + "\t1\t1\t1\nNSpid:\t7\t1\n");
        proc.process(7).cmdline("java", "-Xmx100m", "com.acme.Main", "--port", "1");
        Files.write(other.resolve("1"), jvm(10).bytes());
        look(java(CHILD));
        assertThat(seen()).isPresent();
        assertThat(watch.end(death(9)).orElseThrow().file()).isEqualTo(FileFate.UNKNOWN);
    }

    @Test
    void aFileOfTheSameInnerPidThatRunsSomethingElseIsNotIts() throws IOException {
        proc.write("7/status", "Name:\tx\nUid:\t" + uid() + "\t1\t1\t1\nNSpid:\t7\t1\n");
        proc.process(7).cmdline("java", "com.acme.Other");
        write(1, jvm(10));
        look(java(CHILD));
        assertThat(seen()).isEmpty();
    }

    @Test
    void whatItHeldCanBeReadAfterTheNameIsGone() throws IOException {
        Path file = write(7, jvm(10));
        look(java(CHILD));
        write(7, jvm(30));
        Files.delete(file);
        pass(Duration.ofMillis(10));
        JvmSample look = watch.end(death(256)).orElseThrow();

        assertThat(look.file()).isEqualTo(FileFate.REMOVED);
        assertThat(look.uid()).hasValue(uid());
        assertThat(look.figures().orElseThrow().heapUsedBytes()).hasValue(30 * MIB);
        assertThat(look.figures().orElseThrow().nanos()).isEqualTo(clock.nanos());
        assertThat(seen()).isEmpty();
    }

    @Test
    void oneThatWasThereBeforeAnybodyWaitedWasLeftThoughItIsGoneByNow() throws IOException {
        Files.delete(looked(write(7, jvm(10))));
        assertThat(watch.end(around("7", "9")).orElseThrow().file()).isEqualTo(FileFate.LEFT);
    }

    @Test
    void oneThatWasNotThereThenWasRemovedByItself() throws IOException {
        Files.delete(looked(write(7, jvm(10))));
        assertThat(watch.end(around("77", "9")).orElseThrow().file()).isEqualTo(FileFate.REMOVED);
    }

    private Path looked(Path file) {
        look(java(CHILD));
        return file;
    }

    private Death around(String... names) {
        return death(3 << 8).within(Surroundings.UNKNOWN.withPerfData(List.of(names)));
    }

    @Test
    void aFileThatIsCutShortKeepsWhatWasReadBefore() throws IOException {
        Path file = write(7, jvm(10));
        look(java(CHILD));
        Files.write(file, new byte[0]);

        assertThat(watch.end(death(9)).flatMap(JvmSample::figures).orElseThrow().heapUsedBytes())
                .hasValue(10 * MIB);
    }

    @Test
    void aFileLeftBehindIsTold() throws IOException {
        write(7, jvm(10).text("java.rt.vmArgs", "-XX:+ExitOnOutOfMemoryError"));
        look(java(CHILD));
        JvmSample look = watch.end(death(3 << 8)).orElseThrow();

        assertThat(look.file()).isEqualTo(FileFate.LEFT);
        assertThat(look.flags().orElseThrow().exitOnOutOfMemoryError()).isTrue();
    }

    @Test
    void aJvmThatWasGoneBeforeItWasSeenIsReadFromWhatItLeft() throws IOException {
        long begun = HandClock.EPOCH.plusMillis(20).toEpochMilli();
        write(7, jvm(10).number("sun.rt.createVmBeginTime", begun));
        JvmSample look = watch.end(death(9)).orElseThrow();

        assertThat(look.file()).isEqualTo(FileFate.LEFT);
        assertThat(look.figures().orElseThrow().heapUsedBytes()).hasValue(10 * MIB);
    }

    @Test
    void whatAnEarlierJvmLeftIsNotRead() throws IOException {
        write(7, jvm(10));
        assertThat(watch.end(death(9))).isEmpty();
    }

    @Test
    void aCleanExitNeedsNoWord() throws IOException {
        write(7, jvm(10));
        look(java(CHILD));
        assertThat(watch.end(death(0))).isEmpty();
    }

    @Test
    void theLargestJvmThatWasGoneSpeaksForAShell() throws IOException {
        write(8, jvm(10));
        look(new TreeMember(CHILD, "sh", false), java(BELOW));
        assertThat(seen().orElseThrow().key()).isEqualTo(BELOW);
        pass(Duration.ofSeconds(1));
        look(new TreeMember(CHILD, "sh", false));
        assertThat(seen()).as("it is gone").isEmpty();

        Descendant gone = new Descendant(BELOW, "java", Optional.empty(), false);
        assertThat(watch.end(death(137 << 8, gone)).map(JvmSample::key)).hasValue(BELOW);
    }

    @Test
    void aJvmThatLivesOnIsNotTheOneThatEnded() throws IOException {
        write(8, jvm(10));
        look(new TreeMember(CHILD, "sh", false), java(BELOW));

        Descendant alive = new Descendant(BELOW, "java", Optional.empty(), true);
        assertThat(watch.end(death(9, alive))).isEmpty();
    }

    @Test
    void aJvmWithoutDataIsKnownByItsNameAndItsOwner() throws IOException {
        look(java(CHILD));
        JvmSample look = watch.end(death(256)).orElseThrow();

        assertThat(look.figures()).isEmpty();
        assertThat(look.flags()).isEmpty();
        assertThat(look.file()).isEqualTo(FileFate.UNKNOWN);
        assertThat(look.uid()).hasValue(uid());
    }

    @Test
    void inTheMiddleOfAPauseTheLookBeforeCounts() throws IOException {
        write(7, jvm(10));
        look(java(CHILD));
        long before = clock.nanos();
        write(7, jvm(90).number("sun.gc.collector.0.lastEntryTime", 2).number("sun.gc.collector.0.lastExitTime", 1));
        pass(Duration.ofMillis(700));
        JvmFigures figures = watch.end(death(9)).flatMap(JvmSample::figures).orElseThrow();

        assertThat(figures.heapUsedBytes()).hasValue(10 * MIB);
        assertThat(figures.nanos()).isEqualTo(before);
    }

    @Test
    void noMoreThanTheWholeHeapIsInUse() throws IOException {
        write(7, jvm(120).number("sun.gc.collector.0.lastEntryTime", 2).number("sun.gc.collector.0.lastExitTime", 1));
        look(java(CHILD));
        assertThat(seen().orElseThrow().heapUsedBytes()).hasValue(100 * MIB);
    }

    @Test
    void pausesAreCountedByKindAndNeverRunBackwards() throws IOException {
        write(7, jvm(10));
        look(java(CHILD));
        assertThat(watch.view().gcNanosByKind()).containsEntry(KIND, 1_500_000_000L);
        write(7, jvm(10).number("sun.gc.collector.0.time", 2_000_000_000));
        watch.end(death(0));
        assertThat(watch.view().gcNanosByKind()).containsEntry(KIND, 2_000_000_000L);
        pass(Duration.ofSeconds(1));
        write(7, jvm(10));
        look(java(CHILD));
        assertThat(watch.view().gcNanosByKind()).containsEntry(KIND, 3_500_000_000L);
    }

    @Test
    void aChildWhoseDeathWasLostIsLetGo() throws IOException {
        write(7, jvm(10));
        look(java(CHILD));
        pass(Duration.ofSeconds(31));
        watch.doWork(List.of());

        assertThat(watch.view().byChild()).isEmpty();
        assertThat(watch.doWork(List.of())).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileIsNoPerformanceData(OddFile odd) throws IOException {
        Path file = odd.make(data.resolve("7"));

        assertThat(look(java(CHILD))).isPositive();
        assertThat(seen()).isEmpty();
        assertThat(PerfFile.open(file, uid(), file).isPresent())
                .as("opened, and held no data of a JVM")
                .isEqualTo(odd == OddFile.EMPTY || odd == OddFile.HUGE);
    }
}
