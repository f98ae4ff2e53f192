package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proc file system of another pid namespace than the one that this process is in. */
class ForeignProcTest {
    private static final long STRANGER = 7;

    @TempDir
    private Path mount;

    private ProcFs procFs(String nspid) throws IOException {
        new TestProc(mount).process(STRANGER).write().cmdline("stranger");
        Files.createDirectories(mount.resolve("self"));
        Files.copy(mount.resolve(STRANGER + "/stat"), mount.resolve("self/stat"));
        Files.writeString(mount.resolve("self/status"), "Name:\tjava\nPid:\t7\n" + nspid + "NSpgid:\t7\t1\n");
        return new ProcFs(mount);
    }

    @Test
    void whoHasOneNumberIsAtHome() throws IOException {
        ProcFs home = procFs("NSpid:\t7\n");

        assertThat(home.isForeign()).isFalse();
        assertThat(home.pids()).containsExactly(STRANGER);
        assertThat(home.stat(STRANGER).pid()).isEqualTo(STRANGER);
    }

    @Test
    void whereTheKernelDoesNotSayItIsTakenForHome() throws IOException {
        assertThat(procFs("").isForeign()).isFalse();
    }

    @Test
    void nobodyIsToBeBelievedInAnotherNamespace() throws IOException {
        ProcFs foreign = procFs("NSpid:\t7\t1\n");

        assertThat(foreign.isForeign()).isTrue();
        assertThat(foreign.hidesOthers()).as("so that nobody is taken for gone").isTrue();
        assertThat(foreign.pids()).isEmpty();
        assertThatThrownBy(() -> foreign.stat(STRANGER)).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> foreign.statBytes(STRANGER)).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> foreign.cmdline(STRANGER)).isInstanceOf(NoSuchProcessException.class);
        assertThat(foreign.workingDirectory(STRANGER)).isEmpty();
        assertThat(foreign.self().pid()).as("we ourselves are there").isEqualTo(STRANGER);
    }
}
