package io.forkwatch.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.options.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineToolTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutArgumentsPrintsTheUsage() {
        assertThat(run()).isZero();
        assertThat(out).hasToString(Usage.text("1.2.3"));
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void printsTheUsageOnRequest(String argument) {
        assertThat(run(argument)).isZero();
        assertThat(out).hasToString(Usage.text("1.2.3"));
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void printsTheVersionOnRequest(String argument) {
        assertThat(run(argument)).isZero();
        assertThat(out).hasToString("forkwatch 1.2.3\n");
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"detach", "", "-v", "Help", "port=0"})
    void namesAnArgumentThatItDoesNotUnderstand(String argument) {
        assertThat(run(argument)).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch: \"" + argument
                        + "\" is not understood; allowed is one of help, version, doctor, attach, top, why, or nothing")
                .containsOnlyOnce("\n")
                .endsWith("\n");
    }

    @Test
    void theDoctorAnswersOnStdout() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch 1.2.3: what can be known here about children and their ends\n  yes  java ");
        assertThat(err.size()).isZero();
    }

    @Test
    void theDoctorExaminesAProcess() {
        long self = ProcessHandle.current().pid();
        assertThat(run("doctor", Long.toString(self))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("about pid " + self + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "0", "-1", "999999999", "1\n2"})
    void theDoctorNamesWhatIsNoProcess(String pid) {
        assertThat(run("doctor", pid)).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch: doctor: \"")
                .endsWith("; allowed is the pid of a running process, tls, or nothing\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void theDoctorTakesOnePid() {
        assertThat(run("doctor", "1", "2")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("forkwatch: doctor: \"2\" is not understood");
    }

    @Test
    void theDoctorLooksAtTheFilesOfTls(@TempDir Path folder) {
        Path none = folder.resolve("none");
        assertThat(run("doctor", "tls", "tls.cert=" + none + ",tls.key=" + none))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  no   tls.cert  tls.cert=" + none + " cannot be read: there is no such file",
                        "  no   tls.key   tls.key=" + none + " cannot be read: there is no such file");
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port=0 | no option of tls is set, so the port speaks http; allowed is tls.cert=FILE,tls.key=FILE or ",
                "tls.sert=x | Forkwatch is off: unknown option \"tls.sert\"",
                "@/no/such/file | Forkwatch is off: cannot read options from @/no/such/file",
            })
    void theDoctorOfTlsNamesWhatCannotBeUsed(String options, String line) {
        assertThat(run("doctor", "tls", options)).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch: doctor tls: " + line)
                .containsOnlyOnce("\n");
    }

    @Test
    void topTakesItsOwnArguments() {
        assertThat(run("top", "--all")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch: top: \"--all\" is not understood; allowed is top [URL] ")
                .containsOnlyOnce("\n");
    }

    @Test
    void whyTakesAPid() {
        assertThat(run("why", "--all")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch: why: \"--all\" is not understood; allowed is the pid of a running process")
                .containsOnlyOnce("\n");
    }

    @Test
    void namesTheFirstArgumentThatIsOneTooMany() {
        assertThat(run("version", "please", "now")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("forkwatch: \"please\" is not understood");
    }

    @Test
    void anArgumentCannotForgeLines() {
        assertThat(run("a\n[forkwatch] child died")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).containsOnlyOnce("\n").contains("\"a\\n[forkwatch]");
    }

    private int run(String... arguments) {
        return CommandLineTool.run(
                arguments,
                "1.2.3",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
