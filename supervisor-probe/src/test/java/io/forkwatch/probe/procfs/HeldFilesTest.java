package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldFilesTest {
    @TempDir
    private Path directory;

    private final Set<Object> keys = new HashSet<>();

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private HeldFiles ofFakes() throws IOException {
        Files.createDirectories(directory.resolve("proc/77/fd"));
        return new HeldFiles(new ProcFs(directory.resolve("proc")));
    }

    @Test
    void aProcessHoldsItsDirectoryItsRootItsProgramAndItsFiles() throws IOException {
        HeldFiles held = new HeldFiles(ProcFs.system());
        Path file = Files.writeString(directory.resolve("file"), "x");
        try (var open = Files.newInputStream(file)) {
            assertThat(open.read()).isEqualTo('x');
            assertThat(held.add(ProcessHandle.current().pid(), HeldFiles.device(key(directory)), keys))
                    .isTrue();
        }
        assertThat(keys)
                .contains(
                        key(Path.of("/")),
                        key(Path.of("")),
                        key(file),
                        key(Path.of(ProcessHandle.current().info().command().orElseThrow())))
                .doesNotContain(key(directory));
    }

    @Test
    void whatNobodyAskedForIsNotKept() {
        assertThat(new HeldFiles(ProcFs.system()).add(ProcessHandle.current().pid(), "(dev=none", keys))
                .isTrue();
        assertThat(keys).isEmpty();
    }

    @Test
    void aProcessThatIsGoneHoldsNothing() throws IOException {
        assertThat(ofFakes().add(78, "", keys)).isTrue();
        assertThat(keys).isEmpty();
    }

    /** A link that leads to itself cannot be followed, whoever asks: so it stands for one that may not be. */
    @Test
    void whatMayNotBeLookedAtIsSaid() throws IOException {
        HeldFiles held = ofFakes();
        assertThat(held.add(77, "", keys)).isTrue();
        Files.createSymbolicLink(directory.resolve("proc/77/cwd"), Path.of("cwd"));
        assertThat(held.add(77, "", keys)).isFalse();
    }

    @Test
    void everyMountPointIsThereHoweverLongTheTableIs() throws IOException {
        Files.createDirectories(directory.resolve("proc/self"));
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            table.append(i).append(" 25 0:32 / /mnt/volume\\040").append(i).append(" rw,relatime - ext4 /dev/sda rw\n");
        }
        Path file = directory.resolve("proc/self/mountinfo");
        Files.writeString(file, table);
        HeldFiles held = ofFakes();
        assertThat(held.mountPoints()).hasSize(3_000).contains(Path.of("/mnt/volume 0"), Path.of("/mnt/volume 2999"));
        Files.writeString(file, table.append("7 25 0:9 / /ci/work/job rw - tmpfs none rw\n"));
        assertThat(held.mountPoints()).hasSize(3_001).endsWith(Path.of("/ci/work/job"));
    }

    @Test
    void thisMachineHasMounts() throws IOException {
        assertThat(new HeldFiles(ProcFs.system()).mountPoints()).contains(Path.of("/"), Path.of("/proc"));
    }
}
