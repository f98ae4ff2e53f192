package io.forkwatch.probe.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.ProcessKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFilesTest {
    private static final byte[] TEXT = "threads".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void onlyThisUserMayReadOne() throws IOException {
        DumpFiles files = new DumpFiles(() -> directory + "/build.log.threads-");

        Path file = Path.of(files.write(new ProcessKey(42, 77), 0, TEXT));
        assertThat(file).hasContent("threads").hasFileName("build.log.threads-42-77.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files.write(new ProcessKey(42, 77), 1, TEXT)).endsWith("/build.log.threads-42-77.1.txt");
    }

    @Test
    void whatIsThereIsNeverWrittenOver() throws IOException {
        DumpFiles files = new DumpFiles(() -> directory + "/");
        Path link = Files.createSymbolicLink(directory.resolve("42-77.txt"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> files.write(new ProcessKey(42, 77), 0, TEXT))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void theOldestGivesWay() throws IOException {
        DumpFiles files = new DumpFiles(() -> directory + "/");
        for (int i = 0; i < DumpFiles.MOST_FILES + 3; i++) {
            files.write(new ProcessKey(1 + i, 77), 0, TEXT);
        }

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).hasSize(DumpFiles.MOST_FILES);
        }
        assertThat(directory.resolve("3-77.txt")).doesNotExist();
        assertThat(directory.resolve("4-77.txt")).exists();
    }

    @Test
    void withoutAPlaceThereIsNone() {
        assertThatThrownBy(() -> new DumpFiles(() -> directory + "/no/").write(new ProcessKey(1, 1), 0, TEXT))
                .isInstanceOf(NoSuchFileException.class);
    }
}
