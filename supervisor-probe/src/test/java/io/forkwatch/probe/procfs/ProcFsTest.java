package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {
    @TempDir
    private Path mount;

    private TestProc proc;
    private ProcFs files;

    @BeforeEach
    void mount() {
        proc = new TestProc(mount);
        files = proc.files();
    }

    @Test
    void readsEachFileOfAProcess() throws IOException {
        for (String file : new String[] {"stat", "status", "cmdline"}) {
            proc.write("6903/" + file, Fixtures.text("jvm/" + file));
        }
        assertThat(files.stat(6903).starttimeTicks()).isEqualTo(137383);
        assertThat(files.statBytes(6903)).isEqualTo(Fixtures.bytes("jvm/stat"));
        assertThat(files.status(6903).threads()).hasValue(20);
        assertThat(files.cmdline(6903)).containsExactly("java", "-Xmx64m", "-Dstory=nap", "Nap");
    }

    @Test
    void readsTheMachine() throws IOException {
        proc.write("uptime", Fixtures.text("uptime")).write("self/auxv", Fixtures.text("auxv-x86_64"));
        assertThat(files.uptime().upNanos()).isEqualTo(1_376_890_000_000L);
        assertThat(files.auxv().pageSizeBytes()).isEqualTo(4096);
    }

    @Test
    void aMappedFileIsFoundByItsLastName() throws IOException {
        proc.write("7/maps", """
                7f00-7f01 r-xp 0 08:01 7
                7f01-7f02 r-xp 0 08:01 8    /opt/a jdk/libjvm.so
                7f02-7f03 r-xp 0 08:01 9    /opt/b/libold.so (deleted)
                """);
        assertThat(files.hasMapped(7, "libjvm.so")).isTrue();
        assertThat(files.hasMapped(7, "libold.so")).as("replaced on disk").isTrue();
        assertThat(files.hasMapped(7, "jvm.so")).isFalse();
        assertThatThrownBy(() -> files.hasMapped(8, "libjvm.so")).isInstanceOf(NoSuchProcessException.class);
    }

    @Test
    void whereProcess1CannotBeReadOthersAreHidden() throws IOException {
        proc.write("self/stat", "x");
        assertThat(files.hidesOthers()).isTrue();
        proc.write("1/stat", "x");
        assertThat(files.hidesOthers()).isFalse();
    }

    @Test
    void listsOnlyProcesses() throws IOException {
        for (String name :
                new String[] {"1", "42", "4194304", "self", "sys", "1a", "-7", "0", "99999999999999999999"}) {
            Files.createDirectory(mount.resolve(name));
        }
        proc.write("uptime", "");
        assertThat(files.pids()).containsExactlyInAnyOrder(1, 42, 4194304);
    }

    @Test
    void aMountPointThatIsNotThereCannotBeListed() {
        ProcFs nowhere = new ProcFs(mount.resolve("nowhere"));
        assertThatThrownBy(nowhere::pids).isInstanceOf(IOException.class).hasMessageContaining("cannot list");
        assertThat(nowhere.auxv()).isEqualTo(new Auxv(100, 4096, true));
        assertThatThrownBy(nowhere::uptime).isInstanceOf(IOException.class);
    }

    @Test
    void aProcessThatIsNotThereIsNoFaultButAnAnswer() {
        assertThatThrownBy(() -> new StatReader(files).hold(7)).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> files.stat(7)).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> files.statBytes(7)).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> files.status(7)).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> files.cmdline(7))
                .isInstanceOf(NoSuchProcessException.class)
                .hasMessage("no process 7");
        assertThat(files.workingDirectory(7)).isEmpty();
    }

    @Test
    void anEmptyStatIsAProcessThatIsGoneButAnEmptyCmdlineIsNot() throws IOException {
        proc.write("7/stat", "").write("7/cmdline", "");
        assertThatThrownBy(() -> files.statBytes(7)).isInstanceOf(NoSuchProcessException.class);
        assertThat(files.cmdline(7)).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsNotAProcessThatIsGone() throws IOException {
        Files.createDirectories(mount.resolve("7/stat"));
        assertThatThrownBy(() -> files.stat(7))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchProcessException.class);
    }

    @Test
    void aTextThatDoesNotReadAsDocumentedIsNamed() throws IOException {
        proc.write("7/stat", "7 (x");
        assertThatThrownBy(() -> files.stat(7))
                .isInstanceOf(MalformedProcTextException.class)
                .hasMessage("stat: no comm in parentheses");
    }

    @Test
    void aVeryLongCommandLineIsCut() throws IOException {
        proc.write("7/cmdline", "a\0" + "b".repeat(200_000) + "\0");
        assertThat(files.cmdline(7)).containsExactly("a", "b".repeat(ByteSpan.MAX_BYTES - 2));
    }

    @Test
    void aWorkingDirectoryIsALink() throws IOException {
        Files.createDirectory(mount.resolve("7"));
        Files.createSymbolicLink(mount.resolve("7/cwd"), Path.of("/ci/build"));
        assertThat(files.workingDirectory(7)).contains("/ci/build");
    }

    @Test
    void aWorkingDirectoryWithoutALinkIsUnknown() throws IOException {
        proc.write("7/cwd", "no link");
        assertThat(files.workingDirectory(7)).isEmpty();
    }

    @Test
    void statBytesAreACopyOfTheirOwn() throws IOException {
        proc.stat(7, 1);
        byte[] first = files.statBytes(7);
        proc.stat(7, 2);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).contains(" 0 1 4096 ");
    }

    @Test
    void knowsTheKernelsWordsForAProcessThatIsGone() {
        assertThat(ProcFs.saysGone(new IOException("No such process"))).isTrue();
        assertThat(ProcFs.saysGone(new IOException("7/stat (Permission denied)")))
                .isFalse();
        assertThat(ProcFs.saysGone(new IOException())).isFalse();
    }
}
