package io.forkwatch.probe.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildCgroupTest {
    private static final long PID = 7;
    private static final long START = 1_000_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long SOON = START + SECOND / 10;

    @TempDir
    private Path temporary;

    private TestProc proc;
    private CgroupTracker tracker;
    private ChildCgroup memory;

    @BeforeEach
    void aChildInAGroupOfItsOwn() throws IOException {
        proc = new TestProc(temporary.resolve("proc"));
        proc.write("self/mountinfo", "35 31 0:32 / " + temporary.resolve("memory") + " rw - cgroup cgroup rw,memory\n");
        machine(10);
        group("/job", 3);
        procs("/job", "7\n");
        in("/job");
        proc.process(PID).write();
        tracker = new CgroupTracker(proc.files());
        memory = tracker.ofChild(PID, START);
        memory.locate(START);
    }

    private void machine(long kills) throws IOException {
        proc.write("vmstat", "oom_kill " + kills + "\n");
    }

    private void in(String path) throws IOException {
        proc.write(PID + "/cgroup", "4:memory:" + path + "\n");
    }

    private void group(String path, long kills) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("memory" + path));
        Files.writeString(directory.resolve("memory.oom_control"), "oom_kill " + kills + "\n");
        Files.writeString(directory.resolve("memory.stat"), "hierarchical_memory_limit 4096\n");
        procs(path, "");
    }

    private void procs(String path, String pids) throws IOException {
        Files.writeString(temporary.resolve("memory" + path + "/cgroup.procs"), pids);
    }

    private void limit(String path, long bytes, long failures) throws IOException {
        Files.writeString(temporary.resolve("memory" + path + "/memory.limit_in_bytes"), bytes + "\n");
        Files.writeString(temporary.resolve("memory" + path + "/memory.failcnt"), failures + "\n");
    }

    private OomCounts counts(long nanos) {
        return memory.counts(nanos, nanos, OptionalLong.empty());
    }

    @Test
    void countsWhatMovedSinceStartAndSinceTheLastSample() throws IOException {
        group("/job", 4);
        machine(12);
        memory.read(START + SECOND);
        group("/job", 6);
        machine(15);
        OomCounts counts = counts(START + 2 * SECOND);
        assertThat(counts.cgroupPath()).isEqualTo("/job");
        assertThat(counts.kills()).hasValue(6);
        assertThat(counts.killsSinceStart()).hasValue(3);
        assertThat(counts.killsSinceLastRead()).hasValue(2);
        assertThat(counts.machineKillsSinceStart()).hasValue(5);
        assertThat(counts.machineKillsSinceLastRead()).hasValue(3);
        assertThat(counts.limitBytes()).hasValue(4096);
    }

    @Test
    void aLimitThatStoodInTheWaySinceTheLastSampleIsTheOneThatWasReached() throws IOException {
        limit("/job", 4096, 5);
        limit("/", 1 << 20, 1);
        memory.locate(SOON);
        group("/job", 4);
        limit("/", 1 << 20, 2);
        OomCounts counts = counts(START + SECOND);
        assertThat(counts.limitHit()).contains(true);
        assertThat(counts.limitPath()).isEqualTo("/");
        assertThat(counts.limitBytes()).hasValue(1 << 20);
    }

    @Test
    void sharedMemoryIsThatOfTheGroupWhoseLimitWasReached() throws IOException {
        limit("/job", 4096, 5);
        limit("/", 1 << 20, 1);
        shmem("/job", 1000);
        shmem("/", 7000);
        memory.locate(SOON);
        group("/job", 4);
        shmem("/job", 1000);
        assertThat(counts(START + SECOND).shmemBytes()).as("limit not known").hasValue(1000);
        limit("/", 1 << 20, 2);
        assertThat(counts(START + SECOND).shmemBytes()).hasValue(7000);
    }

    @Test
    void withoutAKillItIsNotRead() throws IOException {
        shmem("/job", 1000);
        assertThat(counts(START + SECOND).shmemBytes()).isEmpty();
        machine(11);
        assertThat(counts(START + SECOND).shmemBytes()).hasValue(1000);
    }

    private void shmem(String path, long bytes) throws IOException {
        Files.writeString(
                temporary.resolve("memory" + path + "/memory.stat"),
                "shmem 1\nhierarchical_memory_limit 4096\ntotal_shmem " + bytes + "\n");
    }

    @Test
    void aGroupThatIsFrozenIsSaidToBeAtTheNextLook() throws IOException {
        proc.write(
                "self/mountinfo",
                "35 31 0:32 / " + temporary.resolve("memory") + " rw - cgroup cgroup rw,memory\n36 31 0:33 / "
                        + temporary.resolve("freezer") + " rw - cgroup cgroup rw,freezer\n");
        proc.write(PID + "/cgroup", "4:memory:/job\n5:freezer:/job\n");
        Path state = Files.createDirectories(temporary.resolve("freezer/job")).resolve("freezer.state");
        Files.writeString(state, "THAWED\n");
        ChildCgroup child = new CgroupTracker(proc.files()).ofChild(PID, START);
        child.locate(START);
        assertThat(child.wasFrozen()).isFalse();

        Files.writeString(state, "FROZEN\n");
        child.locate(START + 1);
        assertThat(child.wasFrozen()).as("just read").isFalse();
        assertThat(child.isFrozenNow()).isTrue();
        child.locate(START + SECOND);
        assertThat(child.wasFrozen()).isTrue();
        Files.writeString(state, "THAWED\n");
        assertThat(child.isFrozenNow()).isFalse();
    }

    @Test
    void limitsThatAllHeldWereNotReached() throws IOException {
        limit("/job", 4096, 5);
        memory.locate(SOON);
        group("/job", 4);
        OomCounts counts = counts(START + SECOND);
        assertThat(counts.limitHit()).contains(false);
        assertThat(counts.limitPath()).isEmpty();
        assertThat(counts.blamedLimitBytes()).isEmpty();
    }

    @Test
    void anOlderKillIsHeldAgainstTheLimitsOfItsTime() throws IOException {
        limit("/job", 4096, 5);
        memory.locate(SOON);
        group("/job", 4);
        limit("/job", 4096, 6);
        memory.read(START + SECOND);
        memory.read(START + 2 * SECOND);
        OomCounts counts = counts(START + 3 * SECOND);
        assertThat(counts.killsSinceLastRead()).hasValue(0);
        assertThat(counts.limitHit()).contains(true);
    }

    @Test
    void ofALimitThatIsNewNothingIsKnown() throws IOException {
        group("/job", 4);
        limit("/job", 4096, 5);
        assertThat(counts(START + SECOND).limitHit()).isEmpty();
    }

    @Test
    void refusedForksCountFromTheTimeAtWhichItWasSeenInTheGroup() throws IOException {
        proc.write(
                "self/mountinfo",
                "35 31 0:32 / " + temporary.resolve("memory") + " rw - cgroup cgroup rw,pids,memory\n");
        proc.write(PID + "/cgroup", "4:pids,memory:/job\n");
        ChildCgroup child = new CgroupTracker(proc.files()).ofChild(PID, START);
        child.locate(START);
        assertThat(child.forksRefused()).as("no counter").isEmpty();
        refused("/other", 5);
        group("/other", 0);
        proc.write(PID + "/cgroup", "4:pids,memory:/other\n");
        child.locate(START + SECOND);
        refused("/other", 7);
        child.locate(START + 2 * SECOND);
        assertThat(child.forksRefused()).hasValue(2);
    }

    private void refused(String path, long times) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("memory" + path));
        Files.writeString(directory.resolve("pids.events"), "max " + times + "\n");
    }

    @Test
    void aSampleBetweenTheKillAndTheEndDoesNotHideTheKill() throws IOException {
        memory.read(START + SECOND);
        group("/job", 4);
        machine(11);
        memory.read(START + 2 * SECOND);
        OomCounts counts = counts(START + 2 * SECOND + 100_000_000);
        assertThat(counts.killsSinceLastRead()).hasValue(1);
        assertThat(counts.machineKillsSinceLastRead()).hasValue(1);
    }

    @Test
    void looksInQuickSuccessionCountAsOne() throws IOException {
        memory.read(START + SECOND);
        group("/job", 4);
        memory.read(START + 2 * SECOND);
        memory.read(START + 2 * SECOND + 100_000_000);
        assertThat(counts(START + 2 * SECOND + 200_000_000).killsSinceLastRead())
                .hasValue(1);
    }

    @Test
    void aChildIsAloneIfNobodyElseWasAndIsThere() throws IOException {
        procs("/job", "");
        assertThat(counts(START + SECOND).aloneInCgroup()).isTrue();
        procs("/job", "8\n");
        assertThat(counts(START + SECOND).aloneInCgroup()).isFalse();
        procs("/job", "");
        assertThat(memory.counts(START, START + 2 * SECOND, OptionalLong.empty())
                        .aloneInCgroup())
                .as("long after the death")
                .isFalse();
    }

    @Test
    void companyAtASampleIsRemembered() throws IOException {
        procs("/job", "7\n8\n");
        memory.read(START + SECOND);
        procs("/job", "");
        assertThat(counts(START + 2 * SECOND).aloneInCgroup()).isFalse();
    }

    @Test
    void ofAChildThatDiesAtOnceTheMachineSaysNothingAboutItsWholeLife() {
        assertThat(counts(START + 100_000_000).machineKillsSinceStart()).isEmpty();
        assertThat(counts(START + SECOND).machineKillsSinceStart()).hasValue(0);
    }

    @Test
    void aChildThatMovesIsFollowedAndItsCountsBeginAnew() throws IOException {
        group("/other", 9);
        in("/other");
        memory.locate(START + SECOND);
        group("/other", 10);
        OomCounts counts = counts(START + 2 * SECOND);
        assertThat(counts.cgroupPath()).isEqualTo("/other");
        assertThat(counts.killsSinceStart()).hasValue(1);
    }

    @Test
    void aDyingChildShowsTheRootGroupAndIsNotBelieved() throws IOException {
        group("/", 0);
        in("/");
        proc.process(PID).state('Z').write();
        memory.locate(START + SECOND);
        assertThat(counts(START + SECOND).cgroupPath()).isEqualTo("/job");
    }

    @Test
    void aRemovedGroupLeavesItsLimitAndWhatWasSeenLast() throws IOException {
        group("/job", 5);
        memory.read(START + SECOND);
        memory.read(START + 2 * SECOND);
        try (var files = Files.list(temporary.resolve("memory/job"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        OomCounts counts = counts(START + 3 * SECOND);
        assertThat(counts.kills()).hasValue(5);
        assertThat(counts.killsSinceStart()).hasValue(2);
        assertThat(counts.killsSinceLastRead()).as("its end was not seen").isEmpty();
        assertThat(counts.limitHit()).isEmpty();
        assertThat(counts.limitBytes()).hasValue(4096);
        assertThat(counts.aloneInCgroup()).isFalse();
    }

    @Test
    void aCounterThatFellIsThatOfAnotherGroup() throws IOException {
        group("/job", 0);
        assertThat(counts(START + SECOND).killsSinceStart()).isEmpty();
    }

    @Test
    void withoutControlGroupsTheMachineCountsAlone() throws IOException {
        proc.write("self/mountinfo", "");
        ChildCgroup bare = new CgroupTracker(proc.files()).ofChild(PID, START);
        bare.locate(START);
        machine(11);
        OomCounts counts = bare.counts(START + SECOND, START + SECOND, OptionalLong.of(5));
        assertThat(counts.cgroupPath()).isEmpty();
        assertThat(counts.kills()).isEmpty();
        assertThat(counts.machineKillsSinceStart()).hasValue(1);
        assertThat(counts.faultedBytes()).hasValue(5);
    }

    /** The group was removed, and made again under its name: its limit counts from 0 again. */
    @Test
    void aLimitThatIsReachedInAGroupThatWasMadeAgainIsTold() throws IOException {
        limit("/job", 4096, 5);
        memory.locate(SOON);
        memory.read(START + SECOND);
        group("/job", 0);
        limit("/job", 4096, 0);
        proc.write("8/cgroup", "4:memory:/job\n");
        proc.process(8).write();
        ChildCgroup next = tracker.ofChild(8, START + SECOND);
        next.locate(START + SECOND);
        group("/job", 1);
        limit("/job", 4096, 1);
        OomCounts counts = next.counts(START + SECOND + 1, START + SECOND + 1, OptionalLong.empty());
        assertThat(counts.killsSinceLastRead()).hasValue(1);
        assertThat(counts.limitHit()).contains(true);
    }
}
