package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogsTest {
    private static final String ALLOWED = ", allowed: a regular file in a directory that exists";

    @TempDir
    private Path directory;

    private final List<String> stderr = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "DIRECTORY, a directory",
        "LINK_TO_DIRECTORY, a directory",
        "FIFO, not a regular file",
        "LINK_TO_FIFO, not a regular file",
        "LINK_TO_ENDLESS_DEVICE, not a regular file",
        "LINK_TO_FULL_DEVICE, not a regular file"
    })
    void whatIsNoFileIsOneLineAndStderrServes(OddFile odd, String why) throws IOException {
        Path log = odd.make(directory.resolve("log"));
        Path exits = odd.make(directory.resolve("exits"));

        Logs logs = open(Optional.of(log), Optional.of(exits));
        logs.report().notice("after");

        assertThat(stderr)
                .containsExactly(
                        "[forkwatch] log=" + log + " cannot be written (" + why + ")" + ALLOWED
                                + ", /dev/null or /dev/stderr; writing to stderr instead",
                        "[forkwatch] exits.file=" + exits + " cannot be written (" + why + ")" + ALLOWED
                                + " or /dev/null; ends are told in the log only",
                        "[forkwatch] after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/stderr", "/dev/fd/2", "/dev/fd/../stderr"})
    void stderrByItsNameIsStderr(String file) {
        open(Optional.of(Path.of(file)), Optional.empty()).report().notice("after");

        assertThat(stderr).containsExactly("[forkwatch] after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/stdout", "/dev/fd/1", "/dev/fd/77", "/dev/shm/../stdout"})
    void otherDescriptorsAreTheApplications(String file) {
        open(Optional.of(Path.of(file)), Optional.empty()).report().notice("after");

        assertThat(stderr)
                .containsExactly(
                        "[forkwatch] log=" + file + " cannot be written (a descriptor of the application)" + ALLOWED
                                + ", /dev/null or /dev/stderr; writing to stderr instead",
                        "[forkwatch] after");
    }

    @Test
    void nowhereIsAllowed() {
        Path nowhere = Path.of("/dev/null");

        open(Optional.of(nowhere), Optional.of(nowhere)).report().notice("after");

        assertThat(stderr).isEmpty();
    }

    private Logs open(Optional<Path> log, Optional<Path> exits) {
        return Logs.open(
                new LogOptions(log, LogFormat.TEXT, SummaryMode.ABNORMAL, Language.EN, false),
                new ExitsOptions(0, exits, ExitsOptions.MIN_SIZE_BYTES),
                stderr::add,
                Style.of(LogFormat.TEXT, Language.EN),
                new Times().clocks(),
                new Tally(),
                new Tally());
    }
}
