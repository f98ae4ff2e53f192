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

class PidsCgroupTest {
    @TempDir
    private Path mount;

    private void write(String file, String text) throws IOException {
        Path path = mount.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Optional<PidsCgroup> version1(String path) {
        Optional<Mount> at = Optional.of(new Mount("/", mount.toString()));
        return PidsCgroup.of(
                new PidCgroup(Optional.empty(), Optional.of(path), Optional.of("/"), false),
                new MountInfo(Optional.empty(), at, Optional.empty()));
    }

    private Optional<PidsCgroup> version2(String path) {
        Optional<Mount> at = Optional.of(new Mount("/", mount.toString()));
        return PidsCgroup.of(
                new PidCgroup(Optional.empty(), Optional.empty(), Optional.of(path), false),
                new MountInfo(Optional.empty(), Optional.empty(), at));
    }

    /** As Linux 5.10 and 6.1 count: where the fork was, although the limit is above. */
    @Test
    void refusalsCountWhereTheForkWas() throws IOException {
        write("app/pids.events", "max 0\n");
        write("app/job/pids.events", "max 3\n");
        assertThat(version1("/app/job").orElseThrow().refusals()).hasValue(3);
        assertThat(version2("/app/job").orElseThrow().refusals()).hasValue(3);
    }

    /** As Linux 6.12 counts. */
    @Test
    void refusalsCountWhereTheLimitIs() throws IOException {
        write("app/pids.events", "max 3\n");
        write("app/job/pids.events", "max 0\n");
        assertThat(version2("/app/job").orElseThrow().refusals()).hasValue(3);
    }

    @Test
    void withoutACounterNothingIsKnown() {
        assertThat(version2("/app").orElseThrow().refusals()).isEmpty();
        assertThat(version2("/../x")).isEmpty();
        assertThat(PidsCgroup.of(
                        new PidCgroup(Optional.empty(), Optional.of("/"), Optional.empty(), false), MountInfo.NONE))
                .isEmpty();
    }
}
