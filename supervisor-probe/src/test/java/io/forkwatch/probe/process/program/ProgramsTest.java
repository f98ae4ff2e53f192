package io.forkwatch.probe.process.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.naming.KindNamer;
import io.forkwatch.probe.process.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {
    /** All that any stage ever took for a shell. */
    static Stream<List<String>> shells() {
        return Stream.of(
                        "sh",
                        "bash",
                        "dash",
                        "zsh",
                        "ksh",
                        "ash",
                        "mksh",
                        "rbash",
                        "fish",
                        "pdksh",
                        "yash",
                        "/usr/bin/fish",
                        "busybox sh",
                        "/bin/busybox ash",
                        "toybox sh")
                .map(shell -> List.of(shell.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aShellIsLookedThroughForItsName(List<String> shell) {
        assertThat(new KindNamer(List.of())
                        .nameOf(script(shell, "exec /opt/crawler --fast"))
                        .name())
                .isEqualTo("crawler");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aShellThatPassesASignalOnIsBelieved(List<String> shell) {
        Deaths death = Deaths.byExit(137)
                .command(script(shell, "crawler; exit $?").arguments().toArray(String[]::new))
                .descendant(4243, "crawler", 1, 40, false);
        assertThat(new Diagnoser().diagnose(death.evidence()).confidence()).isEqualTo(Confidence.LIKELY);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aShellsScriptIsReadAsOneForItsSecrets(List<String> shell) {
        assertThat(script(shell, "export TOKEN=hunter2; crawler").redacted()).endsWith(" -c export TOKEN=***; crawler");
    }

    private static CommandLine script(List<String> shell, String text) {
        List<String> arguments = new ArrayList<>(shell);
        arguments.addAll(List.of("-c", text));
        return new CommandLine(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shiny", "/bin/sh/x", "sh.exe", "busybox", "java", "ssh"})
    void othersAreNoShells(String path) {
        assertThat(Programs.isShell(path)).isFalse();
    }

    @Test
    void aJavaIsKnownByItsFile() {
        assertThat(Stream.of("java", "/usr/bin/java", "./java")).allMatch(Programs::isJava);
        assertThat(Stream.of("", "javac", "/opt/java/bin", "/java/")).noneMatch(Programs::isJava);
    }
}
