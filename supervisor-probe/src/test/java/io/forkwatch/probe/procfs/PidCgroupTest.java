package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PidCgroupTest {
    @Test
    void aHybridMachineHasAMemoryGroupOfVersion1() {
        PidCgroup groups = PidCgroup.parse(Fixtures.span("cgroup/hybrid-cgroup"));
        assertThat(groups.memory()).contains("/ci/build");
        assertThat(groups.unified()).contains("/");
    }

    @Test
    void aZombieOfVersion2KeepsItsPath() {
        PidCgroup groups = PidCgroup.parse(Fixtures.span("cgroup/v2-cgroup"));
        assertThat(groups).isEqualTo(new PidCgroup(Optional.empty(), Optional.empty(), Optional.of("/app/job"), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4:memory:/a/b | /a/b | ",
                "4:cpu,memory:/a | /a | ",
                "4:memoryless:/a | | ",
                "4:name=memory:/a | | ",
                "0::/a:b c | | /a:b c",
                "10::/a | | ",
                "4:memory:relative | | ",
                "nonsense | | ",
            })
    void readsTheLineOfEachVersion(String line, String memory, String unified) {
        PidCgroup groups = PidCgroup.parse(ByteSpan.of(line + "\n"));
        assertThat(groups.memory()).isEqualTo(Optional.ofNullable(memory));
        assertThat(groups.unified()).isEqualTo(Optional.ofNullable(unified));
    }

    @Test
    void aRemovedGroupSaysSo() {
        PidCgroup groups = PidCgroup.parse(ByteSpan.of("0::/app (deleted)\n"));
        assertThat(groups.unified()).contains("/app");
        assertThat(groups.unifiedDeleted()).isTrue();
    }

    @Test
    void aCutLineDoesNotCount() {
        assertThat(PidCgroup.parse(ByteSpan.of("0::/app")).unified()).isEmpty();
    }
}
