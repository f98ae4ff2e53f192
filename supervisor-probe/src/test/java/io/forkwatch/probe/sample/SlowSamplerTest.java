package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.procfs.RssAccuracy;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.OutputPipes;
import io.forkwatch.probe.procfs.pid.PidGroup;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.Owner;
import io.forkwatch.probe.register.Stray;
import io.forkwatch.probe.register.TrackedChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowSamplerTest {
    @TempDir
    private Path mount;

    private static final long MIB_PAGES = 256;
    private static final long MIB = 1 << 20;

    private final HandClock clock = new HandClock();
    private final Troubles troubles = new Troubles();
    private TestProc proc;
    private TestProcess process;
    private ProcAccess access;
    private ChildRegister register;
    private SlowSampler slow;
    private TrackedChild child;

    @BeforeEach
    void oneChild() throws IOException {
        proc = new TestProc(mount);
        process = proc.process(7).rss(MIB_PAGES * 10).write();
        begin(RssAccuracy.EXACT);
    }

    private void begin(RssAccuracy accuracy) throws IOException {
        access = new ProcAccess(proc.files(), new StatReader(proc.files(), accuracy), TestProc.UNITS);
        slow = new SlowSampler(access, clock.clocks(), troubles);
        register = Lab.register(access, new CgroupTracker(proc.files()), clock.clocks(), troubles);
        CommandLine command = new CommandLine(List.of("/bin/worker"));
        register.started(new Spawn(7, command, "", clock.nanos(), ExitValue.UNKNOWN));
        child = register.living().get(0);
    }

    @Test
    void areTakenOnceAtTheEndOfAnIteration() {
        slow.requestPlacement(child);
        assertThat(child.cgroup().isLocated()).isFalse();
        slow.doWork();
        assertThat(child.cgroup().isLocated()).isTrue();
    }

    @Test
    void seeToWhichPipesAChildWritesWhileItLives() throws IOException {
        process.writesTo("pipe:[77]", "socket:[9]");
        slow.requestPlacement(child);
        slow.seeOutputs();
        process.writesTo("socket:[9]", "socket:[9]");
        Stray stray = new Stray(new ProcessKey(60, 2), new PidGroup(0, 0), new OutputPipes(77, 77), false);
        assertThat(register.ownerOf(stray)).map(Owner::by).hasValue(Attribution.OUTPUT_PIPE);
    }

    /** By the next iteration the child may have ended, and its place been given back. */
    @Test
    void thatAnIterationWhichFailedRequestedAreForgotten() {
        slow.request(child);
        slow.requestPlacement(child);
        slow.forget();
        slow.doWork();
        assertThat(child.cgroup().isLocated()).isFalse();
    }

    private long rssBytes() {
        return child.root().orElseThrow().rssBytes();
    }

    private LivingChild told() {
        return register.view(clock.nanos(), 0, List.of()).snapshot().children().get(0);
    }

    @Test
    void aChildInAFrozenGroupIsToldSo(@TempDir Path groups) throws IOException {
        proc.write("self/mountinfo", "36 31 0:33 / " + groups + " rw - cgroup cgroup rw,freezer\n");
        proc.write("7/cgroup", "5:freezer:/job\n");
        proc.write("7/status", "VmHWM:\t10240 kB\n");
        Files.writeString(Files.createDirectory(groups.resolve("job")).resolve("freezer.state"), "FROZEN\n");
        begin(RssAccuracy.EXACT);
        child.root().orElseThrow().sample(access.reader(), TestProc.UNITS, clock.nanos());
        slow.requestPlacement(child);
        slow.doWork();
        slow.request(child);
        slow.doWork();
        assertThat(told().slow().frozen()).isTrue();
    }

    /** Linux before 6.2: each thread keeps up to 64 pages. */
    @Test
    void whereNothingCheaperIsExactThePagesThemselvesAreCounted() throws IOException {
        begin(new RssAccuracy(0, 64, false));
        process.threads(5).write().rollup(11 * 1024, 0);
        child.root().orElseThrow().sample(access.reader(), TestProc.UNITS, clock.nanos());
        slow.request(child);
        slow.doWork();
        assertThat(rssBytes()).isEqualTo(11 * MIB);
    }

    @Test
    void whereTheCheapFigureIsGoodEnoughTheyAreNot() throws IOException {
        begin(new RssAccuracy(0, 64, false));
        process.threads(4).write().rollup(11 * 1024, 0);
        child.root().orElseThrow().sample(access.reader(), TestProc.UNITS, clock.nanos());
        slow.request(child);
        slow.doWork();
        assertThat(rssBytes()).isEqualTo(10 * MIB);
    }

    /** The figures of JDK 17 with ZGC, a heap of 1 GiB and AlwaysPreTouch. */
    @Test
    void aHeapThatIsMappedThreeTimesIsCountedOnce() throws IOException {
        process.rss(3124 * MIB_PAGES).write().rollup(3124 * 1024, 1024 * 1024);
        child.root().orElseThrow().sample(access.reader(), TestProc.UNITS, clock.nanos());
        proc.write("7/status", "VmHWM:\t3200000 kB\nRssShmem:\t3145728 kB\nVmSwap:\t0 kB\n");
        proc.write("7/maps", "40000000000-40040000000 rw-s 00000000 00:01 99   /memfd:java_heap (deleted)\n");
        slow.request(child);
        slow.doWork();
        assertThat(rssBytes()).isEqualTo(1076 * MIB);
        assertThat(told().peak().rssBytes())
                .as("the kernel's mark has it three times")
                .isLessThan(1100 * MIB);
        child.root().orElseThrow().sample(access.reader(), TestProc.UNITS, clock.nanos());
        assertThat(rssBytes()).as("also in the next sample").isEqualTo(1076 * MIB);
    }

    /** A PostgreSQL backend: its buffers are others' as well. */
    @Test
    void sharedMemoryOfSeveralProcessesIsResidentInEach() throws IOException {
        process.rss(600 * MIB_PAGES).write().rollup(600 * 1024, 100 * 1024);
        child.root().orElseThrow().sample(access.reader(), TestProc.UNITS, clock.nanos());
        proc.write("7/status", "VmHWM:\t614400 kB\nRssShmem:\t512000 kB\n");
        proc.write("7/maps", "7f0000000000-7f0020000000 rw-s 00000000 00:01 99   /dev/zero (deleted)\n");
        slow.request(child);
        slow.doWork();
        assertThat(rssBytes()).isEqualTo(600 * MIB);
    }

    @Test
    void hugePagesAreAFigureOfTheirOwn() throws IOException {
        proc.write("7/status", "VmSwap:\t0 kB\nHugetlbPages:\t524288 kB\n");
        slow.request(child);
        slow.doWork();
        assertThat(told().slow().treeHugetlbBytes()).hasValue(512 * MIB);
    }
}
