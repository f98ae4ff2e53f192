package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.view.MemoryView;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the memory that all share is read from. */
class SharedMemoryTest {
    @TempDir
    private Path root;

    private SharedMemory memory() {
        return new SharedMemory(new ProcFs(root));
    }

    private void machine(String pressure) throws IOException {
        Files.writeString(root.resolve("meminfo"), "MemTotal:  1000 kB\nMemFree:  300 kB\nMemAvailable:  400 kB\n");
        Path file = Files.createDirectories(root.resolve("pressure")).resolve("memory");
        Files.writeString(file, pressure);
    }

    @Test
    void whereNoCgroupIsLimitedItIsTheMachines() throws IOException {
        machine("some avg10=12.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=3.50 avg60=0.00 avg300=0.00 total=0\n");

        assertThat(memory().read())
                .contains(new MemoryView(
                        "machine",
                        1000 << 10,
                        OptionalLong.of(600 << 10),
                        OptionalDouble.of(0.12),
                        OptionalDouble.of(0.035)));
    }

    @Test
    void whatTheKernelDoesNotTellIsAbsent() throws IOException {
        machine("something else");

        assertThat(memory().read().map(MemoryView::someRatio)).contains(OptionalDouble.empty());
    }

    @Test
    void aKernelThatTellsNothingIsNoMemory() {
        assertThat(memory().read()).isEqualTo(Optional.empty());
    }

    @Test
    void thisMachineHasSome() {
        MemoryView read = new SharedMemory(ProcFs.system()).read().orElseThrow();

        assertThat(read.limitBytes()).isPositive();
        assertThat(read.usedBytes().orElseThrow()).isBetween(1L, read.limitBytes());
    }
}
