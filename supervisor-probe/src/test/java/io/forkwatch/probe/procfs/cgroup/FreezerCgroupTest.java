package io.forkwatch.probe.procfs.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.MountInfo.Mount;
import io.forkwatch.probe.procfs.PidCgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezerCgroupTest {
    private static final Optional<String> NOWHERE = Optional.empty();

    @TempDir
    private Path mount;

    private void write(String file, String text) throws IOException {
        Path path = mount.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private MountInfo mounts() {
        Optional<Mount> version1 =
                Optional.of(new Mount("/", mount.resolve("freezer").toString()));
        Optional<Mount> version2 =
                Optional.of(new Mount("/", mount.resolve("unified").toString()));
        return new MountInfo(Optional.empty(), Optional.empty(), version1, version2);
    }

    private FreezerCgroup version1(String path) {
        return FreezerCgroup.of(new PidCgroup(NOWHERE, NOWHERE, Optional.of(path), Optional.of("/"), false), mounts());
    }

    private FreezerCgroup version2(String path, boolean deleted) {
        return FreezerCgroup.of(new PidCgroup(NOWHERE, NOWHERE, NOWHERE, Optional.of(path), deleted), mounts());
    }

    @ParameterizedTest
    @CsvSource({"FROZEN, true", "FREEZING, false", "THAWED, false", "'', false"})
    void version1HasAWord(String word, boolean frozen) throws IOException {
        write("freezer/job/freezer.state", word + "\n");
        assertThat(version1("/job").isFrozen()).isEqualTo(frozen);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, false", "x, false"})
    void version2HasAnEvent(String value, boolean frozen) throws IOException {
        write("unified/job/cgroup.events", "populated 1\nfrozen " + value + "\n");
        assertThat(version2("/job", false).isFrozen()).isEqualTo(frozen);
    }

    @Test
    void itIsReadAgainAndAgain() throws IOException {
        write("freezer/job/freezer.state", "THAWED\n");
        FreezerCgroup group = version1("/job");
        assertThat(group.isFrozen()).isFalse();
        write("freezer/job/freezer.state", "FROZEN\n");
        assertThat(group.isFrozen()).isTrue();
        Files.delete(mount.resolve("freezer/job/freezer.state"));
        assertThat(group.isFrozen()).isFalse();
    }

    @Test
    void atTheRootAndWhereNothingIsMountedNothingCanBeFrozen() throws IOException {
        assertThat(version1("/").isKnown()).isFalse();
        assertThat(FreezerCgroup.of(
                                new PidCgroup(NOWHERE, NOWHERE, Optional.of("/job"), Optional.of("/job"), false),
                                MountInfo.NONE)
                        .isKnown())
                .isFalse();
        write("unified/job/cgroup.events", "frozen 1\n");
        assertThat(version2("/job", true).isKnown()).isFalse();
        assertThat(FreezerCgroup.none().isFrozen()).isFalse();
    }
}
