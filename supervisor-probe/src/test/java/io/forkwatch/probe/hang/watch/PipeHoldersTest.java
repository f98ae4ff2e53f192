package io.forkwatch.probe.hang.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.task.TaskFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real program with real pipes. */
class PipeHoldersTest {
    private final ProcFs procFs = ProcFs.system();
    private final TaskFiles files = new TaskFiles(procFs, Optional.empty());
    private Optional<Process> child = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        Process started = new ProcessBuilder("sh", "-c", "echo; exec cat").start();
        child = Optional.of(started);
        assertThat(started.getInputStream().read()).as("it is there").isEqualTo('\n');
    }

    @AfterEach
    void end() {
        child.ifPresent(Process::destroyForcibly);
    }

    private long pid() {
        return child.orElseThrow().pid();
    }

    private PipeHolders holders(int descriptor) {
        String pipe = files.link(pid(), pid(), descriptor);
        assertThat(pipe).startsWith("pipe:[");
        return new PipeHolders(procFs, files, () -> 0, ProcessHandle.current().pid(), Set.of(pipe));
    }

    private List<PipeHolders.Hit> of(PipeHolders holders, int descriptor) {
        return holders.of(files.link(pid(), pid(), descriptor));
    }

    @Test
    void whoWritesIsFoundWithItsDescriptors() {
        PipeHolders holders = holders(1);
        holders.ask(pid());
        assertThat(of(holders, 1)).containsExactly(new PipeHolders.Hit(pid(), List.of(1)));
        assertThat(holders.isComplete()).isTrue();
    }

    @Test
    void soIsItAmongAll() {
        PipeHolders holders = holders(2);
        holders.askAll();
        assertThat(of(holders, 2)).containsExactly(new PipeHolders.Hit(pid(), List.of(2)));
    }

    /** What it reads from, this JVM writes to, and nobody else. */
    @Test
    void whoOnlyReadsIsNone() {
        PipeHolders holders = holders(0);
        holders.ask(pid());
        holders.askAll();
        assertThat(of(holders, 0)).isEmpty();
        assertThat(holders.isComplete()).isFalse();
    }
}
