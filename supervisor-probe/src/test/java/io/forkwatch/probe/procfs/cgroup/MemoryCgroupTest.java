package io.forkwatch.probe.procfs.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.Fixtures;
import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.MountInfo.Mount;
import io.forkwatch.probe.procfs.PidCgroup;
import io.forkwatch.probe.procfs.Vmstat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryCgroupTest {
    private static final String CONTROL = "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n";

    @TempDir
    private Path mount;

    private void write(String file, String text) throws IOException {
        Path path = mount.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Optional<MemoryCgroup> version1(String path, String root) {
        Optional<Mount> at = Optional.of(new Mount(root, mount.toString()));
        return MemoryCgroup.of(
                new PidCgroup(Optional.of(path), Optional.empty(), Optional.of("/"), false),
                new MountInfo(at, Optional.empty(), Optional.empty()));
    }

    private Optional<MemoryCgroup> version2(String path, String root) {
        Optional<Mount> at = Optional.of(new Mount(root, mount.toString()));
        return MemoryCgroup.of(
                new PidCgroup(Optional.empty(), Optional.empty(), Optional.of(path), false),
                new MountInfo(Optional.empty(), Optional.empty(), at));
    }

    private void parentLimit() throws IOException {
        for (String file : new String[] {"memory.events", "memory.events.local"}) {
            write("app/" + file, Fixtures.text("cgroup/app-" + file));
            write("app/job/" + file, Fixtures.text("cgroup/app-job-" + file));
        }
        write("app/memory.max", "67108864\n");
        write("app/job/memory.max", "max\n");
    }

    @Test
    void version1CountsInTheGroupItself() throws IOException {
        write("ci/build/memory.oom_control", CONTROL);
        write("ci/build/memory.stat", "cache 1\nhierarchical_memory_limit 67108864\n");
        write("ci/build/memory.max_usage_in_bytes", "8192\n");
        write("ci/build/cgroup.procs", "12\n34\n");
        MemoryCgroup group = version1("/ci/build", "/").orElseThrow();
        assertThat(group.path()).isEqualTo("/ci/build");
        assertThat(group.exact()).isTrue();
        assertThat(group.oomKills()).hasValue(3);
        assertThat(group.limitBytes()).hasValue(67_108_864);
        assertThat(group.peakUsageBytes()).hasValue(8192);
        assertThat(group.processCount()).hasValue(2);
    }

    @Test
    void version1SaysUnlimitedAsAHugeNumber() throws IOException {
        write("memory.oom_control", CONTROL);
        write("memory.stat", "hierarchical_memory_limit 9223372036854771712\n");
        assertThat(version1("/", "/").orElseThrow().limitBytes()).isEmpty();
    }

    @Test
    void aKernelThatDoesNotCountHasNoGroup() throws IOException {
        write("a/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n");
        assertThat(version1("/a", "/")).isEmpty();
    }

    @Test
    void version2CountsTheVictimsGroupAndNotThatOfTheLimit() throws IOException {
        parentLimit();
        MemoryCgroup job = version2("/app/job", "/").orElseThrow();
        assertThat(job.exact()).isTrue();
        assertThat(job.oomKills()).hasValue(1);
        assertThat(job.limitBytes()).hasValue(67_108_864);
        assertThat(version2("/app", "/").orElseThrow().oomKills()).hasValue(0);
    }

    @Test
    void withoutLocalEventsTheOnesBelowCountToo() throws IOException {
        parentLimit();
        Files.delete(mount.resolve("app/memory.events.local"));
        MemoryCgroup app = version2("/app", "/").orElseThrow();
        assertThat(app.oomKills()).hasValue(1);
        assertThat(app.exact()).isFalse();
    }

    @Test
    void aGroupWithoutControllerIsCountedByTheNextAncestor() throws IOException {
        parentLimit();
        Files.createDirectories(mount.resolve("app/job/a/b"));
        MemoryCgroup group = version2("/app/job/a/b", "/").orElseThrow();
        assertThat(group.path()).isEqualTo("/app/job");
        assertThat(group.exact()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/docker/x, /docker/x, true",
        "/docker/x/app, /docker/x, false",
        "/docker/xy, /docker/x, false",
        "/other, /docker/x, false",
        "/, /.., false",
        "/../../app, /, false",
    })
    void aPathIsTakenFromTheRootOfTheMount(String path, String root, boolean found) throws IOException {
        write("memory.oom_control", CONTROL);
        assertThat(version1(path, root).orElseThrow().guessed()).isNotEqualTo(found);
        write("memory.events", "oom_kill 1\n");
        MemoryCgroup unified = version2(path, root).orElseThrow();
        assertThat(unified.guessed()).isNotEqualTo(found || path.equals("/docker/x/app"));
    }

    @Test
    void aGroupInPlaceOfOneThatIsNotThereIsNotItsOwn() throws IOException {
        write("memory.oom_control", CONTROL);
        MemoryCgroup group = version1("/not/there", "/").orElseThrow();
        assertThat(group.oomKills()).hasValue(3);
        assertThat(group.exact()).isFalse();
        assertThat(version2("/not/there", "/")).as("the root of version 2").isEmpty();
    }

    @Test
    void version2TellsWhoseLimitWasReached() throws IOException {
        parentLimit();
        List<CgroupLimit> limits = version2("/app/job", "/").orElseThrow().limits();
        assertThat(limits).singleElement().satisfies(limit -> {
            assertThat(limit.path()).isEqualTo("/app");
            assertThat(limit.limitBytes()).isEqualTo(67_108_864);
            assertThat(limit.hits()).hasValue(1);
        });
    }

    @Test
    void version1CountsAttemptsAtALimit() throws IOException {
        write("a/b/memory.oom_control", CONTROL);
        write("a/b/memory.limit_in_bytes", "9223372036854771712\n");
        write("a/memory.limit_in_bytes", "4096\n");
        write("a/memory.failcnt", "7\n");
        CgroupLimit limit = version1("/a/b", "/").orElseThrow().limits().get(0);
        assertThat(limit.path()).isEqualTo("/a");
        assertThat(limit.hits()).hasValue(7);
    }

    private CgroupLimit limitedWithSwap(String bytes, String attempts) throws IOException {
        write("a/memory.oom_control", CONTROL);
        write("a/memory.limit_in_bytes", "4096\n");
        write("a/memory.failcnt", "7\n");
        write("a/memory.memsw.limit_in_bytes", bytes + "\n");
        write("a/memory.memsw.failcnt", attempts + "\n");
        return version1("/a", "/").orElseThrow().limits().get(0);
    }

    @Test
    void version1CountsAttemptsAtALimitOnMemoryAndSwapAsWell() throws IOException {
        assertThat(limitedWithSwap("4096", "2").hits()).hasValue(9);
        assertThat(limitedWithSwap("8192", "2").hits()).hasValue(9);
        assertThat(limitedWithSwap("9223372036854771712", "0").hits()).hasValue(7);
    }

    /** Linux 6.18 does not count them there: a process is killed at that limit, and all counters stand still. */
    @Test
    void attemptsThatMayNotBeCountedAreNotKnown() throws IOException {
        assertThat(limitedWithSwap("4096", "0").hits()).isEmpty();
    }

    @Test
    void aGroupAboveMayKillAsAWhole() throws IOException {
        for (String name : new String[] {"app", "app/a", "app/b"}) {
            for (String file :
                    new String[] {"memory.events", "memory.events.local", "memory.max", "memory.oom.group"}) {
                String group = name.substring(name.lastIndexOf('/') + 1);
                write(name + "/" + file, Fixtures.text("cgroup/group-above/" + group + "/" + file));
            }
        }
        MemoryCgroup bystander = version2("/app/b", "/").orElseThrow();
        assertThat(bystander.oomKills()).hasValue(1);
        assertThat(bystander.killsWhole("/app")).isTrue();
        assertThat(bystander.killsWhole("")).isTrue();
        assertThat(bystander.killsWhole("/app/b")).as("a limit below it").isFalse();
        assertThat(version2("/app/a", "/").orElseThrow().oomKills())
                .as("the first victim counts twice")
                .hasValue(2);
    }

    @Test
    void aGroupThatIsRemovedKnowsNothingMore() throws IOException {
        write("a/memory.oom_control", CONTROL);
        MemoryCgroup group = version1("/a", "/").orElseThrow();
        Files.delete(mount.resolve("a/memory.oom_control"));
        Files.delete(mount.resolve("a"));
        assertThat(group.oomKills()).isEmpty();
        assertThat(group.limitBytes()).isEmpty();
        assertThat(group.processCount()).isEmpty();
    }

    @Test
    void aStrangeTextIsNoNumber() throws IOException {
        write("a/memory.oom_control", CONTROL);
        MemoryCgroup group = version1("/a", "/").orElseThrow();
        write("a/memory.oom_control", "oom_kill x\n");
        write("a/memory.max_usage_in_bytes", "");
        assertThat(group.oomKills()).isEmpty();
        assertThat(group.peakUsageBytes()).isEmpty();
    }

    @Test
    void aCrowdIsNotCountedToTheLast() throws IOException {
        write("a/memory.oom_control", CONTROL);
        write("a/cgroup.procs", "1\n".repeat(2000));
        assertThat(version1("/a", "/").orElseThrow().processCount()).hasValue(MemoryCgroup.MOST_PROCESSES);
    }

    @Test
    void theMachineCountsToo() throws IOException {
        assertThat(Vmstat.parse(Fixtures.span("cgroup/vmstat")).oomKills()).isPresent();
        assertThat(Vmstat.parse(ByteSpan.of("oom_killer 7\nnr_free 1\n")).oomKills())
                .isEmpty();
    }
}
