package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.program.KillCommand;
import io.forkwatch.probe.process.program.KillCommand.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code new ProcessBuilder("bash", "cleanup.sh", "4242").start()}. */
class KillScriptsTest {
    @TempDir
    private Path directory;

    private List<KillCommand> read(String... command) {
        return new KillScripts()
                .of(new KillProgram(new CommandLine(List.of(command)), directory.toString(), Caller.UNKNOWN, 0));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void theScriptOfAShellIsReadInItsDirectory() throws IOException {
        write("cleanup", "# stop it\nkill -9 \"$1\"\n");
        assertThat(read("bash", "cleanup", "4242")).singleElement().satisfies(command -> {
            assertThat(command.signal()).isEqualTo(9);
            assertThat(command.targets().get(0).text()).isEqualTo("4242");
            assertThat(command.standing()).isEqualTo(Standing.LAST);
        });
        assertThat(read("sh", "-c", "bash ./cleanup 4242")).hasSize(1);
        assertThat(read("bash", directory.resolve("cleanup").toString(), "4242"))
                .hasSize(1);
    }

    @Test
    void aProgramIsReadIfItsFirstLineNamesAShell() throws IOException {
        write("a", "#!/bin/sh\nkill 4242\n");
        write("b", "#!/usr/bin/env bash\nkill 4242\n");
        write("c", "#!/usr/bin/python3\nkill 4242\n");
        write("d", "kill 4242\n");
        assertThat(read("./a")).hasSize(1);
        assertThat(read("./b")).hasSize(1);
        assertThat(read("./c")).isEmpty();
        assertThat(read("./d")).isEmpty();
        assertThat(read("sh", "d")).hasSize(1);
    }

    @Test
    void whatIsNoScriptIsNotRead() throws IOException {
        Files.write(directory.resolve("elf"), Elf.program(62, "/lib64/ld.so"));
        write("long", "kill 4242\n" + "#".repeat(17_000));
        assertThat(read("sh", "elf")).isEmpty();
        assertThat(read("sh", "long")).isEmpty();
        assertThat(read("sh", "none")).isEmpty();
        assertThat(read("sh", "\0")).isEmpty();
        assertThat(read("kill", "-9", "4242")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OddFile.class)
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anOddFileHoldsUpNobody(OddFile odd) throws Exception {
        Path file = odd.make(directory.resolve("odd"));
        assertThat(read("sh", file.toString())).isEmpty();
    }
}
