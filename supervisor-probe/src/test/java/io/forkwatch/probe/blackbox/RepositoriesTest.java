package io.forkwatch.probe.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoriesTest {
    @TempDir
    private Path base;

    @Test
    void theOptionsOfTheJvmSayWhere() {
        assertThat(bases("java", "-jar", "x.jar")).containsExactly("/tmp");
        assertThat(bases("java", "-Djava.io.tmpdir=/var/tmp", "X")).containsExactly("/var/tmp");
        assertThat(bases("java", "-XX:FlightRecorderOptions=repository=/r,maxchunksize=1m", "X"))
                .containsExactly("/r", "/tmp");
        assertThat(bases("java", "-XX:FlightRecorderOptions:stackdepth=9,repository=rel", "X"))
                .containsExactly("/work/rel", "/tmp");
        assertThat(bases("java", "-XX:FlightRecorderOptions:repository=\"/a b\",x=y"))
                .contains("/a b");
        assertThat(bases("java", "-XX:FlightRecorderOptions=repository=")).containsExactly("/tmp");
        assertThat(bases("java", "-XX:FlightRecorderOptions=repository=\"")).containsExactly("/tmp");
        assertThat(bases("java", "-XX:FlightRecorderOptions=repository=\0")).containsExactly("/tmp");
    }

    @Test
    void theNewestOfThatPidIsFound() throws IOException {
        chunk("2026_11_28_19_00_00_42");
        Path newest = chunk("2026_11_28_20_00_00_42");
        chunk("2026_11_28_21_00_00_142");
        chunk("2026_11_28_21_00_00_421");
        chunk("other_42");

        assertThat(Repositories.find(List.of(base.resolve("no"), base), 42, Instant.EPOCH, uid()))
                .contains(newest);
        assertThat(Repositories.find(List.of(base), 43, Instant.EPOCH, uid())).isEmpty();
    }

    @Test
    void whatIsOldForeignEmptyOrNoDirectoryIsNot() throws IOException {
        Path old = chunk("2026_11_28_19_00_00_42");
        assertThat(Repositories.find(List.of(base), 42, Instant.now().plusSeconds(3_600), uid()))
                .isEmpty();
        assertThat(Repositories.find(List.of(base), 42, Instant.EPOCH, uid() + 1))
                .isEmpty();
        Path chunk;
        try (Stream<Path> files = Files.list(old)) {
            chunk = files.findFirst().orElseThrow();
        }
        Files.write(chunk, new byte[0]);
        assertThat(Repositories.find(List.of(base), 42, Instant.EPOCH, uid())).isEmpty();
        Files.createSymbolicLink(base.resolve("2026_11_28_20_00_00_43"), old);
        Files.writeString(base.resolve("2026_11_28_20_00_00_44"), "x");
        Files.writeString(chunk, "x");
        assertThat(Repositories.find(List.of(base), 43, Instant.EPOCH, uid())).isEmpty();
        assertThat(Repositories.find(List.of(base), 44, Instant.EPOCH, uid())).isEmpty();
    }

    @Test
    void whatIsNotAChunkIsNotRemoved() throws IOException {
        Path repository = chunk("2026_11_28_19_00_00_42");
        Files.writeString(repository.resolve("other"), "x");
        Repositories.remove(repository);
        assertThat(repository).isDirectoryNotContaining("glob:**.jfr").isDirectoryContaining("glob:**/other");

        Files.delete(repository.resolve("other"));
        Repositories.remove(repository);
        assertThat(repository).doesNotExist();
    }

    private Path chunk(String name) throws IOException {
        Path repository = Files.createDirectory(base.resolve(name));
        Files.writeString(repository.resolve("2026_11_28_19_00_00.jfr"), "FLR");
        return repository;
    }

    private long uid() throws IOException {
        return ((Number) Files.getAttribute(base, "unix:uid")).longValue();
    }

    private static List<String> bases(String... command) {
        return Repositories.bases(List.of(command), "/work").stream()
                .map(Path::toString)
                .toList();
    }
}
