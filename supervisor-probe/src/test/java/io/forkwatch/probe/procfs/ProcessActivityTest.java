package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessActivityTest {
    @TempDir
    private Path proc;

    private ProcessActivity activity() {
        return new ProcessActivity(new ProcFs(proc));
    }

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void allFiguresOfIoCount() throws IOException {
        write("7/io", """
                rchar: 4292
                wchar: 17
                syscr: 9
                syscw: 2
                read_bytes: 4096
                write_bytes: 0
                cancelled_write_bytes: 1
                """);
        assertThat(activity().io(7)).isEqualTo(OptionalLong.of(4292 + 17 + 9 + 2 + 4096 + 1));
        assertThat(activity().io(8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "S,S,false,false",
        "S,R,false,true",
        "S,D,false,true",
        "R,S,true,true",
        "D,S,true,true",
        "T,I,false,false"
    })
    void stateOfProcessAndThreads(char main, char other, boolean alone, boolean closely) throws IOException {
        write("7/stat", "7 (a) R (b) " + main + " 1 7 7");
        write("7/task/7/stat", "7 (a) R (b) " + main + " 1 7 7");
        write("7/task/9/stat", "9 (pool) D (1) " + other + " 1 7 7");
        assertThat(activity().isBusy(7, false)).isEqualTo(alone);
        assertThat(activity().isBusy(7, true)).isEqualTo(closely);
    }

    @Test
    void whatCannotBeReadMayBeBusy() throws IOException {
        assertThat(activity().isBusy(7, false)).isTrue();
        write("7/stat", "7 (cut");
        assertThat(activity().isBusy(7, false)).isTrue();
        write("7/stat", "7 (cut) S 1");
        assertThat(activity().isBusy(7, false)).isFalse();
        assertThat(activity().isBusy(7, true)).isTrue();
    }

    @Test
    void thisProcessDoesSomething() throws IOException {
        ProcessActivity own = new ProcessActivity(ProcFs.system());
        long pid = ProcessHandle.current().pid();
        OptionalLong before = own.io(pid);
        Files.writeString(proc.resolve("file"), "something");
        assertThat(own.io(pid).getAsLong()).isGreaterThan(before.getAsLong());
        assertThat(own.isBusy(pid, true)).isTrue();
    }
}
