package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.evidence.ProgramFault.Kind;
import io.forkwatch.probe.naming.InnerCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that could not be run, looked at after the fact. */
class ProgramFilesTest {
    @TempDir
    private Path root;

    private Path bin;
    private ProgramFiles files;

    @BeforeEach
    void makePlaces() throws IOException {
        bin = Files.createDirectory(root.resolve("bin"));
        files = new ProgramFiles(List.of(root.resolve("none"), bin), 62, false, new InnerCommand());
    }

    private Optional<ProgramFault> look(int code, String... command) {
        return files.of(Deaths.byExit(code).command(command).death());
    }

    private Path write(String name, byte[] content, String permissions) throws IOException {
        Path file = Files.write(bin.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Path script(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.ISO_8859_1), "rwxr-xr-x");
    }

    private static byte[] elf(int machine, String interpreter) {
        return Elf.program(machine, interpreter);
    }

    @Test
    void aCommandIsSoughtInThePath() throws IOException {
        script("there", "#!/bin/sh\n");
        assertThat(look(127, "sh", "-c", "nope --x")).hasValue(new ProgramFault(Kind.NOT_THERE, "nope", false));
        assertThat(look(127, "env", "LANG=C", "nope")).hasValue(new ProgramFault(Kind.NOT_THERE, "nope", false));
        assertThat(look(127, "timeout", "-k", "1", "5", "nope"))
                .hasValue(new ProgramFault(Kind.NOT_THERE, "nope", false));
        assertThat(look(127, "sh", "-c", "there"))
                .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Kind.NONE));
        assertThat(look(1, "sh", "-c", "nope")).isEmpty();
        assertThat(look(126, "sh", "-c", "nope")).isEmpty();
    }

    /** What a shell would put in their place, or where they would look, is not known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$TOOL x",
                "PATH=/x nope",
                "make; nope",
                "nope | cat",
                "sudo nope",
                "chroot /x nope",
                "~/nope",
                "type nope",
                "cd /x && ./nope",
                "",
            })
    void otherCommandsAreNotLookedAt(String script) {
        assertThat(look(127, "sh", "-c", script)).isEmpty();
    }

    @Test
    void aFileThatIsNotThere() {
        assertThat(look(127, "sh", "-c", root + "/x.sh"))
                .hasValue(new ProgramFault(Kind.NOT_THERE, root + "/x.sh", true));
        assertThat(look(127, "nohup", root + "/a\u0001b")).isEmpty();
    }

    @Test
    void aFileThatNobodyMayExecute() throws IOException {
        Path file = write("data", new byte[] {'x', '\n'}, "rw-r--r--");
        assertThat(look(126, "sh", "-c", file.toString()))
                .hasValue(new ProgramFault(Kind.NOT_ALLOWED, file.toString(), true));
        assertThat(look(126, "sh", "-c", "data")).hasValue(new ProgramFault(Kind.NOT_ALLOWED, file.toString(), false));
        assertThat(look(126, "sh", "-c", bin.toString())).hasValue(new ProgramFault(Kind.NOT_ALLOWED, bin + "/", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#!/no/such\n", "#!  /no/such -x\n"})
    void anInterpreterThatIsNotThere(String text) throws IOException {
        Path file = script("run", text);
        assertThat(look(127, "sh", "-c", file.toString()))
                .hasValue(new ProgramFault(Kind.NO_INTERPRETER, file + ": /no/such", true));
    }

    @Test
    void aLineThatEndsInACarriageReturn() throws IOException {
        Path file = script("run", "#!/bin/sh\r\necho\r\n");
        assertThat(look(127, "sh", "-c", file.toString()))
                .hasValue(new ProgramFault(Kind.NO_INTERPRETER, file + ": /bin/sh\\r", true));
    }

    @Test
    void whatEnvLooksFor() throws IOException {
        Path env = script("env", "#!/bin/sh\n");
        Path file = script("run", "#!" + env + " nosuch\n");
        assertThat(look(127, "sh", "-c", file.toString()))
                .hasValue(new ProgramFault(Kind.NO_INTERPRETER, file + ": env nosuch", false));
        script("nosuch", "#!/bin/sh\n");
        assertThat(look(127, "sh", "-c", file.toString())).hasValue(new ProgramFault(Kind.NONE, file.toString(), true));
    }

    @Test
    void aProgramForAnotherProcessor() throws IOException {
        Path file = write("arm", elf(183, "/lib/ld-linux-aarch64.so.1"), "rwxr-xr-x");
        assertThat(look(126, "bash", "-c", file + " --version"))
                .hasValue(new ProgramFault(Kind.OTHER_PROCESSOR, file + ": aarch64", true));
    }

    @Test
    void aLoaderThatIsNotThere() throws IOException {
        Path file = write("musl", elf(62, "/no/ld-musl-x86_64.so.1"), "rwxr-xr-x");
        assertThat(look(127, "sh", "-c", file.toString()))
                .hasValue(new ProgramFault(Kind.NO_INTERPRETER, file + ": /no/ld-musl-x86_64.so.1", true));
    }

    @Test
    void aProgramThatIsThereMayLackALibrary() throws IOException {
        Path file = write("tool", elf(62, bin.toString()), "rwxr-xr-x");
        assertThat(look(127, file.toString())).hasValue(new ProgramFault(Kind.LIBRARIES, file.toString(), true));
        Path alone = write("static", elf(62, ""), "rwxr-xr-x");
        assertThat(look(127, alone.toString())).hasValue(new ProgramFault(Kind.NONE, alone.toString(), true));
    }

    /** The java of an image, and one that has all it needs for an agent. */
    @Test
    void anImageWithoutTheModuleForAgents() throws IOException {
        Path java = script("java", "");
        Path lib = Files.createDirectory(root.resolve("lib"));
        assertThat(look(1, java.toString(), "H")).isEmpty();
        Files.createFile(lib.resolve("libjava.so"));
        String image = root.toRealPath().toString();
        assertThat(look(1, java.toString(), "H")).hasValue(new ProgramFault(Kind.NO_AGENTS, image, false));
        assertThat(look(1, "sh", "-c", java + " -javaagent:x.jar H"))
                .hasValue(new ProgramFault(Kind.NO_AGENTS, image, true));
        assertThat(look(2, java.toString(), "H")).isEmpty();
        Files.createFile(lib.resolve("libinstrument.so"));
        assertThat(look(1, java.toString(), "H")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OddFile.class)
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileIsNotOpened(OddFile odd) throws Exception {
        Path file = odd.make(bin.resolve("odd"));
        assertThat(look(127, "sh", "-c", file.toString()))
                .matches(fault -> fault.isEmpty() || fault.get().kind() != Kind.LIBRARIES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 18, 40, 63, 64, 100, 119})
    void aHeaderThatIsCutShortOrOddIsRead(int length) {
        byte[] whole = elf(62, "/lib/ld");
        byte[] cut = Arrays.copyOf(whole, length);
        assertThat(ElfHeader.of(cut).flatMap(ElfHeader::interpreter)).isEmpty();
        byte[] odd = whole.clone();
        Arrays.fill(odd, 32, 64, (byte) length);
        assertThat(ElfHeader.of(odd)).isPresent();
    }
}
