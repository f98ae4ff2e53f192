package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.evidence.perf.JvmFlags;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CrashFilesTest {
    private static final String NAME = "hs_err_pid4242.log";

    @TempDir
    private Path root;

    private Path directory;
    private Path fallback;

    @BeforeEach
    void makePlaces() throws IOException {
        directory = Files.createDirectory(root.resolve("work"));
        fallback = Files.createDirectory(root.resolve("fallback"));
    }

    @Test
    void theFileInTheWorkingDirectoryIsFound() throws IOException {
        Path file = write(directory.resolve(NAME), 4242);

        assertThat(find(Deaths.bySignal(6))).hasValue(file);
    }

    @Test
    void theFileInTheFallbackIsFoundIfThereIsNoneElsewhere() throws IOException {
        Path file = write(fallback.resolve(NAME), 4242);

        assertThat(find(Deaths.bySignal(6))).hasValue(file);
        assertThat(findIn("", Deaths.bySignal(6))).hasValue(file);
    }

    @ParameterizedTest
    @CsvSource({"crash-%p.log, crash-4242.log", "100%%p.log, 100%p.log", "fixed, fixed", "a b, a b", "end%, end%"})
    void theOptionNamesTheFile(String pattern, String name) throws IOException {
        Path file = write(directory.resolve(name), 4242);

        assertThat(find(Deaths.bySignal(6)
                        .command("java", "-XX:ErrorFile=other", "-XX:ErrorFile=" + directory + "/" + pattern, "A")))
                .hasValue(file);
        assertThat(find(Deaths.bySignal(6).command("java", "-XX:ErrorFile=" + pattern, "A")))
                .hasValue(file);
    }

    @Test
    void theOptionIsFoundInTheScriptOfAShell() throws IOException {
        Path file = write(directory.resolve("jvm-4243.log"), 4243);
        Deaths deaths = Deaths.byExit(134)
                .command("sh", "-c", "cd x; java '-XX:ErrorFile=jvm-%p.log' A")
                .descendant(4243, "java", 1, 5, false);

        assertThat(find(deaths)).hasValue(file);
    }

    @Test
    void theFileOfAJvmThatVanishedBelowAShellIsFound() throws IOException {
        Path file = write(directory.resolve("hs_err_pid4243.log"), 4243);

        assertThat(find(Deaths.byExit(134).descendant(4243, "java", 1, 5, false)))
                .hasValue(file);
        assertThat(find(Deaths.byExit(134).descendant(4243, "java", 1, 5, true)))
                .as("still alive")
                .isEmpty();
        assertThat(find(Deaths.bySignal(6).descendant(4243, "java", 1, 5, false)))
                .as("the child itself aborted")
                .isEmpty();
    }

    @Test
    void ofAWrapperThatEndsAsItsCommandTheCommandsIsLookedAt() throws IOException {
        Path file = write(directory.resolve("hs_err_pid4243.log"), 4243);
        Deaths timeout = Deaths.bySignal(6).command("timeout", "60", "java");
        assertThat(find(timeout.descendant(4243, "java", 1, 5, false))).hasValue(file);
    }

    @ParameterizedTest
    @CsvSource({"6, true", "134, true", "0x8600, true", "256, true", "0x8900, false", "9, true", "15, false", "0, false"
    })
    void onlyAnEndThatACrashCanHaveIsLookedAt(String status, boolean found) throws IOException {
        write(directory.resolve(NAME), 4242);
        int raw = Integer.decode(status);

        assertThat(find(Deaths.byStatus(raw)).isPresent()).isEqualTo(found);
    }

    @Test
    void ofAJvmThatWasKilledItIsFoundToo() throws IOException {
        Path file = write(directory.resolve(NAME), 4242);
        Path below = write(directory.resolve("hs_err_pid4243.log"), 4243);

        assertThat(find(Deaths.bySignal(9))).hasValue(file);
        assertThat(find(Deaths.byFlags(137, true))).hasValue(file);
        assertThat(find(Deaths.byCodeOnly(137))).hasValue(file);
        assertThat(find(Deaths.bySignal(9).command("sleep", "9"))).isEmpty();
        Deaths shell = Deaths.byExit(137).command("sh", "-c", "java A; exit $?");
        assertThat(find(shell.descendant(4243, "java", 1, 5, false))).hasValue(below);
        Deaths killedShell = Deaths.bySignal(9).command("sh", "-c", "java A; exit $?");
        assertThat(find(killedShell.descendant(4243, "java", 1, 5, false))).isEmpty();
    }

    @Test
    void anExitValueThatMayMeanAnAbortIsLookedAt() throws IOException {
        Path file = write(directory.resolve(NAME), 4242);

        assertThat(find(Deaths.byCodeOnly(134))).hasValue(file);
        assertThat(find(Deaths.vanished())).isEmpty();
    }

    @Test
    void aFileOfBeforeTheChildsStartIsNotIts() throws IOException {
        Path stale = write(directory.resolve(NAME), 4242);
        Files.setLastModifiedTime(
                stale,
                FileTime.from(Deaths.bySignal(6).death().child().startedAt().minusSeconds(2)));
        assertThat(find(Deaths.bySignal(6))).isEmpty();

        Path fresh = write(fallback.resolve(NAME), 4242);
        assertThat(find(Deaths.bySignal(6))).hasValue(fresh);
    }

    @Test
    void aFileThatAnotherJvmWroteIsNotIts() throws IOException {
        write(directory.resolve(NAME), 4711);

        assertThat(find(Deaths.bySignal(6))).isEmpty();
    }

    @Test
    void aSymbolicLinkOrADirectoryIsNotRead() throws IOException {
        Path target = write(directory.resolve("elsewhere"), 4242);
        Files.createSymbolicLink(directory.resolve(NAME), target);
        Files.createDirectory(fallback.resolve(NAME));

        assertThat(find(Deaths.bySignal(6))).isEmpty();
    }

    @Test
    void aDirectoryThatNoFileCanHaveIsNoTrouble() {
        assertThat(findIn("a\0b", Deaths.bySignal(6))).isEmpty();
    }

    @Test
    void aHugeFileIsReadNoFurtherThanItsBeginning() throws IOException {
        Path file = write(directory.resolve(NAME), 4242);
        Files.writeString(file, Files.readString(file) + "x".repeat(1 << 20));
        touch(file);

        assertThat(find(Deaths.bySignal(6))).hasValue(file);
    }

    @Test
    void aJvmThatExitedIsLookedAtAndAnotherProgramIsNot() throws IOException {
        Path own = write(directory.resolve(NAME), 4242);
        Path below = write(directory.resolve("hs_err_pid4243.log"), 4243);

        assertThat(find(Deaths.byExit(1))).hasValue(own);
        assertThat(find(Deaths.byExit(1).command("/usr/bin/python3", "x.py"))).isEmpty();
        assertThat(find(Deaths.byExit(1).command("sh", "-c", "java A; exit 1").descendant(4243, "java", 1, 5, false)))
                .hasValue(below);
        assertThat(find(Deaths.byExit(1).command("sh", "-c", "cc a").descendant(4243, "cc", 1, 5, false)))
                .isEmpty();
    }

    @Test
    void anOptionThatOnlyTheJvmKnewNamesTheFile() throws IOException {
        Path file = write(directory.resolve("from-variable-4242.log"), 4242);
        JvmFlags flags = new JvmFlags(false, false, Optional.of("from-variable-%p.log"));
        JvmSample jvm = new JvmSample(
                new ProcessKey(4242, 99), OptionalLong.empty(), Optional.empty(), Optional.of(flags), FileFate.UNKNOWN);
        Death death = Deaths.bySignal(6).directory(directory.toString()).death();

        assertThat(new CrashFiles(fallback, OptionalLong.empty())
                        .find(death, Optional.of(jvm))
                        .map(CrashFile::path))
                .hasValue(file);
    }

    /** Who owns the file is who runs this test; who else that may be is played by the numbers. */
    @Test
    void aFileOfAnotherUserIsNotBelieved() throws IOException {
        Path file = write(directory.resolve(NAME), 4242);
        if (owner(file) == 0) {
            Files.setAttribute(file, "unix:uid", 12_345); // Files of root are believed; root can give one away.
        }
        int owner = owner(file);
        Death death = Deaths.bySignal(6).directory(directory.toString()).death();
        CrashFiles ofAnother = new CrashFiles(fallback, OptionalLong.of(owner + 1));
        JvmSample jvm = new JvmSample(
                new ProcessKey(4242, 99), OptionalLong.of(owner), Optional.empty(), Optional.empty(), FileFate.UNKNOWN);

        assertThat(ofAnother.find(death, Optional.empty())).isEmpty();
        assertThat(ofAnother.find(death, Optional.of(jvm)))
                .as("of the child's owner")
                .isPresent();
    }

    private static int owner(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    private Optional<Path> find(Deaths deaths) {
        return findIn(directory.toString(), deaths);
    }

    private Optional<Path> findIn(String childDirectory, Deaths deaths) {
        return new CrashFiles(fallback, OptionalLong.empty())
                .find(deaths.directory(childDirectory).death(), Optional.empty())
                .map(CrashFile::path);
    }

    private static Path write(Path file, long pid) throws IOException {
        Files.writeString(
                file,
                "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n"
                        + "#  SIGSEGV (0xb) at pc=0x1, pid=" + pid + ", tid=1\n");
        return touch(file);
    }

    // The deaths of the tests are of a fixed day.
    private static Path touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Deaths.bySignal(6).death().at()));
        return file;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoCrashFileIsPassedOverAndTheNextPlaceTried(OddFile odd) throws IOException {
        odd.make(directory.resolve(NAME));
        Path file = write(fallback.resolve(NAME), 4242);

        assertThat(find(Deaths.bySignal(6))).hasValue(file);
    }
}
