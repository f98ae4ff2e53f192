package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LastPidTest {
    @TempDir
    private Path mount;

    private final String noMounts = "22 1 0:20 / /proc rw - proc proc rw\n";

    @ParameterizedTest
    @CsvSource({"0.20 0.18 0.12 1/80 11206, 11206", "0.00 0.00 0.00 1/1 1, 1", "12.34 5.6 7 3/4194304 4194303, 4194303"
    })
    void theLastFieldIsThePid(String line, long pid) throws IOException {
        assertThat(LastPid.parse(ByteSpan.of(line + "\n"))).isEqualTo(pid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "0.20 0.18 0.12 1/80\n",
                "0.20 0.18 0.12 1/80 11",
                "0.20 0.18 0.12 1/80 0\n",
                "1 2 3 4 x\n"
            })
    void whatDoesNotReadSoIsMalformed(String text) {
        assertThatThrownBy(() -> LastPid.parse(ByteSpan.of(text))).isInstanceOf(MalformedProcTextException.class);
    }

    @Test
    void moves() throws IOException {
        TestProc proc =
                new TestProc(mount).write("loadavg", "0.20 0.18 0.12 1/80 5\n").write("self/mountinfo", noMounts);
        try (LastPid cursor = LastPid.open(proc.files())) {
            assertThat(cursor.read()).isEqualTo(5);
            proc.write("loadavg", "0.20 0.18 0.12 1/80 6\n");
            assertThat(cursor.read()).isEqualTo(6);
            proc.write("loadavg", "0.20");
            assertThat(cursor.read()).isEqualTo(LastPid.UNKNOWN);
        }
    }

    /** As lxcfs does it, whose figure is seconds old. */
    @Test
    void whatIsMountedOverTheFileIsNotBelieved() throws IOException {
        TestProc proc = new TestProc(mount).write("loadavg", "0.20 0.18 0.12 1/80 5\n");
        proc.write(
                "self/mountinfo",
                noMounts + "23 22 0:21 /proc/loadavg " + mount + "/loadavg rw - fuse.lxcfs lxcfs rw\n");
        assertThatThrownBy(() -> LastPid.open(proc.files())).hasMessageContaining("is not the kernel's");
    }

    @Test
    void withoutTheFileThereIsNone() {
        assertThatThrownBy(() -> LastPid.open(new TestProc(mount).files())).isInstanceOf(IOException.class);
    }

    @Test
    void theKernelMovesItForEveryProcess() throws Exception {
        try (LastPid cursor = LastPid.open(ProcFs.system())) {
            long before = cursor.read();
            Process child = new ProcessBuilder("true").start();
            assertThat(child.waitFor()).isZero();
            assertThat(before).isPositive();
            assertThat(cursor.read()).isNotEqualTo(before);
        }
    }
}
