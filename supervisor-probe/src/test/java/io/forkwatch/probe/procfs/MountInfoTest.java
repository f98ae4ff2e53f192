package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.MountInfo.Mount;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MountInfoTest {
    @Test
    void aHybridMachineHasBothVersions() {
        MountInfo mounts = MountInfo.parse(Fixtures.span("cgroup/hybrid-mountinfo"));
        assertThat(mounts.memory()).contains(new Mount("/", "/sys/fs/cgroup/memory"));
        assertThat(mounts.unified()).contains(new Mount("/", "/sys/fs/cgroup/unified"));
    }

    @Test
    void aMachineOfVersion2HasOneMount() {
        MountInfo mounts = MountInfo.parse(Fixtures.span("cgroup/v2-mountinfo"));
        assertThat(mounts)
                .isEqualTo(new MountInfo(
                        Optional.empty(), Optional.empty(), Optional.of(new Mount("/", "/sys/fs/cgroup"))));
    }

    @Test
    void aRootAboveTheNamespaceIsKeptAsItIs() {
        assertThat(MountInfo.parse(Fixtures.span("cgroup/v2-not-remounted-mountinfo"))
                        .unified())
                .contains(new Mount("/../..", "/sys/fs/cgroup"));
    }

    @Test
    void optionalFieldsAndEscapesAreUnderstood() {
        assertThat(MountInfo.parse(ByteSpan.of(
                                "35 31 0:32 /a\\040b /mnt\\134x rw shared:7 master:1 - cgroup c rw,cpu,memory\n"))
                        .memory())
                .contains(new Mount("/a b", "/mnt\\x"));
    }

    @Test
    void linesThatAreCutOrStrangeArePassedOver() {
        assertThat(MountInfo.parse(ByteSpan.of("1 2 3 / /m rw - cgroup2\n- cgroup2 x y\n\n")))
                .isEqualTo(MountInfo.NONE);
    }
}
